"""Bringing a database to the present tables, in process, at every start."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, select

from .database import Database

_FOLDER = Path(__file__).parent / "migrations"
#: Any number that nothing else locks on: two processes starting together migrate once.
_LOCK = 7213001


def upgrade(database: Database, revision: str = "head") -> None:
    """Run every migration that is missing, in one transaction."""
    with database.write() as connection:
        if not database.is_sqlite:
            connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        settings = _settings()
        settings.attributes["connection"] = connection
        command.upgrade(settings, revision)


def downgrade(database: Database, revision: str) -> None:
    """Go back to an earlier revision; data in dropped tables is lost."""
    with database.write() as connection:
        settings = _settings()
        settings.attributes["connection"] = connection
        command.downgrade(settings, revision)


def current(database: Database) -> str | None:
    """The revision of this database, or None when it is empty."""
    with database.read() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """The revision that this program needs."""
    return ScriptDirectory.from_config(_settings()).get_current_head()


def _settings() -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    return settings
