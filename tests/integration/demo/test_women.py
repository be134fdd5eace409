"""The invented women: clearly invented, each reaching the level she is there to show, answered by meaning."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest

from bot.protocol.engine import next_step
from bot.protocol.gestation import Gestation
from bot.protocol.level import Level
from bot.protocol.reader import read_protocol
from bot.protocol.statement import FINDING, Facts, Statement
from bot.protocol.step import Kind, Question, Signpost
from demo.phrasebook import read_phrasebook
from demo.woman import read_women

AT = datetime(2026, 11, 21, 3, tzinfo=UTC)
WOMEN = read_women()
#: What her first words say, as `understanding` reads them.
FOUND = {
    "Invented Iris": ["bleed_heavy"],
    "Invented Olive": ["rfm_absent"],
    "Invented Hazel": ["rfm_reduced"],
    "Invented Fern": ["rfm_reduced"],
    "Invented Dora": ["postnatal"],
}
DRAMA = re.compile(r"07700 900\d{3}")


@pytest.fixture(scope="module")
def protocol():
    return read_protocol()


def test_all_levels_are_shown():
    assert {woman.shows for woman in WOMEN} >= {"R-999", "R-GO", "A15", "A60", "G", "signpost"}
    assert {woman.channel for woman in WOMEN} == {"web", "telegram", "sms"}


def test_every_number_is_kept_free_for_drama():
    for woman in WOMEN:
        for answer in woman.answers.values():
            for number in re.findall(r"0\d{4} ?\d{6}", answer.text):
                assert DRAMA.fullmatch(number)


def _due(text):
    """ "33 weeks and 2 days" as a due date."""
    weeks, days = [*map(int, re.findall(r"\d+", text)), 0, 0][:2]
    return Gestation(weeks * 7 + days, weeks * 7 + days + (6 if not days else 0), "weeks").due(AT.date())


def _value(woman, question, due):
    answer = woman.answer(question.id, [option.id for option in question.options])
    if question.kind is Kind.GESTATION and answer.text:
        return due
    return answer.options or ("said",)


@pytest.mark.parametrize("woman", WOMEN, ids=lambda woman: woman.name)
def test_she_reaches_the_level_she_is_there_to_show(woman, protocol):
    due = _due(woman.answers["gestation"].text)
    said = [Statement(FINDING + name, ("present",), "her", AT, "x") for name in FOUND.get(woman.name, [])]
    facts = Facts(today=date(2026, 11, 21))
    for _ in range(60):
        step = next_step(protocol, facts, said)
        if not isinstance(step.then, Question):
            break
        said.append(Statement(step.then.id, _value(woman, step.then, due), "her", AT))
    shown = "signpost" if isinstance(step.then, Signpost) else Level(step.level_so_far).code
    assert shown == woman.shows


def test_every_question_and_option_is_found_again_by_its_words():
    book = read_phrasebook()
    for said, question in book.asks.items():
        assert book.question(f"Emergency: call 999.\n{said}\n1 Yes") == question
    assert book.label("movement", "none") == "No moves at all"
    assert book.label("screen", "unsure") == "I am not sure"


def test_a_midwife_is_told_from_the_assistant():
    book = read_phrasebook()
    card = read_protocol().words.say("card.999.sms", number="01632 960001", unit="x")
    assert book.is_the_assistants(card)
    assert book.is_the_assistants("Emergency: call 999. Maternity unit: 01632 960001.\nSomething")
    assert not book.is_the_assistants("Hello, this is Bryn, can you come in at four?")
