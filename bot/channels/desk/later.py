"""What a turn leaves behind for the line and for time: the case, and the rows that fall due."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.engine import Connection

from bot.dialogue.chart import Chart
from bot.line import cases
from bot.protocol.level import Level
from bot.protocol.statement import ABSENT, CONFIRM, FINDING
from bot.protocol.step import Disposition, Question, Step
from bot.records import due, events
from bot.records.tables import case_episodes, contacts, episodes, messages

from . import casework
from .state import State

#: A confirming question that is not answered counts as "yes" after this time (architecture).
CONFIRM_WITHIN = {"sms": timedelta(minutes=3)}
CONFIRM_WITHIN_ELSEWHERE = timedelta(seconds=30)
#: R-999: has she called? (evidence 0.2, F38)
RED_CHECK_AFTER = timedelta(minutes=2)
#: Green labour advice is checked after two hours (evidence F02).
CHECK_BACK_AFTER = timedelta(hours=2)
#: So many of her messages stand on the card; all of them stand in the transcript.
MOST_WORDS = 12
#: The pathway whose green advice is checked back.
CHECKED_BACK = "P05"
#: Answers to "Have you called 999?" that a midwife must act on.
NOT_CALLED = (("no",), ("cannot",))

_THIS_EPISODE = update(episodes).where(episodes.c.id == bindparam("this"))
_CONTACTS = select(func.count()).select_from(contacts).where(contacts.c.person_id == bindparam("this"))
_CASE_HAD = select(case_episodes.c.case_id).where(case_episodes.c.episode_id == bindparam("this"))
_HER_WORDS = (
    select(messages.c.body)
    .where(messages.c.episode_id == bindparam("this"), messages.c.author == "her")
    .order_by(messages.c.id)
)


def after_turn(connection: Connection, found: State, chart: Chart, now: datetime, problem: str | None = None) -> None:
    """Open or raise the case, plan what time must do, and note the level.

    With a `problem` the assistant could not answer: somebody has to look, whatever the level.
    """
    step = chart.step(now)
    if problem is not None and step.level_so_far is Level.G:
        words = her_words(connection, found)
        open_case(connection, found, chart, step, Level.A60, "assistant_unavailable", words, now)
    _note_level(connection, found, chart, step)
    if (step.level_so_far > Level.G or chart.wants_person) and _concerns_the_line(connection, found, chart):
        _case(connection, found, chart, step, now)
    _handed_over(connection, found, chart)
    _alarm_not_called(connection, found, chart, now)
    _plan_confirmation(connection, found, chart, step, now)
    _plan_checks(connection, found, chart, step, now)
    if len(chart.told) > len(found.chart.told):
        told = chart.told[-1]
        body = {"level": told.level.code, "criteria": list(told.criteria), "protocol": chart.protocol_hash}
        _event(connection, found, "told", now, body)


def _concerns_the_line(connection: Connection, found: State, chart: Chart) -> bool:
    """Whether a case is open, or must be: after a midwife has closed it only news opens another."""
    if found.case is not None:
        return _has_moved(found, chart)
    if connection.execute(_CASE_HAD, {"this": found.episode_id}).first() is None:
        return True
    new = chart.statements[len(found.chart.statements) :]
    found_something = any(s.question.startswith(FINDING) and s.value != (ABSENT,) for s in new)
    return found_something or chart.told != found.chart.told or chart.wants_person != found.chart.wants_person


def _has_moved(found: State, chart: Chart) -> bool:
    """Whether there is anything new for the midwife's card; her words stand in the transcript in any case."""
    before = found.chart
    return (chart.statements, chart.told, chart.wants_person, chart.floor) != (
        before.statements,
        before.told,
        before.wants_person,
        before.floor,
    )


class NobodyHasHer(RuntimeError):
    """She would be told that a midwife knows of her, and there is no case."""


def _handed_over(connection: Connection, found: State, chart: Chart) -> None:
    """No reply promises a midwife before the case is durable. Raises `NobodyHasHer`: nothing of the turn is kept."""
    newly = chart.handed_over and chart.told != found.chart.told
    if newly and cases.find_open(connection, found.conversation.person_id) is None:
        raise NobodyHasHer(NobodyHasHer.__doc__)


def open_case(
    connection: Connection,
    found: State,
    chart: Chart,
    step: Step,
    level: Level,
    kind: str,
    words: list[str],
    now: datetime,
) -> Any:
    """The person's one open case with this episode in it."""
    contact = connection.execute(_CONTACTS, {"this": found.conversation.person_id}).scalar_one()
    return cases.open_or_raise(
        connection,
        now=now,
        conversation_id=found.conversation.id,
        episode_id=found.episode_id,
        level=level,
        kind=kind,
        summary=casework.summary(chart, step, words, now, int(contact)),
        protocol_hash=chart.protocol_hash,
        talking=not (isinstance(step.then, Disposition) and step.then.complete),
        promised=chart.promised,
    )


def _case(connection: Connection, found: State, chart: Chart, step: Step, now: datetime) -> None:
    level = max(step.level_so_far, Level.A60) if chart.wants_person else step.level_so_far
    kind = "triage" if step.scope == "in" else "out_of_scope"
    if chart.wants_person and not chart.told:
        kind = "person_asked"
    open_case(connection, found, chart, step, level, kind, her_words(connection, found), now)


def her_words(connection: Connection, found: State) -> list[str]:
    """What she typed in this episode, in her own words: the first and the latest ones."""
    if found.case is not None and found.arrival is not None and found.case.summary.get("words"):
        new = [found.arrival.words] if found.arrival.words else []
        return _first_and_latest([*found.case.summary["words"], *new])
    rows = connection.execute(_HER_WORDS, {"this": found.episode_id})
    return _first_and_latest([body["text"] for (body,) in rows if not body["text"].startswith("(")])


def _first_and_latest(words: list[str]) -> list[str]:
    return words if len(words) <= MOST_WORDS else [words[0], *words[1 - MOST_WORDS :]]


def _note_level(connection: Connection, found: State, chart: Chart, step: Step) -> None:
    values: dict[str, Any] = {"level": step.level_so_far.code, "scope": step.scope}
    if chart.told:
        values["told"] = chart.told[-1].level.code
    if "P01" in step.pathways:
        values["movement_worry"] = True
    connection.execute(_THIS_EPISODE, {"this": found.episode_id, **values})


def _plan_confirmation(connection: Connection, found: State, chart: Chart, step: Step, now: datetime) -> None:
    """A confirming question must not wait for her: silence is counted as "yes"."""
    if not (isinstance(step.then, Question) and step.then.id.startswith(CONFIRM)):
        return
    wait = CONFIRM_WITHIN.get(found.conversation.channel, CONFIRM_WITHIN_ELSEWHERE)
    _plan(
        connection,
        found,
        "confirm_silence",
        f"{found.episode_id}:{step.then.id}",
        now + wait,
        {"question": step.then.id},
    )


def _plan_checks(connection: Connection, found: State, chart: Chart, step: Step, now: datetime) -> None:
    newly = chart.told[len(found.chart.told) :]
    if any(told.level is Level.R_999 for told in newly):
        _plan(connection, found, "red_check", found.episode_id, now + RED_CHECK_AFTER, None)
    if any(told.level is Level.G for told in newly) and CHECKED_BACK in step.pathways:
        _plan(connection, found, "check_back", found.episode_id, now + CHECK_BACK_AFTER, None)


def _alarm_not_called(connection: Connection, found: State, chart: Chart, now: datetime) -> None:
    """She has not called 999, or cannot: a midwife has to ring her, without waiting for the check."""
    new = chart.statements[len(found.chart.statements) :]
    if any(s.question == "called_999" and s.value in NOT_CALLED for s in new):
        case = cases.find_open(connection, found.conversation.person_id)
        _event(connection, found, "red_unconfirmed", now, None, case.id if case else None)


def _plan(connection: Connection, found: State, kind: str, key: str, at: datetime, body: Any) -> None:
    due.plan(
        connection,
        kind,
        key[:80],
        at,
        found.conversation.line_id,
        found.conversation.unit_id,
        conversation_id=found.conversation.id,
        episode_id=found.episode_id,
        body=body,
    )


def _event(
    connection: Connection, found: State, kind: str, now: datetime, body: Any, case_id: str | None = None
) -> None:
    events.append(
        connection,
        line_id=found.conversation.line_id,
        unit_id=found.conversation.unit_id,
        kind=kind,
        actor="assistant",
        at=now,
        conversation_id=found.conversation.id,
        case_id=case_id,
        body=body,
    )
