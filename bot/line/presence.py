"""Who is at the desk now: it decides between 'a midwife will ring you by' and 'ring this number now'."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from bot.records.tables import members, sessions

from . import promises
from .case import Case
from .members import CLINICAL, Member, Role
from .sessions import LONGEST, LONGEST_IDLE

#: An open board gives a sign of life at least this often, or nobody is there.
FRESH = timedelta(minutes=2)

_THERE = (
    members.c.line_id == bindparam("line"),
    members.c.active.is_(True),
    members.c.role.in_([role.value for role in CLINICAL]),
    sessions.c.member_id == members.c.id,
    sessions.c.seen_at >= bindparam("seen"),
    sessions.c.acted_at > bindparam("acted"),
    sessions.c.begun_at > bindparam("begun"),
)
_ANYBODY = select(members.c.id).where(*_THERE).limit(1)
_WHO = select(members).where(*_THERE).distinct().order_by(members.c.name)


def anybody(connection: Connection, line_id: str, now: datetime) -> bool:
    """Whether a midwife of the line is signed in and was seen in the last two minutes."""
    return connection.execute(_ANYBODY, _moments(line_id, now)).first() is not None


def who(connection: Connection, line_id: str, now: datetime) -> list[Member]:
    """The midwives and coordinators who are there, by name."""
    rows = connection.execute(_WHO, _moments(line_id, now))
    return [Member(row.id, row.line_id, row.login, row.name, Role(row.role)) for row in rows]


def _moments(line_id: str, now: datetime) -> dict[str, Any]:
    return {"line": line_id, "seen": now - FRESH, "acted": now - LONGEST_IDLE, "begun": now - LONGEST}


def can_promise(connection: Connection, case: Case, now: datetime) -> datetime | None:
    """The time by which she may be told that a midwife rings; None means 'ring this number now'."""
    if not promises.has_ring_back(case) or case.due_at <= now:
        return None
    return case.due_at if anybody(connection, case.line_id, now) else None
