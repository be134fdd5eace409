"""Opening the database, and the two kinds of transaction.

SQLite: WAL, synchronous FULL, `begin immediate` for writing. PostgreSQL 15 through psycopg2.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import QueuePool


class Database:
    """One database. `write()` and `read()` are short transactions; neither may span an await."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        self._writer = _engine(url, immediate=True)
        self._reader = _engine(url, immediate=False) if self.is_sqlite else self._writer

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A write transaction: committed on leaving, rolled back on an exception."""
        with self._writer.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent read."""
        with self._reader.connect() as connection:
            yield connection

    @property
    def engine(self) -> Engine:
        """The writing engine, for migrations."""
        return self._writer

    def close(self) -> None:
        """Give every connection back."""
        self._writer.dispose()
        self._reader.dispose()


def _engine(url: str, *, immediate: bool) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, future=True, pool_size=10, max_overflow=20, pool_pre_ping=True)
    engine = create_engine(
        url,
        future=True,
        poolclass=QueuePool,
        pool_size=10,
        connect_args={"check_same_thread": False, "timeout": 5},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    if immediate:
        event.listen(engine, "begin", _begin_immediate)
    return engine


def _prepare_sqlite(raw: Any, _record: Any) -> None:
    raw.isolation_level = None
    for pragma in ("journal_mode=wal", "synchronous=full", "foreign_keys=on", "busy_timeout=5000"):
        raw.execute(f"pragma {pragma}")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("begin immediate")
