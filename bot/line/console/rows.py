"""The board as it is shown: what a midwife must see across a room, in fixed words and short."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.engine import Connection
from sqlalchemy.sql import Select

from bot.line import board, promises
from bot.line.board import BoardRow
from bot.line.states import State
from bot.protocol.level import Level
from bot.records.tables import cases, due_rows, persons

from . import alarms, facts
from .alarms import Alarms
from .facts import Facts, Tag
from .levels import LOOKS, Look, look
from .timers import Timer, timer

#: Across a room nobody reads more than this; the card has all of it.
FIRST_WORDS = 120


@dataclass(frozen=True)
class ShownRow:
    """One case on the board."""

    id: str
    reference: str
    look: Look
    timer: Timer
    weeks: str
    weeks_known: bool
    words: str
    why: str
    risks: str
    tags: tuple[Tag, ...]
    owner: str | None
    owner_text: str
    unit: str
    alarm: bool


@dataclass(frozen=True)
class Group:
    """Cases that belong together on the board."""

    id: str
    name: str
    rows: list[ShownRow]


@dataclass(frozen=True)
class Count:
    """How many wait at one level."""

    look: Look
    waiting: int


@dataclass(frozen=True)
class ShownBoard:
    """The whole board. `mark` changes when anything but the time does."""

    title: str
    mark: str
    counts: list[Count]
    groups: list[Group]


def shown(connection: Connection, line_id: str, now: datetime) -> ShownBoard:
    """The line's board at this moment."""
    found = board.rows(connection, line_id, now)
    known = _facts(connection, line_id)
    answers_by = _answers_by(connection, line_id)
    several = len({row.unit for row in found}) > 1
    raised = alarms.of_line(connection, line_id)
    rows = [
        (row, _row(row, known[row.case_id], answers_by.get(row.case_id), raised.get(row.case_id, ()), now, several))
        for row in found
    ]
    waits = [one for row, one in rows if needs_somebody(row) and not row.today]
    return ShownBoard(
        title=_title(waits),
        mark=_mark([one for _, one in rows]),
        counts=_counts([one for row, one in rows if needs_somebody(row)]),
        groups=[
            Group("waiting", "Waiting for a midwife", waits),
            Group("with", "With a midwife", [one for row, one in rows if not needs_somebody(row)]),
            Group("today", "Today: GP or 111", [one for row, one in rows if needs_somebody(row) and row.today]),
        ],
    )


def one(connection: Connection, row: BoardRow, known: Facts, now: datetime) -> ShownRow:
    """A single case as the board shows it."""
    silent_at = connection.scalar(_silence().where(due_rows.c.key == row.case_id))
    raised = alarms.of_case(connection, row.case_id)
    return _row(row, known, silent_at, raised, now, several=False)


def needs_somebody(row: BoardRow) -> bool:
    """Whether nobody is looking after her: not taken, or taken by somebody who has left."""
    return row.state is State.OPEN or row.owner_away


def _facts(connection: Connection, line_id: str) -> dict[str, Facts]:
    question = (
        select(cases.c.id, cases.c.summary, persons.c.details)
        .join(persons, persons.c.id == cases.c.person_id)
        .where(cases.c.line_id == line_id, cases.c.state != State.CLOSED)
    )
    return {row.id: facts.of(row.summary, row.details) for row in connection.execute(question)}


def _answers_by(connection: Connection, line_id: str) -> dict[str, datetime]:
    """By when a midwife who has a case must be in touch; cases where she has been are not in it."""
    question = _silence().add_columns(due_rows.c.key).where(due_rows.c.line_id == line_id)
    return {row.key: row.due_at for row in connection.execute(question)}


def _silence() -> Select:
    return select(due_rows.c.due_at).where(due_rows.c.kind == promises.SILENT, due_rows.c.state == "waiting")


def _row(
    row: BoardRow, known: Facts, answer_by: datetime | None, raised: Alarms, now: datetime, several: bool
) -> ShownRow:
    this = look(row.level)
    return ShownRow(
        id=row.case_id,
        reference=row.reference,
        look=this,
        timer=_timer(row, answer_by, now, this),
        weeks=known.weeks or "Weeks not known",
        weeks_known=bool(known.weeks),
        words=shortened(row.words or ""),
        why=known.reasons[0].text if known.reasons else "",
        risks=", ".join(known.risks),
        tags=(*raised, *known.tags(row.contact), *_state_tags(row)),
        owner=row.owner,
        owner_text=_owner(row),
        unit=row.unit if several else "",
        alarm=this.red and needs_somebody(row),
    )


def _timer(row: BoardRow, answer_by: datetime | None, now: datetime, this: Look) -> Timer:
    if row.state is State.OPEN or row.owner_away or row.told_to_ring:
        return timer(row.due_at, now, this.soon)
    if answer_by is None:
        return Timer("In touch", "")
    return timer(answer_by, now, this.soon)


def _owner(row: BoardRow) -> str:
    if row.owner is None:
        return "Waiting"
    return f"{row.owner} has left" if row.owner_away else f"With {row.owner}"


def _state_tags(row: BoardRow) -> list[Tag]:
    kinds = {
        "out_of_scope": "Out of scope",
        "assistant_unavailable": "Assistant failed",
        "person_asked": "Asked for us",
    }
    tags = [Tag("Still talking", "tag--talking")] if row.talking else []
    if row.told_to_ring:
        tags.append(Tag("Time over: told to ring us", "tag--loud"))
    if row.unanswered:
        tags.append(Tag("Wrote, no answer yet", "tag--loud" if row.owner else ""))
    if row.kind in kinds:
        tags.append(Tag(kinds[row.kind]))
    if row.invented:
        tags.append(Tag("Invented"))
    return tags


def _counts(waiting: list[ShownRow]) -> list[Count]:
    levels = [one.look.level for one in waiting]
    return [Count(one, levels.count(one.level)) for one in LOOKS if one.level is not Level.G or Level.G in levels]


def _title(waits: list[ShownRow]) -> str:
    red = sum(one.look.red for one in waits)
    rest = len(waits) - red
    counted = f"{red} red, {rest} other waiting" if waits else "Nobody waiting"
    return f"{counted} - Triage line"


def _mark(rows: list[ShownRow]) -> str:
    same = [repr(replace(one, timer=Timer("", one.timer.by, one.timer.iso))) for one in rows]
    return sha256("\n".join(same).encode()).hexdigest()[:16]


def shortened(words: str, most: int = FIRST_WORDS) -> str:
    """The first words, cut between words."""
    flat = " ".join(words.split())
    if len(flat) <= most:
        return flat
    return flat[:most].rsplit(" ", 1)[0] + " …"
