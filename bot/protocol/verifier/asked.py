"""Questions: what uncertain means is said, and none is written in vain."""

from __future__ import annotations

from collections.abc import Iterator

from ..content import Condition, Protocol
from ..step import Kind, Stage
from .issue import Issue


def unsure_not_said(protocol: Protocol) -> Iterator[Issue]:
    """Choices and ticks that a red or amber criterion rests on, without `unsure`."""
    rested = {name for c in protocol.criteria.values() if c.level for name in c.condition.rests_on}
    for asked in protocol.questions.values():
        if asked.kind in (Kind.CHOICE, Kind.TICKS) and asked.id in rested and not asked.unsure.stated:
            yield Issue(
                str(asked.place), asked.id, "say what 'not sure' counts as: 'unsure: {as: [...]}' or 'at_least'"
            )


def asked_by_nobody(protocol: Protocol) -> Iterator[Issue]:
    """Questions before the level on which nothing rests, so that they are never asked."""
    rested = {name for condition in _conditions(protocol) for name in condition.rests_on}
    for asked in protocol.questions.values():
        if asked.stage is not Stage.AFTER and asked.id not in rested and not asked.opens:
            yield Issue(str(asked.place), asked.id, "nothing rests on it, so it is never asked; move it to after.yml")


def _conditions(protocol: Protocol) -> Iterator[Condition]:
    yield protocol.green
    yield from (criterion.condition for criterion in protocol.criteria.values())
    yield from (signpost.condition for signpost in protocol.signposts)
    yield from (asked.when for asked in protocol.questions.values() if asked.when is not None)
