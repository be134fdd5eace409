"""Insert a row unless it is there: the unique key decides, on both databases."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection


def insert_once(connection: Connection, table: Table, values: dict[str, Any]) -> bool:
    """Whether the row is new; an existing one stays as it is."""
    new = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    return bool(connection.execute(new(table).values(values).on_conflict_do_nothing()).rowcount == 1)
