"""From one heard message to statements on the chart. Pure; no sentence is chosen here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.protocol.level import Level
from bot.protocol.statement import ABSENT, DOUBTFUL, FINDING, PRESENT, UNSURE, Statement, Value
from bot.protocol.step import Kind, Question
from bot.records.clock import local_date
from bot.understanding.answering import answer
from bot.understanding.reading import Assertion, Finding

from . import phrases
from .chart import Chart
from .heard import Heard

#: What a question's answer is when she wrote free words: the words themselves stand beside it.
SAID = ("said",)

#: Whom this is about, and what it is once her words show that somebody beside her writes (evidence 3.6, M04): then it
#: goes on, and "about somebody who is not here" is not what "my wife" means.
WHO, WITH_ME = "who", "with_me"
NOT_HERE = "about_other"

#: Not understood so often in a row, a person has to look (evidence OTH-A3).
PERSON_AFTER = 3

#: How an assertion is recorded. Past and other people's findings are not hers now.
_RECORDED = {
    (Assertion.PRESENT, True): PRESENT,
    (Assertion.PRESENT, False): DOUBTFUL,
    (Assertion.UNSURE, True): DOUBTFUL,
    (Assertion.UNSURE, False): DOUBTFUL,
    (Assertion.HYPOTHETICAL, True): DOUBTFUL,
    (Assertion.HYPOTHETICAL, False): DOUBTFUL,
    (Assertion.ABSENT, True): ABSENT,
}


def hear(chart: Chart, heard: Heard) -> Chart:
    """The chart after this message; unchanged when the message was heard before."""
    if chart.heard == heard.id:
        return chart
    chart = replace(chart, heard=heard.id)
    question = _standing(chart, heard)
    said = tuple(_volunteered(chart, heard, question))
    answered = _answer(chart, heard, question)
    if answered is not None and question is not None:
        said = (*said, _statement(question.id, answered, heard))
    if said or not heard.for_the_question:
        return replace(chart.saying(*said), misread=0 if said else chart.misread)
    return _not_understood(chart, question, heard)


def answered(before: Chart, after: Chart) -> bool:
    """Whether this message answered the question that stood, even where it looked like an act."""
    asked = before.asked.question if before.asked else None
    return any(statement.question == asked for statement in after.statements[len(before.statements) :])


def _standing(chart: Chart, heard: Heard) -> Question | None:
    """The question she is answering, as the protocol still puts it."""
    if chart.asked is None:
        return None
    then = chart.step(heard.now).then
    if isinstance(then, Question) and then.id == chart.asked.question:
        return then
    return None


def _volunteered(chart: Chart, heard: Heard, question: Question | None) -> Iterator[Statement]:
    """What her words say by themselves, whatever was asked."""
    if heard.pressed:
        return
    known = chart.protocol.findings
    for finding in heard.understood.findings:
        recorded = _RECORDED.get((finding.assertion, finding.certain))
        if finding.name == NOT_HERE and heard.understood.about == WITH_ME:
            recorded = ABSENT
        if recorded and finding.name in known and not _already(chart, finding, recorded):
            yield _statement(FINDING + finding.name, (recorded,), heard, finding.quote)
    for kind, value in _measured(heard):
        asked = phrases.question_of(chart.protocol, kind)
        if asked and not (question and question.id == asked) and _latest(chart, asked) != value:
            yield _statement(asked, value, heard, heard.understood.text)
    if _a_companion_writes(chart, heard, question):
        yield _statement(WHO, (WITH_ME,), heard, heard.understood.text)


def _a_companion_writes(chart: Chart, heard: Heard, question: Question | None) -> bool:
    """Whether her words show it before anybody has said whom this is about."""
    if heard.understood.about != WITH_ME or (question and question.id == WHO):
        return False
    return WHO in chart.protocol.questions and _latest(chart, WHO) is None


def _measured(heard: Heard) -> Iterator[tuple[Kind, Value]]:
    understood = heard.understood
    if understood.due is not None:
        yield Kind.GESTATION, understood.due
    if understood.pressure is not None:
        yield Kind.PRESSURE, understood.pressure
    if understood.temperature is not None:
        yield Kind.TEMPERATURE, understood.temperature


def _already(chart: Chart, finding: Finding, recorded: str) -> bool:
    """Whether the chart's last word on this finding is the same."""
    return _latest(chart, FINDING + finding.name) == (recorded,)


def _latest(chart: Chart, question: str) -> Value:
    """The chart's last word on this question."""
    return next((s.value for s in reversed(chart.statements) if s.question == question), None)


def _answer(chart: Chart, heard: Heard, question: Question | None) -> Value:
    if question is None:
        return None
    if heard.pressed:
        return heard.pressed if heard.for_the_question else None
    labels = {option: phrases.label(chart.protocol, question, option) for option in phrases.offered(question)}
    if not heard.for_the_question:  # it looks like an act: only an option's own words are an answer
        return next(((option,) for option, label in labels.items() if _same(heard.words, label)), None)
    if question.kind is Kind.TEXT:
        return _free_words(heard, question, labels)
    stated = phrases.stating(chart.protocol, question.id)
    read = answer(heard.words, question, labels, local_date(heard.now), finding_options=stated)
    return read.value if read is not None else None


def _free_words(heard: Heard, question: Question, labels: dict[str, str]) -> Value:
    """Free words are the answer, unless they are one of the offered options in her own way."""
    chosen = replace(question, kind=Kind.CHOICE)
    read = answer(heard.words, chosen, labels, local_date(heard.now)) if labels else None
    return read.value if read is not None else SAID


def _same(words: str, label: str) -> bool:
    return words.strip(" .!?").casefold() == label.strip(" .!?").casefold()


def _not_understood(chart: Chart, question: Question | None, heard: Heard) -> Chart:
    """First message, or nothing asked: her words stand; otherwise one more time not understood.

    The third time a person has to look, and the question counts as "not sure" so that she can go on.
    """
    if question is None:
        return chart
    misread = chart.misread + 1
    if misread < PERSON_AFTER:
        return replace(chart, misread=misread, misread_at=heard.id)
    given_up = chart.saying(_statement(question.id, UNSURE, heard))
    return replace(
        given_up,
        misread=misread,
        misread_at=heard.id,
        floor=max(chart.floor, Level.A60),
        floor_reason="not understood (OTH-A3)",
    )


def _statement(question: str, value: Value, heard: Heard, quote: str | None = None) -> Statement:
    words = None if heard.pressed else (quote or heard.words)
    by = "companion" if heard.understood.about == WITH_ME else "her"
    return Statement(question, value, by, heard.now, words)
