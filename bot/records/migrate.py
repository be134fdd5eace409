"""Bringing a database to the present tables, in process, at every start."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, inspect, select, text

from .database import Database

if TYPE_CHECKING:
    from alembic.config import Config

_FOLDER = Path(__file__).parent / "migrations"
_REVISION = re.compile(r"^revision(?:: str)? = \"(\w+)\"", re.MULTILINE)
_DOWN = re.compile(r"^down_revision(?:: [^=]+)? = \"(\w+)\"", re.MULTILINE)
#: Any number that nothing else locks on: two processes starting together migrate once.
_LOCK = 7213001


def upgrade(database: Database, revision: str = "head") -> None:
    """Run every migration that is missing, in one transaction.

    Alembic takes half a second to import, and at nearly every start there is nothing for it to do.
    """
    if revision == "head" and current(database) == newest():
        return
    from alembic import command

    with database.write() as connection:
        if not database.is_sqlite:
            connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        settings = _settings()
        settings.attributes["connection"] = connection
        command.upgrade(settings, revision)


def downgrade(database: Database, revision: str) -> None:
    """Go back to an earlier revision; data in dropped tables is lost."""
    from alembic import command

    with database.write() as connection:
        settings = _settings()
        settings.attributes["connection"] = connection
        command.downgrade(settings, revision)


def current(database: Database) -> str | None:
    """The revision of this database, or None when it is empty."""
    with database.read() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("select version_num from alembic_version")).scalar()


def newest() -> str | None:
    """The revision that this program needs: the one that no other comes after."""
    written = [file.read_text() for file in (_FOLDER / "versions").glob("*.py")]
    made = {found[1] for text_ in written if (found := _REVISION.search(text_))}
    older = {found[1] for text_ in written if (found := _DOWN.search(text_))}
    return next(iter(made - older), None)


def _settings() -> Config:
    from alembic.config import Config

    settings = Config()
    settings.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    return settings
