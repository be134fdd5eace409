"""When a clock ends she is told what to do instead; this needs nobody at the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.records import due, events, sites
from bot.records.clock import local_time
from bot.records.database import Database
from bot.records.due import DueRow, Handler
from bot.records.tables import conversations

from . import promises
from .case import Case, by_id, note
from .letters import from_service
from .states import State

#: Gives the sentence of that id. It is called with language, channel, number, number_text, unit and by (`03:25`).
Say = Callable[..., str]

#: Nobody has rung by the time she was given / the midwife who has her has not answered her.
PROMISE_ENDED, MIDWIFE_SILENT = "promise_ended", "midwife_silent"


def handlers(say: Say) -> dict[str, Handler]:
    """What the worker calls for this room's kinds of due row."""

    def promise(database: Database, row: DueRow, now: datetime) -> None:
        with database.write() as connection:
            promise_ended(connection, row, now, say)

    def midwife_silent(database: Database, row: DueRow, now: datetime) -> None:
        with database.write() as connection:
            midwife_was_silent(connection, row, now, say)

    return {promises.PROMISE: promise, promises.SILENT: midwife_silent}


def promise_ended(connection: Connection, row: DueRow, now: datetime, say: Say) -> None:
    """Nobody took the case in time: the board turns, and she is told what to do instead."""
    case = _still(connection, row, State.OPEN, now)
    if case is not None:
        _end(connection, case, now, say, PROMISE_ENDED, row, tell=promises.has_ring_back(case))


def midwife_was_silent(connection: Connection, row: DueRow, now: datetime, say: Say) -> None:
    """The midwife who has the case has not been in touch: she is told what to do instead."""
    case = _still(connection, row, State.CLAIMED, now)
    if case is not None:
        why = (row.body or {}).get("why")
        _end(connection, case, now, say, PROMISE_ENDED if why == "claimed" else MIDWIFE_SILENT, row, tell=True)


def _still(connection: Connection, row: DueRow, state: State, now: datetime) -> Case | None:
    """The row's case if it is still as it was when the clock began. A row is done only once."""
    events.in_order(connection, row.line_id)
    if not due.finish(connection, row, now):
        return None
    case = by_id(connection, row.key)
    return case if case.state is state else None


def _end(
    connection: Connection, case: Case, now: datetime, say: Say, sentence: str, row: DueRow, *, tell: bool
) -> None:
    message = from_service(connection, case, _sentence(connection, case, say, sentence), now) if tell else None
    note(connection, case, "promise_ended", "service", now, {"clock": row.kind, "message": message})


def _sentence(connection: Connection, case: Case, say: Say, sentence: str) -> str:
    unit = sites.load(connection, case.unit_id)
    talk = connection.execute(select(conversations).where(conversations.c.id == case.conversation_id)).one()
    return say(
        sentence,
        language=talk.language,
        channel=talk.channel,
        number=unit.phone,
        number_text=unit.phone_text,
        unit=unit.name,
        by=local_time(case.due_at),
    )
