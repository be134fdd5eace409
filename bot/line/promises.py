"""By when a midwife acts, and the due rows that keep it: no case without an owner or a running clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from bot.protocol.level import Level
from bot.protocol.targets import RING_WITHIN
from bot.records import due
from bot.records.clock import LONDON

from .case import Case
from .states import State

PROMISE, SILENT = "promise", "midwife_silent"

#: Time until a midwife rings, as she is promised it; A-GP is not here: it stands in the list of today.
CLOCKS = {level: timedelta(minutes=minutes) for level, minutes in RING_WITHIN.items()}
CLOCKS[Level.G] = timedelta(hours=4)  # she asked for a midwife although nothing is urgent
#: After this long without an answer from the midwife who has her, she is told what to do instead.
SILENCE = timedelta(minutes=5)
#: Today's list: the end of the day, but never sooner than this.
_LEAST_OF_TODAY = timedelta(hours=4)


def keep_to(ring_within: Mapping[Level, int]) -> None:
    """Count with this site's minutes: said once, when the parts are put together."""
    CLOCKS.update({level: timedelta(minutes=minutes) for level, minutes in ring_within.items()})


def due_by(level: Level, now: datetime) -> datetime:
    """By when the line acts on a case of this level."""
    if level is not Level.A_GP:
        return now + CLOCKS[level]
    tomorrow = now.astimezone(LONDON).date() + timedelta(days=1)
    midnight = datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=LONDON)
    return max(midnight.astimezone(now.tzinfo), now + _LEAST_OF_TODAY)


def has_ring_back(case: Case) -> bool:
    """Whether she was promised that a midwife rings; a lower grade since does not take that back."""
    return max(case.level, case.assistant_level) is not Level.A_GP


def watch(connection: Connection, case: Case, at: datetime) -> None:
    """Start the clock of a case that nobody has."""
    _plan(connection, PROMISE, case, at, None)


def watch_midwife(connection: Connection, case: Case, at: datetime, why: str) -> None:
    """Start the clock of a case that a midwife has; one that runs already is only brought forward."""
    _plan(connection, SILENT, case, at, {"why": why})


def watch_again(connection: Connection, case: Case, now: datetime) -> None:
    """A raise gets its own clock, also where the first has run out or a midwife has the case."""
    if case.state is State.CLAIMED:
        watch_midwife(connection, case, now + SILENCE, "raised")
    else:
        watch(connection, case, case.due_at if case.due_at > now else due_by(case.level, now))


def kept(connection: Connection, case: Case) -> None:
    """A midwife has acted: nothing more is owed to her for now."""
    due.cancel(connection, PROMISE, case.id)
    due.cancel(connection, SILENT, case.id)


def _plan(connection: Connection, kind: str, case: Case, at: datetime, body: object) -> None:
    due.plan(
        connection,
        kind,
        case.id,
        at,
        case.line_id,
        case.unit_id,
        case_id=case.id,
        conversation_id=case.conversation_id,
        body=body,
        again=True,
    )
