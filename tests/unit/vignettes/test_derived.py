"""Every criterion that stands in no row of the evidence is a reason where it should be."""

from __future__ import annotations

from typing import Any

import pytest

from bot.protocol.content import Protocol
from bot.protocol.statement import DOUBTFUL, FINDING, PRESENT, Value

from .case import HERE, read, terms, value_of, weeks
from .talk import Talk

DERIVED: dict[str, dict[str, Any]] = read(HERE / "derived.yml")


@pytest.mark.parametrize("name", DERIVED)
def test_a_derived_criterion_is_a_reason(protocol: Protocol, name: str) -> None:
    row = DERIVED[name]
    talk = Talk(protocol)
    for key, assertion in (("found", PRESENT), ("doubtful", DOUBTFUL)):
        talk.say_all((FINDING + finding, (assertion,)) for finding in row.get(key, ()))
    talk.say_all((question, said(question, value)) for question, value in row.get("said", {}).items())
    talk.hold(answers(row))
    assert name.split()[0] in talk.reasons
    assert talk.level == row["level"]


def answers(row: dict[str, Any]) -> dict[str, Value]:
    """What she answers: as named, and otherwise what reassures."""
    answered = {**terms()["otherwise"], **row["answers"], "gestation": row["weeks"]}
    return {name: said(name, value) for name, value in answered.items()}


def said(question: str, value: Any) -> Value:
    return weeks(value) if question == "gestation" else value_of(value)
