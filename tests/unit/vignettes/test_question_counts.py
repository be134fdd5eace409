"""Whoever says what is wrong answers twelve questions at most, and most answer eight or fewer (the screen apart)."""

from __future__ import annotations

from statistics import median
from typing import Any

import pytest

from bot.protocol.content import Protocol
from bot.protocol.statement import FINDING, PRESENT, Value

from .case import HERE, read, terms, value_of, weeks
from .talk import Talk

TYPICAL: dict[str, dict[str, Any]] = read(HERE / "typical.yml")
MOST, MIDDLE = 12, 8


def held(protocol: Protocol, row: dict[str, Any], *, weeks_first: bool) -> Talk:
    answers: dict[str, Value] = {name: value_of(said) for name, said in terms()["otherwise"].items()}
    answers |= {name: value_of(said) for name, said in row["answers"].items()} | {"gestation": weeks(row["weeks"])}
    talk = Talk(protocol).say_all((FINDING + name, (PRESENT,)) for name in row.get("found", ()))
    if weeks_first:
        talk.say("gestation", answers["gestation"])
    return talk.hold(answers)


@pytest.mark.parametrize("name", TYPICAL)
@pytest.mark.parametrize("weeks_first", [True, False], ids=["weeks said", "weeks asked"])
def test_a_typical_conversation_is_short(protocol: Protocol, name: str, weeks_first: bool) -> None:
    talk = held(protocol, TYPICAL[name], weeks_first=weeks_first)
    assert talk.level == TYPICAL[name]["ends"]
    assert len(_waiting(talk)) <= MOST, talk.asked_first


def _waiting(talk: Talk) -> list[str]:
    """What she is asked after she has said what is wrong; a button for it stands for her first words."""
    return [question for question in talk.asked_first if question != "main_worry"]


def test_most_conversations_are_shorter_still(protocol: Protocol) -> None:
    counts = {name: _counts(protocol, row) for name, row in TYPICAL.items()}
    for name, (said, asked, order) in counts.items():
        print(f"{said:3}{asked:4}  {name}: {', '.join(order)}")
    assert median(said for said, _, _ in counts.values()) <= MIDDLE
    assert median(asked for _, asked, _ in counts.values()) <= MIDDLE


def _counts(protocol: Protocol, row: dict[str, Any]) -> tuple[int, int, list[str]]:
    said, asked = (_waiting(held(protocol, row, weeks_first=first)) for first in (True, False))
    return len(said), len(asked), asked
