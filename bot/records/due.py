"""Everything that time must do, as rows that any process may take.

Taking a row lends it: its next try is set before the handler runs, later after each try. A handler calls `finish` in
the same transaction as what it does; a process that dies in between changes nothing, and the row comes back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Connection, Row

from .database import Database
from .once import insert_once
from .tables import due_rows

#: What a room registers for its kinds of row.
Handler = Callable[[Database, "DueRow", datetime], None]

#: After so many tries a row is marked failed and shown, not tried again.
MOST_TRIES = 8
_FIRST_PAUSE = timedelta(seconds=15)
_LONGEST_PAUSE = timedelta(minutes=15)


@dataclass(frozen=True)
class DueRow:
    """One thing to do. `tries` counts this one; `key` names what it is about within its kind."""

    id: int
    kind: str
    key: str
    line_id: str
    unit_id: str
    conversation_id: str | None
    episode_id: str | None
    case_id: str | None
    body: Any
    due_at: datetime
    tries: int
    state: str


def plan(
    connection: Connection,
    kind: str,
    key: str,
    due_at: datetime,
    line_id: str,
    unit_id: str,
    *,
    conversation_id: str | None = None,
    episode_id: str | None = None,
    case_id: str | None = None,
    body: Any = None,
    again: bool = False,
) -> bool:
    """Plan something once; a waiting row is only brought forward. Whether anything was changed.

    `again` also wakes a row that is done, cancelled or failed, with the new time.
    """
    row = {
        "kind": kind,
        "key": key,
        "due_at": due_at,
        "line_id": line_id,
        "unit_id": unit_id,
        "conversation_id": conversation_id,
        "episode_id": episode_id,
        "case_id": case_id,
        "body": body,
        "state": "waiting",
        "tries": 0,
    }
    if insert_once(connection, due_rows, row):
        return True
    same = update(due_rows).where(due_rows.c.kind == kind, due_rows.c.key == key)
    sooner = same.where(due_rows.c.state == "waiting", due_rows.c.due_at > due_at)
    if connection.execute(sooner.values(due_at=due_at, body=body)).rowcount:
        return True
    over = same.where(due_rows.c.state != "waiting")
    return again and connection.execute(over.values(**row, done_at=None)).rowcount == 1


def cancel(connection: Connection, kind: str, key: str) -> bool:
    """Cancel what is waiting; whether there was something to cancel."""
    return _ended(connection, "cancelled", None, due_rows.c.kind == kind, due_rows.c.key == key)


def take(connection: Connection, now: datetime, *, kinds: Iterable[str] | None = None, limit: int = 20) -> list[DueRow]:
    """Borrow what is due, oldest first; nobody else gets a row before its next try."""
    question = select(due_rows).where(due_rows.c.state == "waiting", due_rows.c.due_at <= now)
    if kinds is not None:
        question = question.where(due_rows.c.kind.in_(list(kinds)))
    question = question.order_by(due_rows.c.due_at, due_rows.c.id).limit(limit).with_for_update(skip_locked=True)
    found = [_due_row(row) for row in connection.execute(question)]
    return [taken for row in found if (taken := _lend(connection, row, now))]


def finish(connection: Connection, row: DueRow, now: datetime) -> bool:
    """Mark a borrowed row done; false when it was cancelled or another has it: then do nothing."""
    return _ended(connection, "done", now, due_rows.c.id == row.id, due_rows.c.tries == row.tries)


def failed(connection: Connection, line_id: str) -> list[DueRow]:
    """What was tried too often without success, for somebody to look at."""
    question = select(due_rows).where(due_rows.c.line_id == line_id, due_rows.c.state == "failed")
    return [_due_row(row) for row in connection.execute(question.order_by(due_rows.c.id))]


def pause(tries: int) -> timedelta:
    """How long to wait after the try of that number: 15 s, 30 s, 1 min, ... at most 15 min."""
    return min(_FIRST_PAUSE * 2 ** (tries - 1), _LONGEST_PAUSE)


def _lend(connection: Connection, row: DueRow, now: datetime) -> DueRow | None:
    this = update(due_rows).where(due_rows.c.id == row.id)
    if row.tries >= MOST_TRIES:
        connection.execute(this.values(state="failed", done_at=now))
        return None
    tries = row.tries + 1
    connection.execute(this.values(tries=tries, due_at=now + pause(tries)))
    return DueRow(**{**row.__dict__, "tries": tries})


def _ended(connection: Connection, state: str, at: datetime | None, *conditions: Any) -> bool:
    waiting = update(due_rows).where(due_rows.c.state == "waiting", *conditions)
    return connection.execute(waiting.values(state=state, done_at=at)).rowcount == 1


def _due_row(row: Row) -> DueRow:  # type: ignore[type-arg]
    return DueRow(**{name: row._mapping[name] for name in DueRow.__dataclass_fields__})
