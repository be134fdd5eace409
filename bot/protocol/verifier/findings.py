"""Findings that can turn a level red have a question that makes them certain."""

from __future__ import annotations

from collections.abc import Iterator

from ..content import Protocol
from ..level import Level
from ..statement import FINDING
from .issue import Issue


def never_confirmed(protocol: Protocol) -> Iterator[Issue]:
    """Findings that a red criterion names, without `confirm: true`."""
    red = [c for c in protocol.criteria.values() if c.level >= Level.R_GO]
    rested = {name for criterion in red for name in criterion.condition.rests_on}
    for finding in protocol.findings.values():
        if FINDING + finding.name in rested and not finding.confirm:
            wrong = "a red criterion rests on it; write 'confirm: true' and its confirming question"
            yield Issue(str(finding.place), finding.name, wrong)
