"""F24: however she comes in, she answers few questions before she is told; red in two once its sign is named.

Counted are the questions that wait for her before the first level, the red screen apart (evidence F24).
"""

from __future__ import annotations

from collections import defaultdict
from statistics import median

import pytest

from bot.protocol.content import Protocol
from bot.protocol.level import Level
from bot.protocol.statement import FINDING, PRESENT, Value
from bot.protocol.step import Disposition, Question

from .case import HERE, cases, read, terms, value_of, weeks
from .talk import Talk

MOST, MIDDLE, MIDDLE_OF_ALL, RED = 12, 9, 8, 2
_LONGER = 60


def asked_until_told(talk: Talk, answers: dict[str, Value]) -> list[str]:
    for _ in range(_LONGER):
        step = talk.step
        if not isinstance(step.then, Question):
            return [question.id for question in talk.asked if question.id != "screen"]
        talk._answer(step.then, answers)
    raise AssertionError(f"it asks without end: {[question.id for question in talk.asked]}")


@pytest.fixture(scope="module")
def counts(protocol: Protocol) -> dict[str, dict[str, list[str]]]:
    """By pathway that was open when she was told: by case, what she was asked."""
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for name, talk, answers in _talks(protocol):
        asked = asked_until_told(talk, answers)
        for pathway in talk.step.pathways:
            found[pathway][name] = asked
    return found


def _talks(protocol: Protocol) -> list[tuple[str, Talk, dict[str, Value]]]:
    talks = [(case.name, Talk(protocol).say_all(case.first), case.answers) for case in cases()]
    for name, row in read(HERE / "typical.yml").items():
        answers = {question: value_of(said) for question, said in {**terms()["otherwise"], **row["answers"]}.items()}
        first = Talk(protocol).say_all((FINDING + one, (PRESENT,)) for one in row.get("found", ()))
        talks.append((name, first, {**answers, "gestation": weeks(row["weeks"])}))
    return talks


def test_every_pathway_is_walked(protocol: Protocol, counts: dict[str, dict[str, list[str]]]) -> None:
    assert set(counts) == set(protocol.pathways)


def test_nobody_answers_more_than_twelve(counts: dict[str, dict[str, list[str]]]) -> None:
    long = {name: asked for talks in counts.values() for name, asked in talks.items() if len(asked) > MOST}
    assert not long


def test_most_answer_nine_or_fewer_in_every_pathway(counts: dict[str, dict[str, list[str]]]) -> None:
    middle = {pathway: median(map(len, talks.values())) for pathway, talks in counts.items()}
    assert {pathway: number for pathway, number in middle.items() if number > MIDDLE} == {}
    every = {name: len(asked) for talks in counts.values() for name, asked in talks.items()}
    assert median(every.values()) <= MIDDLE_OF_ALL


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
