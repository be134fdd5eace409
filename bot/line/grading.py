"""A midwife grades a case: her grade is in force, the assistant's stays beside it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.engine import Connection

from bot.protocol.level import Colour, Level

from . import promises
from .case import Case, change, in_hand, must_own, note
from .members import Member, colleague, must_be_clinical
from .refusals import ReasonNeeded, SecondNeeded
from .states import State, after


def regrade(
    connection: Connection,
    case_id: str,
    member: Member,
    level: Level,
    reason: str,
    now: datetime,
    second: str | None = None,
) -> Case:
    """Set the level in force. Lowering needs a reason; standing down a red also a second midwife's sign-in name.

    Raises `NoSuchCase`, `NotAllowed`, `NotHers`, `IllegalMove`, `ReasonNeeded`, `SecondNeeded`.
    """
    must_be_clinical(member)
    case = in_hand(connection, case_id, member)
    state = after("regrade", case.state)
    if case.state is State.CLAIMED:
        must_own(case, member)
    if level < case.level and not reason.strip():
        raise ReasonNeeded("Write down why this case is less urgent than it was.")
    agreed = None
    if case.level.colour is Colour.RED and level.colour is not Colour.RED:
        agreed = second_midwife(connection, member, second)
    due_at = min(case.due_at, promises.due_by(level, now)) if level > case.level else case.due_at
    later = change(connection, case, state=state, level=level.code, midwife_level=level.code, due_at=due_at)
    body = {"from": case.level.code, "to": level.code, "assistant": case.assistant_level.code, "reason": reason}
    note(connection, later, "regraded", member.id, now, {**body, "second": agreed.id if agreed else None})
    if level > case.level and case.owner_id != member.id:
        promises.watch_again(connection, later, now)
    return later


def second_midwife(connection: Connection, first: Member, second: str | None) -> Member:
    """The colleague who agrees. Raises `SecondNeeded` unless it is another clinical member of the line."""
    other = colleague(connection, first.line_id, second) if second else None
    if other is None or other.id == first.id or not other.is_clinical:
        raise SecondNeeded
    return other
