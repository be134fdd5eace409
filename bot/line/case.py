"""One case as it stands, read from and written to its row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.engine import Connection, Row

from bot.protocol.level import Level
from bot.records import events
from bot.records.tables import cases

from .members import Member, Role
from .refusals import IllegalMove, NoSuchCase, NotHers
from .states import State

_THIS = select(cases).where(cases.c.id == bindparam("this"))
_OPEN = select(cases).where(cases.c.person_id == bindparam("person"), cases.c.state != State.CLOSED)
_UNCHANGED = update(cases).where(cases.c.id == bindparam("this"), cases.c.version == bindparam("read"))


@dataclass(frozen=True)
class Case:
    """A person whom the line has to look after. `level` is in force; both grades are kept beside it."""

    id: str
    reference: str
    line_id: str
    unit_id: str
    person_id: str
    conversation_id: str  # the one she used last
    kind: str
    level: Level
    assistant_level: Level
    midwife_level: Level | None
    protocol_hash: str | None
    state: State
    talking: bool
    summary: dict[str, Any]
    owner_id: str | None
    version: int
    opened_at: datetime
    due_at: datetime
    claimed_at: datetime | None
    closed_at: datetime | None
    outcome: str | None


def of_row(row: Row) -> Case:  # type: ignore[type-arg]
    """A row of `cases` as a case."""
    known = {name: row._mapping[name] for name in Case.__dataclass_fields__}
    graded = known["midwife_level"]
    return Case(
        **{
            **known,
            "level": Level.parse(known["level"]),
            "assistant_level": Level.parse(known["assistant_level"]),
            "midwife_level": Level.parse(graded) if graded else None,
            "state": State(known["state"]),
            "summary": known["summary"] or {},
        }
    )


def find(connection: Connection, case_id: str, line_id: str) -> Case | None:
    """The line's case of that id; another line's case is not there."""
    row = connection.execute(select(cases).where(cases.c.id == case_id, cases.c.line_id == line_id)).first()
    return None if row is None else of_row(row)


def find_open(connection: Connection, person_id: str) -> Case | None:
    """The one case of this person that is open or claimed."""
    row = connection.execute(_OPEN, {"person": person_id}).first()
    return None if row is None else of_row(row)


def by_id(connection: Connection, case_id: str) -> Case:
    """The case of that id on whatever line, for the service itself. Raises `NoSuchCase`."""
    row = connection.execute(_THIS, {"this": case_id}).first()
    if row is None:
        raise NoSuchCase
    return of_row(row)


def in_hand(connection: Connection, case_id: str, member: Member) -> Case:
    """The member's line's case, with the line's turn taken. Raises `NoSuchCase`."""
    events.in_order(connection, member.line_id)
    case = find(connection, case_id, member.line_id)
    if case is None:
        raise NoSuchCase
    return case


def must_own(case: Case, member: Member) -> None:
    """Raises `NotHers` unless the member has the case; a coordinator may act on a colleague's."""
    if case.owner_id != member.id and not (case.owner_id and member.role is Role.COORDINATOR):
        raise NotHers


def change(connection: Connection, case: Case, **values: Any) -> Case:
    """Write new values if nobody else has changed the case since it was read. Raises `IllegalMove`."""
    this = {"this": case.id, "read": case.version, "version": case.version + 1}
    if connection.execute(_UNCHANGED, {**this, **values}).rowcount != 1:
        raise IllegalMove("Somebody else has just changed this case; look at it again.")
    return by_id(connection, case.id)


def note(connection: Connection, case: Case, kind: str, actor: str, now: datetime, body: Any = None) -> int:
    """Append an event to the case's record."""
    return events.append(
        connection,
        line_id=case.line_id,
        unit_id=case.unit_id,
        kind=kind,
        actor=actor,
        at=now,
        case_id=case.id,
        conversation_id=case.conversation_id,
        body=body,
    )
