"""What a condition says, as a tree that can be looked into; `conditions` makes the test from the same reading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from .level import Level

#: A limit in days; a site's settings are filled in.
Limit = float | None


@dataclass(frozen=True)
class Every:
    """All of these."""

    of: tuple[Node, ...]


@dataclass(frozen=True)
class Some:
    """At least one of these."""

    of: tuple[Node, ...]


@dataclass(frozen=True)
class Opposite:
    """Not this."""

    of: Node


@dataclass(frozen=True)
class AtLeast:
    """So many of these."""

    least: int
    of: tuple[Node, ...]


@dataclass(frozen=True)
class Answered:
    """The question was answered with one of these options, or something stated one of them."""

    question: str
    options: frozenset[str]


@dataclass(frozen=True)
class Unanswered:
    """The question was answered "not sure", skipped, or left in silence."""

    question: str


@dataclass(frozen=True)
class HasFinding:
    """One of these was found in her words, or is what an answer means."""

    names: frozenset[str]


@dataclass(frozen=True)
class Dated:
    """Her weeks are known, or she was asked and does not know them."""

    question: str
    known: bool


@dataclass(frozen=True)
class Weeks:
    """Her days lie between these: all of the possible ones (`surely`) or any of them."""

    question: str
    start: Limit
    end: Limit
    under: Limit
    surely: bool


@dataclass(frozen=True)
class Range:
    """One number of a reading between these; `place` 0 is the top one, 1 the bottom one."""

    place: int
    start: float
    end: float
    under: float

    def holds(self, values: tuple[float, ...]) -> bool:
        """Whether this number of the reading lies in the range."""
        return self.start <= values[self.place] <= self.end and values[self.place] < self.under


@dataclass(frozen=True)
class Measured:
    """One of the reading's numbers lies in its range."""

    question: str
    ranges: tuple[Range, ...]


@dataclass(frozen=True)
class Contacts:
    """So many contacts, this one included, in so much time."""

    least: int
    within: timedelta
    same_worry: bool


@dataclass(frozen=True)
class Opened:
    """One of these pathways was opened by what she said; `None` for any at all."""

    pathways: frozenset[str] | None


@dataclass(frozen=True)
class ToldBetween:
    """The most urgent level she has been told."""

    low: Level
    high: Level


Leaf = Answered | Unanswered | HasFinding | Dated | Weeks | Measured | Contacts | Opened | ToldBetween
Node = Every | Some | Opposite | AtLeast | Leaf

#: Never true.
NEVER = Some(())
