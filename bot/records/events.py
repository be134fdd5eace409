"""What happened, in numbered order, with a hash chain for each case.

Each event of a case carries a keyed SHA-256 over the hash before it and its own row; a private body enters by
the digest of its plaintext, so that a change of encryption key leaves the chain whole. The case keeps a proof of
the last hash, so that the newest events cannot be taken away unnoticed either.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import bindparam, func, insert, select, text, update
from sqlalchemy.engine import Connection, Row

from . import vault
from .tables import cases, events
from .words import cleaned_all

_EVENT = insert(events)
_CHAINED = update(cases).where(cases.c.id == bindparam("this"))
_NEWEST = select(events.c.hash).where(events.c.case_id == bindparam("this")).order_by(events.c.id.desc()).limit(1)
_HEADERS = [column for column in events.c if column.name not in ("body", "previous", "hash")]


@dataclass(frozen=True)
class Event:
    """One thing that happened. `actor` is `her`, `assistant`, `service` or a member's id."""

    number: int
    kind: str
    actor: str
    at: datetime
    case_id: str | None
    conversation_id: str | None
    unit_id: str
    body: Any = None


@dataclass(frozen=True)
class Chain:
    """Whether a case's record is as it was written; true in a condition when it is."""

    holds: bool
    events: int
    broken_at: int | None = None  # the first event that does not fit; None when the end is missing

    def __bool__(self) -> bool:
        return self.holds


def in_order(connection: Connection, line_id: str) -> None:
    """Wait for this line's turn, so that its event numbers become visible in order.

    Take it before locking a case's row: everybody who does so in this order cannot deadlock.
    """
    if connection.dialect.name == "postgresql":
        key = int.from_bytes(sha256(line_id.encode()).digest()[:8], signed=True)
        connection.execute(select(func.pg_advisory_xact_lock(key)))


def append(
    connection: Connection,
    *,
    line_id: str,
    unit_id: str,
    kind: str,
    actor: str,
    at: datetime,
    case_id: str | None = None,
    conversation_id: str | None = None,
    body: Any = None,
) -> int:
    """Number an event and link it to its case's chain; returns the number."""
    in_order(connection, line_id)
    row = {
        "id": _next_number(connection),
        "line_id": line_id,
        "unit_id": unit_id,
        "case_id": case_id,
        "conversation_id": conversation_id,
        "kind": kind,
        "actor": actor,
        "at": at.astimezone(UTC),
        "body": cleaned_all(body),
    }
    if case_id is not None:
        row["previous"] = _last_hash(connection, case_id)
        row["hash"] = _link(row["previous"], row)
    connection.execute(_EVENT, row)
    if case_id is not None:
        connection.execute(_CHAINED, {"this": case_id, "chain_head": _head(row["hash"])})
    return int(row["id"])


def after(connection: Connection, line_id: str, number: int, *, limit: int = 200, bodies: bool = False) -> list[Event]:
    """The line's events after `number`, oldest first; bodies are decrypted only when asked for."""
    return _read(connection, events.c.line_id == line_id, number, limit, bodies)


def after_in_conversation(
    connection: Connection, conversation_id: str, number: int, *, limit: int = 200, bodies: bool = False
) -> list[Event]:
    """The events of one conversation after `number`, oldest first: what her chat follows."""
    return _read(connection, events.c.conversation_id == conversation_id, number, limit, bodies)


def of_case(connection: Connection, case_id: str) -> list[Event]:
    """Every event of a case with its body, oldest first."""
    return _read(connection, events.c.case_id == case_id, 0, None, True)


def last(connection: Connection, line_id: str) -> int:
    """The number of the line's newest event; 0 when nothing has happened."""
    return connection.scalar(select(func.max(events.c.id)).where(events.c.line_id == line_id)) or 0


def verify(connection: Connection, case_id: str) -> Chain:
    """Whether nothing in the case's record was edited, removed, inserted or put in another order."""
    previous: str | None = None
    rows = connection.execute(select(events).where(events.c.case_id == case_id).order_by(events.c.id)).all()
    for row in rows:
        if row.previous != previous or row.hash != _link(previous, row._mapping):
            return Chain(False, len(rows), row.id)
        previous = row.hash
    head = connection.scalar(select(cases.c.chain_head).where(cases.c.id == case_id))
    return Chain(head == (_head(previous) if previous else None), len(rows))


def _read(connection: Connection, condition: Any, number: int, limit: int | None, bodies: bool) -> list[Event]:
    columns = [*_HEADERS, events.c.body] if bodies else _HEADERS
    question = select(*columns).where(condition, events.c.id > number).order_by(events.c.id).limit(limit)
    return [_event(row) for row in connection.execute(question)]


def _event(row: Row) -> Event:  # type: ignore[type-arg]
    known = row._mapping
    return Event(
        known["id"],
        known["kind"],
        known["actor"],
        known["at"],
        known["case_id"],
        known["conversation_id"],
        known["unit_id"],
        known.get("body"),
    )


def _next_number(connection: Connection) -> int:
    if connection.dialect.name == "postgresql":
        return int(connection.scalar(text("select nextval(pg_get_serial_sequence('events', 'id'))")))
    return int(connection.scalar(text("select seq from sqlite_sequence where name = 'events'")) or 0) + 1


def _last_hash(connection: Connection, case_id: str) -> str | None:
    return connection.scalar(_NEWEST, {"this": case_id})


def _link(previous: str | None, row: Any) -> str:
    content = {column.name: row[column.name] for column in _HEADERS}
    content["at"] = row["at"].isoformat()
    content["body"] = sha256(_canonical(row["body"])).hexdigest()
    return vault.proof("event", (previous or "").encode() + b"\n" + _canonical(content))


def _head(newest: str) -> str:
    return vault.proof("head", newest.encode())


def _canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
