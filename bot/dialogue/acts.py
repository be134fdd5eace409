"""What her acts do to the chart: why, back, change, again, person, not sure. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.protocol.level import Level
from bot.protocol.statement import CONFIRM, FINDING, RETRACT, Statement, Value
from bot.protocol.step import Question
from bot.records.clock import local_time

from . import phrases
from .bodies import Body, fills, say
from .cards import promised_by
from .chart import Chart
from .site import Site

#: How many of her latest answers are offered for changing at once.
OFFERED = 6


def why(chart: Chart, site: Site, now: datetime) -> Body:
    """Why the question that stands is asked."""
    then = chart.step(now).then
    if not isinstance(then, Question):
        return say(chart.protocol, site, "utter_service_question")
    return {"kind": "say", "text": phrases.asks(chart.protocol, then, "why", site.language, **fills(site))}


def answer_with(chart: Chart, value: Value, now: datetime) -> Chart:
    """The question that stands, answered with `value` (not sure, skip)."""
    then = chart.step(now).then
    if not isinstance(then, Question):
        return chart
    return replace(chart.saying(Statement(then.id, value, "her", now)), misread=0)


def answered_questions(chart: Chart) -> list[str]:
    """The questions she has answered and not taken back, the latest last."""
    latest: dict[str, Value] = {}
    for statement in chart.statements:
        if not statement.question.startswith((FINDING, CONFIRM, RETRACT)):
            latest.pop(statement.question, None)
            latest[statement.question] = statement.value
    return [question for question, value in latest.items() if value is not None]


def go_back(chart: Chart, site: Site, now: datetime) -> tuple[Chart, Body]:
    """The last answer withdrawn; nothing is lost from the record."""
    answered = answered_questions(chart)
    if not answered:
        return chart, say(chart.protocol, site, "utter_nothing_to_go_back_to")
    return _withdrawn(chart, answered[-1], now), say(chart.protocol, site, "utter_go_back")


def change(chart: Chart, site: Site, now: datetime, chosen: str | None) -> tuple[Chart, Body]:
    """Withdraw the chosen answer, or offer the latest ones."""
    answered = answered_questions(chart)
    if chosen in answered:
        return _withdrawn(chart, str(chosen), now), say(chart.protocol, site, "utter_go_back")
    if not answered:
        return chart, say(chart.protocol, site, "utter_nothing_to_go_back_to")
    return chart, _which(chart, site, answered[-OFFERED:])


def _which(chart: Chart, site: Site, questions: list[str]) -> Body:
    """Her latest answers as buttons, which stay good whatever is asked next."""
    options = [
        {"id": q, "label": phrases.question_text(chart.protocol, q), "token": f"change:{q}"}
        for q in reversed(questions)
    ]
    body = say(chart.protocol, site, "utter_change_which")
    return {
        **body,
        "question": {
            "id": "change",
            "n": 0,
            "kind": "choice",
            "stage": "change",
            "urgent": False,
            "skippable": False,
            "options": options,
        },
        "kind": "question",
    }


def start_again(chart: Chart) -> Chart:
    """A fresh chart that asks the front desk for a new episode, never below what was told."""
    told = max((t.level for t in chart.told), default=Level.G)
    floor = max(told, chart.floor)
    return Chart(
        chart.protocol_hash,
        heard=chart.heard,
        asked_so_far=chart.asked_so_far,
        welcomed=chart.welcomed,
        wants_person=chart.wants_person,
        begin_again=True,
        floor=floor,
        floor_reason="told earlier" if floor > Level.G else "",
        known=chart.known,
    )


def call_a_person(chart: Chart, site: Site, now: datetime) -> tuple[Chart, Body]:
    """At least A60 from now on, and the promise of a midwife by a time."""
    chart = replace(chart, wants_person=True)
    due = promised_by(chart.protocol, max(Level.A60, chart.step(now).level_so_far), now)
    if due is None or not site.present:
        return chart, say(chart.protocol, site, "utter_person_ring")
    return chart, say(chart.protocol, site, "utter_person_promise", by=local_time(due))


def _withdrawn(chart: Chart, question: str, now: datetime) -> Chart:
    return replace(chart.saying(Statement(question, None, "her", now)), misread=0)
