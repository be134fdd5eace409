"""What a midwife is shown of an episode, from the chart and the protocol's step. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.dialogue import phrases
from bot.dialogue.chart import Chart
from bot.line import sbar
from bot.protocol.gestation import UNKNOWN, DueDate, Gestation
from bot.protocol.statement import SILENCE, SKIPPED, UNSURE, Reading, Statement, Value
from bot.protocol.step import Kind, Step

_OPEN_ANSWERS = {UNSURE: "not sure", SKIPPED: "skipped", SILENCE: "no answer"}


def summary(chart: Chart, step: Step, words: list[str], now: datetime, contact: int) -> dict[str, Any]:
    """The case's summary (docs/contracts.md)."""
    gestation = gestation_of(chart, now)
    known = details(chart)
    told = chart.told[-1] if chart.told else None
    return sbar.summary(
        step,
        chart.statements,
        words,
        question_words=lambda question: _question_text(chart, question),
        answer_words=lambda question, value: _text(chart, question, value, None),
        criterion_words=lambda criterion: phrases.criterion_text(chart.protocol, criterion),
        gestation=str(gestation) if gestation else None,
        gestation_how=gestation.how if gestation else None,
        risks=_risks(chart),
        movement=_label(chart, "movement"),
        told=f"{told.level.code} ({told.level.colour.value})" if told else "",
        name=known.get("name"),
        alone={"alone": True, "with_someone": False}.get(str(known.get("alone"))),
        transport=_label(chart, "transport"),
        language=str(known.get("language") or "en"),
        contact=contact,
    )


def _question_text(chart: Chart, question: str) -> str:
    """What was asked; for the questions the engine makes itself, the finding or question they are about."""
    kind, _, about = question.partition(":")
    if about:
        return f"{kind.capitalize()}: {phrases.question_text(chart.protocol, about).replace('_', ' ')}"
    return phrases.question_text(chart.protocol, question)


def gestation_of(chart: Chart, now: datetime) -> Gestation | None:
    """Gestation today as she stated it; None where it was never asked, unknown where she is not sure."""
    question = phrases.question_of(chart.protocol, Kind.GESTATION)
    value = _value(chart, question) if question else None
    if value is None:
        value = chart.known.get(question or "")
    if isinstance(value, DueDate):
        return value.on(chart.facts(now).today)
    return UNKNOWN if value in (UNSURE, SKIPPED, SILENCE) else None


def details(chart: Chart) -> dict[str, Any]:
    """Number, name, place and the like, as she gave them after the level."""
    found: dict[str, Any] = {}
    for question in ("phone", "safe_to_ring", "name", "place", "alone", "language", "transport"):
        statement = _latest(chart, question)
        if statement is not None and statement.value is not None and statement.value not in _OPEN_ANSWERS:
            found[question] = _said(statement)
    return found


def due_date(chart: Chart) -> DueDate | None:
    """The due date that her answer means."""
    question = phrases.question_of(chart.protocol, Kind.GESTATION)
    value = _value(chart, question) if question else None
    return value if isinstance(value, DueDate) else None


def _text(chart: Chart, question: str, value: Value, statement: Statement | None) -> str:
    if isinstance(value, str):
        return _OPEN_ANSWERS.get(value, value)
    if isinstance(value, DueDate):
        return f"due {value.earliest:%d %b %Y}" + (
            "" if value.earliest == value.latest else f" to {value.latest:%d %b %Y}"
        )
    if isinstance(value, Reading):
        return "/".join(f"{number:g}" for number in value.values) + f" {value.unit}"
    if value == ("said",):
        return (statement.words if statement else None) or "(said)"
    return ", ".join(phrases.option_text(chart.protocol, question, option) for option in value or ())


def _said(statement: Statement) -> Any:
    value = statement.value
    if isinstance(value, tuple):
        return (statement.words or "") if value == ("said",) else ", ".join(value)
    return value


def _latest(chart: Chart, question: str) -> Statement | None:
    return next((s for s in reversed(chart.statements) if s.question == question), None)


def _value(chart: Chart, question: str) -> Value:
    statement = _latest(chart, question)
    return statement.value if statement else None


def _label(chart: Chart, question: str) -> str | None:
    statement = _latest(chart, question)
    return _text(chart, question, statement.value, statement) if statement and statement.value is not None else None


def _risks(chart: Chart) -> list[str]:
    """What she has been told about herself, as ticked."""
    value = _value(chart, "risks")
    ticked = value if isinstance(value, tuple) else ()
    return [phrases.option_text(chart.protocol, "risks", one) for one in ticked if one != phrases.NONE]
