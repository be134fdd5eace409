"""Every case of tests/vignettes, written from the evidence alone, held against the protocol."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from bot.protocol.content import Protocol

from .case import HERE, Case, cases, read, terms
from .talk import Talk

CASES = list(cases())
DISPUTED = read(HERE / "disputed.yml")


@pytest.mark.parametrize("file", sorted({case.file for case in CASES}))
def test_vignettes(protocol: Protocol, file: str) -> None:
    """One test a file, for one a case would take longer than holding them all."""
    wrong = [f"{case.name}: {fault}" for case in CASES if case.file == file for fault in _faults(protocol, case)]
    assert not wrong, "\n".join(wrong)


def _faults(protocol: Protocol, case: Case) -> Iterator[str]:
    talk = Talk(protocol).say_all(case.first).hold(case.answers)
    wrong = list(_wrong(case, talk))
    if case.name in DISPUTED:
        print(f"DISPUTED {case.name}: {'; '.join(wrong) or 'now as expected'}")
        if not wrong:
            yield "it is as expected now; take it out of disputed.yml"
        elif talk.level != DISPUTED[case.name]["says"]:
            yield f"{talk.level} is told, not even what disputed.yml says"
    elif wrong:
        yield f"{'; '.join(wrong)} (asked: {', '.join(q.id for q in talk.asked)})"


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


def test_green_asks_nothing_afterwards(protocol: Protocol) -> None:
    """Neither her number nor her language: nobody rings, and help with English is offered before (anything_else)."""
    for case in CASES:
        if case.expect == "G" and case.name not in DISPUTED:
            talk = Talk(protocol).say_all(case.first).hold(case.answers)
            assert talk.asked[-1].id == "anything_else", case.name
