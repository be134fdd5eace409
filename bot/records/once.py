"""Insert a row unless it is there: the unique key decides, on both databases."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection


def insert_once(connection: Connection, table: Table, values: dict[str, Any]) -> bool:
    """Whether the row is new; an existing one stays as it is."""
    return bool(connection.execute(_unless_there(connection.dialect.name, table), values).rowcount == 1)


@cache
def _unless_there(dialect: str, table: Table) -> Any:
    new = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return new(table).on_conflict_do_nothing()
