"""Two versions side by side, in clinical words: what was added or removed, and what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bot.protocol.content import Protocol

from . import line_changes, other_changes
from .difference import Change, Difference, Part, Sides, with_replay

__all__ = ["Change", "Difference", "Part", "compare", "with_replay"]

_LOOKS: tuple[Callable[[Sides], Iterable[Change]], ...] = (
    line_changes.levels,
    line_changes.added_or_removed,
    line_changes.conditions,
    line_changes.definitions,
    line_changes.settings,
    line_changes.cards,
    line_changes.sources,
    other_changes.questions,
    other_changes.findings,
    other_changes.pathways,
    other_changes.words,
)


def compare(old: Protocol, new: Protocol) -> Difference:
    """What differs, part by part."""
    sides = Sides(old, new)
    found = [change for look in _LOOKS for change in look(sides)]
    order = list(Part)
    return Difference(old, new, tuple(sorted(found, key=lambda one: order.index(one.part))))
