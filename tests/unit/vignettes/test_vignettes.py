"""Every case of tests/vignettes, written from the evidence alone, held against the protocol."""

from __future__ import annotations

import re

import pytest

from bot.protocol.content import Protocol

from .case import HERE, Case, cases, read, terms
from .talk import Talk

CASES = list(cases())
DISPUTED = read(HERE / "disputed.yml")


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_vignette(protocol: Protocol, case: Case) -> None:
    talk = Talk(protocol).say_all(case.first).hold(case.answers)
    wrong = list(_wrong(case, talk))
    if case.name in DISPUTED:
        print(f"DISPUTED {case.name}: {'; '.join(wrong) or 'now as expected, take it out of disputed.yml'}")
        assert wrong, "it is as expected now; take it out of disputed.yml"
        assert talk.level == DISPUTED[case.name]["says"]
        return
    assert not wrong, f"{'; '.join(wrong)} (asked: {', '.join(q.id for q in talk.asked)})"


def _wrong(case: Case, talk: Talk) -> list[str]:
    wrong = []
    if talk.level != case.expect:
        wrong.append(f"{case.expect} was expected, {talk.level} is told, for {sorted(talk.reasons)}")
    elif not any(_is(case.because, reason) for reason in talk.reasons):
        wrong.append(f"{case.because} was to be a reason; there are {sorted(talk.reasons)}")
    return wrong


def _is(because: str, reason: str) -> bool:
    """A row of the evidence is one or more criteria: RFM-R2, RFM-R2x."""
    if because in terms()["because"]:
        return reason in terms()["because"][because]
    return re.fullmatch(re.escape(because) + "[a-z]*", reason) is not None


def test_every_disputed_case_is_a_case() -> None:
    assert set(DISPUTED) <= {case.name for case in CASES}


def test_every_listed_name_is_a_case() -> None:
    assert set(terms()["words"]) <= {case.name for case in CASES}


@pytest.mark.parametrize("case", [c for c in CASES if c.expect == "G"], ids=lambda case: case.name)
def test_green_asks_nothing_afterwards(protocol: Protocol, case: Case) -> None:
    """Neither her number nor her language: nobody rings, and help with English is offered before (anything_else)."""
    talk = Talk(protocol).say_all(case.first).hold(case.answers)
    assert talk.asked[-1].id == "anything_else"
