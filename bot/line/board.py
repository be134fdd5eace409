"""The line's board: every case that is open or claimed, the most dangerous first, then the least time left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import case as either
from sqlalchemy import func, select
from sqlalchemy.engine import Connection, Row

from bot.protocol.level import Colour, Level
from bot.records import due
from bot.records.tables import cases, events, members, persons, units

from . import presence, promises
from .case import Case, of_row
from .states import State


class Stage(StrEnum):
    """How much of a case's time is used up (evidence F09: 50, 80, 100 %)."""

    CALM = "calm"
    HALF = "half"
    NEAR = "near"
    OVER = "over"


@dataclass(frozen=True)
class BoardRow:
    """One case on the board. `left` is negative once its time is over."""

    case_id: str
    reference: str
    unit: str
    kind: str
    level: Level
    assistant_level: Level
    midwife_level: Level | None
    state: State
    talking: bool
    name: str | None
    gestation: str | None
    words: str | None  # her first words about what is wrong now
    contact: int | None
    owner: str | None
    owner_id: str | None
    owner_away: bool  # claimed, but its midwife is not at the desk
    opened_at: datetime
    due_at: datetime
    left: timedelta
    stage: Stage
    today: bool  # of the list of today, not of the queue
    told_to_ring: bool  # her clock has run out and nobody has been in touch since
    unanswered: bool  # she wrote, and no midwife has answered since
    invented: bool
    version: int

    @property
    def colour(self) -> Colour:
        """The colour of the level in force."""
        return self.level.colour


@dataclass(frozen=True)
class Counts:
    """The figures above the board. `stuck` are due rows given up after too many tries."""

    red: int
    amber: int
    today: int
    open: int
    claimed: int
    over: int
    stuck: int


def rows(connection: Connection, line_id: str, now: datetime) -> list[BoardRow]:
    """The line's board; no other line's case is ever on it."""
    question = (
        select(cases, units.c.name.label("unit"), members.c.name.label("owner"), persons.c.details, persons.c.invented)
        .join(units, units.c.id == cases.c.unit_id)
        .join(persons, persons.c.id == cases.c.person_id)
        .outerjoin(members, members.c.id == cases.c.owner_id)
        .where(cases.c.line_id == line_id, cases.c.state != State.CLOSED)
    )
    there = {member.id for member in presence.who(connection, line_id, now)}
    last = _last_words(connection, line_id)
    found = [_row(row, there, last.get(row.id, _NOTHING), now) for row in connection.execute(question)]
    return sorted(found, key=lambda one: (-one.level, one.due_at, one.opened_at))


def counts(connection: Connection, line_id: str, now: datetime) -> Counts:
    """How many cases of each sort the line has now; nothing is decrypted."""
    question = select(cases.c.level, cases.c.state, cases.c.due_at)
    found = connection.execute(question.where(cases.c.line_id == line_id, cases.c.state != State.CLOSED)).all()
    levels = [Level.parse(row.level) for row in found]
    return Counts(
        red=sum(level.colour is Colour.RED for level in levels),
        amber=sum(level.colour is not Colour.RED and level is not Level.A_GP for level in levels),
        today=sum(level is Level.A_GP for level in levels),
        open=sum(row.state == State.OPEN for row in found),
        claimed=sum(row.state == State.CLAIMED for row in found),
        over=sum(row.state == State.OPEN and row.due_at <= now for row in found),
        stuck=len(due.failed(connection, line_id)),
    )


def stage(level: Level, due_at: datetime, now: datetime) -> Stage:
    """How much of the level's time is used up."""
    left = due_at - now
    if left <= timedelta(0):
        return Stage.OVER
    whole = promises.CLOCKS.get(level, timedelta(hours=12))
    if left <= whole * 0.2:
        return Stage.NEAR
    return Stage.HALF if left <= whole * 0.5 else Stage.CALM


@dataclass(frozen=True)
class _Last:
    """The numbers of the newest events of some kinds; 0 where there is none."""

    hers: int = 0
    answered: int = 0
    ended: int = 0
    taken: int = 0


_NOTHING = _Last()
_KINDS = {"hers": ("she_wrote",), "answered": ("wrote", "called"), "ended": ("promise_ended",), "taken": ("claimed",)}


def _last_words(connection: Connection, line_id: str) -> dict[str, _Last]:
    newest = [
        func.coalesce(func.max(either((events.c.kind.in_(kinds), events.c.id), else_=0)), 0).label(name)
        for name, kinds in _KINDS.items()
    ]
    question = (
        select(events.c.case_id, *newest)
        .join(cases, cases.c.id == events.c.case_id)
        .where(cases.c.line_id == line_id, cases.c.state != State.CLOSED)
        .group_by(events.c.case_id)
    )
    return {row.case_id: _Last(row.hers, row.answered, row.ended, row.taken) for row in connection.execute(question)}


def _row(row: Row, there: set[str], last: _Last, now: datetime) -> BoardRow:  # type: ignore[type-arg]
    case = of_row(row)
    details: dict[str, Any] = row.details or {}
    return BoardRow(
        **_shared(case),
        case_id=case.id,
        unit=row.unit,
        owner=row.owner if case.owner_id else None,
        name=details.get("name"),
        gestation=case.summary.get("gestation"),
        words=case.summary.get("first_words"),
        contact=case.summary.get("contact"),
        owner_away=case.state is State.CLAIMED and case.owner_id not in there,
        left=case.due_at - now,
        stage=stage(case.level, case.due_at, now),
        today=case.level is Level.A_GP,
        told_to_ring=last.ended > max(last.answered, last.taken),
        unanswered=last.hers > last.answered,
        invented=row.invented,
    )


def _shared(case: Case) -> dict[str, Any]:
    names = set(BoardRow.__dataclass_fields__) & set(Case.__dataclass_fields__)
    return {name: getattr(case, name) for name in names}
