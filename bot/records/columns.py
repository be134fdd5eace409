"""Column kinds: every column says whether it is public, private or secret.

public: may be read by whoever can read the database. private: about a person; stored encrypted.
secret: stored only as a keyed or password hash, never recoverable.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, Integer, LargeBinary, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from . import vault
from .words import cleaned_all

#: SQLite numbers rows by itself only for INTEGER.
RowNumber = BigInteger().with_variant(Integer, "sqlite")


class Moment(TypeDecorator):  # type: ignore[type-arg]
    """An aware moment, stored in UTC. A naive datetime is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Encrypted(TypeDecorator):  # type: ignore[type-arg]
    """Any JSON value, encrypted with the key from the environment."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> bytes | None:
        return None if value is None else vault.seal(json.dumps(cleaned_all(value)).encode())

    def process_result_value(self, value: bytes | None, dialect: Any) -> Any:
        return None if value is None else json.loads(vault.unseal(bytes(value)))


def public(name: str, kind: TypeEngine[Any] | type[TypeEngine[Any]] = Text, *rest: Any, **more: Any) -> Column[Any]:
    """A column that holds nothing about a person."""
    return Column(name, kind, *rest, info={"privacy": "public"}, **more)


def private(name: str, **more: Any) -> Column[Any]:
    """A column about a person: any JSON value, encrypted at rest."""
    return Column(name, Encrypted, info={"privacy": "private"}, **more)


def secret(name: str, *rest: Any, **more: Any) -> Column[Any]:
    """A column that holds only a hash."""
    return Column(name, Text, *rest, info={"privacy": "secret"}, **more)
