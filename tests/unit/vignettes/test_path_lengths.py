"""F24: however she comes in, she answers few questions before she is told; red in two once its sign is named.

Counted are the questions that wait for her before the first level, the red screen apart (evidence F24); a button for
what worries her most stands for her first words.
"""

from __future__ import annotations

from collections import defaultdict
from statistics import median

import pytest

from bot.protocol.content import Protocol
from bot.protocol.level import Level
from bot.protocol.statement import FINDING, PRESENT, Value
from bot.protocol.step import Disposition, Question

from .case import cases, terms, value_of, weeks
from .talk import Talk

MOST, MIDDLE, RED = 12, 8, 2
_UNCOUNTED = {"screen", "main_worry"}
#: Several worries at once, each with questions of its own. This list may only become shorter.
STILL_LONGER = {
    "Mild pain with a temperature of 37.9": 13,
    "Tummy bug and a temperature of 37.6": 13,
    "First ever heartburn that antacid does not touch": 16,
}
_LONGER = 60


def asked_until_told(talk: Talk, answers: dict[str, Value]) -> list[str]:
    for _ in range(_LONGER):
        step = talk.step
        if not isinstance(step.then, Question):
            return [question.id for question in talk.asked if question.id not in _UNCOUNTED]
        talk._answer(step.then, answers)
    raise AssertionError(f"it asks without end: {[question.id for question in talk.asked]}")


@pytest.fixture(scope="module")
def counts(protocol: Protocol) -> dict[str, dict[str, list[str]]]:
    """By file, which is the pathway, or the gate or the flags: by case, what she was asked."""
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for case in cases():
        found[case.file][case.name] = asked_until_told(Talk(protocol).say_all(case.first), case.answers)
    return found


def test_every_pathway_is_walked(protocol: Protocol, counts: dict[str, dict[str, list[str]]]) -> None:
    assert set(counts) - {"flags", "gate"} == set(protocol.pathways)


def test_nobody_answers_more_than_twelve(counts: dict[str, dict[str, list[str]]]) -> None:
    long = {name: len(asked) for talks in counts.values() for name, asked in talks.items() if len(asked) > MOST}
    assert long == STILL_LONGER


def test_most_answer_eight_or_fewer(counts: dict[str, dict[str, list[str]]]) -> None:
    for file, talks in counts.items():
        print(f"{file:6} median {median(map(len, talks.values())):4}, most {max(map(len, talks.values())):3}")
    assert median(len(asked) for talks in counts.values() for asked in talks.values()) <= MIDDLE


def test_a_red_sign_in_her_first_words_is_told_within_two_questions(protocol: Protocol) -> None:
    """Every finding that is red by itself, whether or not she has said her weeks."""
    answers = {question: value_of(said) for question, said in terms()["otherwise"].items()}
    for name in protocol.findings:
        talk = Talk(protocol).say(FINDING + name, (PRESENT,))
        if talk.step.level_so_far < Level.R_GO:
            continue
        asked = asked_until_told(talk, {**answers, "gestation": weeks("30+0")})
        assert len(asked) <= RED, (name, asked)
        assert isinstance(talk.step.then, Disposition)
