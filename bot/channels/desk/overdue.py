"""What time does in a conversation: silence after a confirming question, checks, unanswered arrivals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.dialogue.bodies import ask, say
from bot.dialogue.chart import Chart
from bot.dialogue.telling import tell
from bot.protocol.level import Level
from bot.protocol.statement import SILENCE, Statement
from bot.protocol.step import Question
from bot.records import due, events
from bot.records.database import Database
from bot.records.due import DueRow, Handler
from bot.records.tables import arrivals

from . import commit, state
from .state import State

#: The answers that end the question whether she has called 999.
CALLED = ("yes",)
#: A statement of the service's that makes the protocol ask how she is now.
CHECK_DUE = "check_due"


def handlers(kept_days: int) -> dict[str, Handler]:
    """What the worker calls for the front desk's kinds of due row."""

    def run(turn: Callable[[Connection, State, DueRow, datetime], None]) -> Handler:
        def handle(database: Database, row: DueRow, now: datetime) -> None:
            with database.write() as connection:
                events.in_order(connection, row.line_id)
                found = state.of_conversation(connection, str(row.conversation_id), now, kept_days)
                if due.finish(connection, row, now) and found.episode_id == row.episode_id:
                    turn(connection, found, row, now)

        return handle

    return {"confirm_silence": run(_silence), "red_check": run(_red_check), "check_back": run(_check_back)}


def unanswered(connection: Connection, now: datetime, limit: int = 20) -> list[int]:
    """Arrivals that nobody has answered in time, oldest first."""
    late = select(arrivals.c.id).where(arrivals.c.answered_at.is_(None), arrivals.c.due_at <= now)
    return [int(number) for (number,) in connection.execute(late.order_by(arrivals.c.id).limit(limit))]


def _silence(connection: Connection, found: State, row: DueRow, now: datetime) -> None:
    """She has not answered whether it is so: it counts as so."""
    question = str(row.body["question"])
    then = found.chart.step(now).then
    if isinstance(then, Question) and then.id == question:
        _say_what_follows(connection, found, found.chart.saying(Statement(question, SILENCE, "service", now)), now)


def _check_back(connection: Connection, found: State, row: DueRow, now: datetime) -> None:
    """Two hours after green labour advice: better, the same, or worse?"""
    if found.owner is None and found.chart.told and found.chart.told[-1].level is Level.G:
        chart = found.chart.saying(Statement(CHECK_DUE, ("yes",), "service", now))
        _say_what_follows(connection, found, chart, now)


def _red_check(connection: Connection, found: State, row: DueRow, now: datetime) -> None:
    """Two minutes after "call 999": has she? Without a yes, a midwife has to ring her."""
    if any(s.question == "called_999" and s.value == CALLED for s in found.chart.statements):
        return
    if found.case is not None:
        home = {"line_id": row.line_id, "unit_id": row.unit_id, "conversation_id": found.conversation.id}
        events.append(connection, **home, kind="red_unconfirmed", actor="service", at=now, case_id=found.case.id)
    said = say(found.chart.protocol, found.site, "utter_red_check")
    commit.say_in(connection, found.conversation, "service", said, now, episode_id=found.episode_id)


def _say_what_follows(connection: Connection, found: State, chart: Chart, now: datetime) -> None:
    """The card that is due now, then the question that stands."""
    chart, card = tell(chart, found.site, now)
    bodies = [card] if card else []
    then = chart.step(now).then
    if isinstance(then, Question):
        chart = chart.asking(then)
        assert chart.asked is not None
        bodies.append(ask(chart, found.site, then, chart.asked))
    colour = chart.told[-1].level.colour.value if chart.told else found.colour
    outcome = commit.Outcome(None, tuple(bodies), chart, found.loop, colour)
    commit.write(connection, found, outcome, now)


__all__ = ["handlers", "unanswered"]
