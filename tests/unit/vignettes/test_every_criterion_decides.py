"""Every criterion decides a case that was written from the evidence, or has a row of its own in derived.yml."""

from __future__ import annotations

import pytest

from bot.protocol.content import Protocol

from .case import Case, cases
from .talk import Talk
from .test_derived import DERIVED

CASES = list(cases())
LEAST = 12


def test_no_criterion_is_untried(protocol: Protocol) -> None:
    decided = {criterion for case in CASES for criterion in _deciding(protocol, case)}
    listed = {name.split()[0] for name in DERIVED}
    assert not protocol.criteria.keys() - decided - listed


def _deciding(protocol: Protocol, case: Case) -> set[str]:
    """The criteria at the level that she is told."""
    talk = Talk(protocol).say_all(case.first).hold(case.answers)
    known = protocol.criteria
    return {reason for reason in talk.reasons if reason in known and known[reason].level.code == talk.level}


@pytest.mark.parametrize("pathway", [f"P{number:02}" for number in range(1, 25)])
def test_every_pathway_has_cases_enough(pathway: str) -> None:
    assert sum(case.file == pathway for case in CASES) >= LEAST
