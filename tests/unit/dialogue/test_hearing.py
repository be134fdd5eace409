"""What her words state by themselves: who writes, besides what is the matter."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.dialogue import shelf
from bot.dialogue.chart import Chart
from bot.dialogue.heard import Heard
from bot.dialogue.hearing import hear
from bot.protocol.level import Level
from bot.protocol.statement import Statement, Value
from bot.understanding.reader import read
from tests.unit.vignettes.case import terms, value_of
from tests.unit.vignettes.talk import Talk

NOW = datetime(2026, 6, 15, 9, tzinfo=UTC)


@pytest.fixture
def chart() -> Chart:
    return Chart(shelf.current().hash)


def said(chart: Chart, words: str, number: int = 1) -> Chart:
    return hear(chart, Heard(f"m{number}", words, read(words, NOW.date()), NOW))


def who(chart: Chart) -> list[Value]:
    return [statement.value for statement in chart.statements if statement.question == "who"]


def test_words_of_a_companion_say_whom_it_is_about(chart: Chart) -> None:
    heard = said(chart, "my wife is 30 weeks pregnant and she feels low and cries all day")
    assert who(heard) == [("with_me",)]
    assert {statement.by for statement in heard.statements} == {"companion"}
    step = heard.step(NOW)
    assert step.level_so_far >= Level.A60
    assert step.scope == "in", "she is here, so it goes on"


def test_somebody_who_is_not_with_her_is_told_whom_to_ring(chart: Chart) -> None:
    assert said(chart, "my wife is 30 weeks pregnant, i am at work").step(NOW).scope == "other"


@pytest.mark.parametrize("words", ["she is scared of her brother who hits her", "she feels low and cries all day"])
def test_a_companion_is_not_asked_what_is_hers_alone(chart: Chart, words: str) -> None:
    heard = said(chart, "my wife is 30 weeks pregnant, " + words)
    talk = Talk(chart.protocol).say_all((statement.question, statement.value) for statement in heard.statements)
    pressed = {**terms()["otherwise"], **terms()["begins"]["P15"]}
    talk.hold({name: value_of(answer) for name, answer in pressed.items()})
    assert not {"safe_now", "unsafe_how", "mind_harm", "mind_signs", "mind_more"} & {asked.id for asked in talk.asked}


def test_it_is_said_once_and_never_instead_of_what_she_pressed(chart: Chart) -> None:
    once = said(chart, "my wife is 30 weeks pregnant and has a headache")
    assert who(said(once, "my wife is being sick too", 2)) == [("with_me",)]
    pressed = chart.saying(Statement("who", ("me",), "her", NOW))
    assert who(said(pressed, "my wife says that i am 30 weeks pregnant", 2)) == [("me",)]


@pytest.mark.parametrize("words", ["i am 30 weeks and feel low", "hello", "my wife is pregnant, i am at work"])
def test_other_words_leave_the_question_to_be_asked(chart: Chart, words: str) -> None:
    assert who(said(chart, words)) == []
