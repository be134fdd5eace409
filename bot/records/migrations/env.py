"""Alembic's entry: with the connection of `migrate`, or `alembic -x url=... revision --autogenerate`."""

from __future__ import annotations

from alembic import context
from sqlalchemy.engine import Connection

from bot.records.database import Database
from bot.records.tables import metadata


def _run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


def _main() -> None:
    given = context.config.attributes.get("connection")
    if given is not None:
        _run(given)
        return
    with Database(context.get_x_argument(as_dictionary=True)["url"]).write() as connection:
        _run(connection)


_main()
