"""Taking a case and giving it back: exactly one midwife has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from bot.records import due
from bot.records.tables import cases
from bot.records.tables import events as events_table

from . import presence, promises
from .case import Case, by_id, change, in_hand, note
from .members import Member, Role, find, must_be_clinical
from .refusals import NotHers
from .states import MOVES, State, after


@dataclass(frozen=True)
class Claimed:
    """The member has the case."""

    case: Case


@dataclass(frozen=True)
class Lost:
    """Somebody else has the case, or it is closed: `by` and `since` say who and when."""

    case: Case
    by: str
    since: datetime | None


def claim(connection: Connection, case_id: str, member: Member, now: datetime) -> Claimed | Lost:
    """Take a case that nobody has; pressing twice is taking once. Raises `NoSuchCase`, `NotAllowed`."""
    must_be_clinical(member)
    seen = in_hand(connection, case_id, member)
    if not _won(connection, seen, member, now):
        return _lost(connection, by_id(connection, case_id), member, now)
    case = by_id(connection, case_id)
    note(connection, case, "claimed", member.id, now)
    due.cancel(connection, promises.PROMISE, case.id)
    if promises.has_ring_back(case):
        promises.watch_midwife(connection, case, max(case.due_at, now + promises.SILENCE), "claimed")
    return Claimed(case)


def release(connection: Connection, case_id: str, member: Member, now: datetime) -> Case:
    """Give a case back to the line: by its owner, a coordinator, or anybody once the owner has left.

    Raises `NoSuchCase`, `NotAllowed`, `NotHers`, `IllegalMove`.
    """
    must_be_clinical(member)
    case = in_hand(connection, case_id, member)
    state = after("release", case.state)
    if not _may_release(connection, case, member, now):
        raise NotHers("Only the midwife who has this case or a coordinator can release it.")
    due_at = case.due_at
    if _contacted(connection, case):
        due_at = max(due_at, promises.due_by(case.level, now))
    freed = change(connection, case, state=state, owner_id=None, claimed_at=None, due_at=due_at)
    note(connection, freed, "released", member.id, now, {"from": case.owner_id})
    due.cancel(connection, promises.SILENT, case.id)
    promises.watch(connection, freed, due_at)
    return freed


def _won(connection: Connection, seen: Case, member: Member, now: datetime) -> bool:
    """The one conditional update by which a case is won."""
    free = update(cases).where(cases.c.id == seen.id, cases.c.state.in_(list(MOVES["claim"])))
    values = {"state": State.CLAIMED, "owner_id": member.id, "claimed_at": now, "version": cases.c.version + 1}
    return bool(connection.execute(free.values(values)).rowcount == 1)


def _lost(connection: Connection, case: Case, member: Member, now: datetime) -> Claimed | Lost:
    if case.state is State.CLAIMED and case.owner_id == member.id:
        return Claimed(case)
    owner = find(connection, case.owner_id) if case.owner_id else None
    note(connection, case, "claim_lost", member.id, now, {"owner": case.owner_id})
    return Lost(case, owner.name if owner else "", case.closed_at or case.claimed_at)


def _may_release(connection: Connection, case: Case, member: Member, now: datetime) -> bool:
    if member.id == case.owner_id or member.role is Role.COORDINATOR:
        return True
    return case.owner_id not in {one.id for one in presence.who(connection, case.line_id, now)}


def _contacted(connection: Connection, case: Case) -> bool:
    """Whether a midwife has reached her since the case was taken."""
    reached = select(events_table.c.id).where(
        events_table.c.case_id == case.id,
        events_table.c.kind.in_(["wrote", "called"]),
        events_table.c.at >= case.claimed_at,
    )
    return connection.execute(reached.limit(1)).first() is not None
