"""Opening the database, and the two kinds of transaction.

SQLite: WAL, synchronous FULL, `begin immediate` for writing. PostgreSQL 15 through psycopg2.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import QueuePool


class Database:
    """One database. `write()` and `read()` are short transactions; neither may span an await."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        if self.is_sqlite:
            self._writer, self._reader = _sqlite(url, writes=True), _sqlite(url, writes=False)
        else:
            self._writer = create_engine(url, future=True, pool_size=10, max_overflow=20, pool_pre_ping=True)
            self._reader = self._writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        # SQLite has one writer; waiting here is fair, waiting in SQLite is a lottery.
        self._turn = RLock()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A write transaction: committed on leaving, rolled back on an exception."""
        if not self.is_sqlite:
            with self._writer.begin() as connection:
                yield connection
            return
        with self._turn, self._writer.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One moment of the database, however many questions are asked of it; writing is refused."""
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


def _sqlite(url: str, *, writes: bool) -> Engine:
    engine = create_engine(
        url,
        future=True,
        poolclass=QueuePool,
        pool_size=10,
        connect_args={"check_same_thread": False, "timeout": 5},
    )
    event.listen(engine, "connect", _prepare_writer if writes else _prepare_reader)
    event.listen(engine, "begin", _begin_immediate if writes else _begin_deferred)
    return engine


def _prepare_writer(raw: Any, _record: Any) -> None:
    raw.isolation_level = None
    for pragma in ("busy_timeout=5000", "journal_mode=wal", "synchronous=full", "foreign_keys=on"):
        raw.execute(f"pragma {pragma}")


def _prepare_reader(raw: Any, record: Any) -> None:
    _prepare_writer(raw, record)
    raw.execute("pragma query_only=on")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("begin immediate")


def _begin_deferred(connection: Connection) -> None:
    connection.exec_driver_sql("begin")
