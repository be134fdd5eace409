"""What may differ between two versions, and how a difference is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.protocol.content import Protocol

from .clauses import WHOLE, Clause, clauses
from .phrases import Phrasing
from .replay import Replayed


class Part(StrEnum):
    """What a change is about, in the order in which a reader wants to know it."""

    LEVEL = "Levels changed"
    REMOVED = "Lines removed"
    ADDED = "Lines added"
    CONDITION = "Conditions changed"
    NAMED = "Named conditions changed"
    SETTING = "Settings changed"
    QUESTION = "Questions changed"
    FINDING = "What her words mean"
    PATHWAY = "Pathways, gate and green"
    CARD = "Cards changed"
    WORDS = "Words changed"
    SOURCE = "Sources, owners and review dates"


@dataclass(frozen=True)
class Change:
    """One difference. `was` and `now` stand where a reader wants to see both."""

    part: Part
    id: str
    says: str
    was: str = ""
    now: str = ""

    def __str__(self) -> str:
        both = f" was: {self.was} / now: {self.now}" if self.was or self.now else ""
        return f"{self.id}: {self.says}{both}"


@dataclass(frozen=True)
class Difference:
    """Everything that differs between two versions."""

    old: Protocol
    new: Protocol
    changes: tuple[Change, ...]

    def of(self, part: Part) -> tuple[Change, ...]:
        """The changes of one part."""
        return tuple(one for one in self.changes if one.part is part)


def with_replay(change: Change, replayed: Replayed) -> str:
    """The change with what it does: `A60 -> R-GO when ...: 12 of 1,500 replayed conversations change`."""
    touched = replayed.touching(change.id)
    counts = change.part in (Part.LEVEL, Part.ADDED, Part.REMOVED, Part.CONDITION)
    return f"{change}: {replayed.of(touched)}" if counts else str(change)


class Sides:
    """Both versions with their clauses and words."""

    def __init__(self, old: Protocol, new: Protocol) -> None:
        self.old, self.new = old, new
        self.before, self.after = clauses(old), clauses(new)
        self.was, self.now = Phrasing(old), Phrasing(new)

    def lines(self) -> Iterator[tuple[Clause | None, Clause | None]]:
        """Criteria and signposts of both, those that only one has with `None` beside them."""
        for id in dict.fromkeys([*self.before, *self.after]):
            if id not in WHOLE:
                yield self.before.get(id), self.after.get(id)

    def both(self) -> Iterator[tuple[Clause, Clause]]:
        """Lines that both have."""
        for before, after in self.lines():
            if before is not None and after is not None:
                yield before, after


def plain(content: Any) -> str:
    """A small table or list as one line."""
    if isinstance(content, Mapping):
        return "; ".join(f"{key}: {plain(value)}" for key, value in content.items())
    if isinstance(content, list | tuple):
        return ", ".join(plain(one) for one in content)
    return str(content)
