"""Levels of urgency, in order of danger (evidence 0.2)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum, StrEnum


class Colour(StrEnum):
    """What she is shown instead of a level's code."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    SIGNPOST = "signpost"


class Level(IntEnum):
    """How soon a person has to look after her; a larger value is more urgent."""

    G = 0
    A_GP = 1
    A4H = 2
    A60 = 3
    A15 = 4
    R_GO = 5
    R_999 = 6

    @property
    def code(self) -> str:
        """The code clinicians use, such as `R-999` or `A15`."""
        return self.name.replace("_", "-")

    @property
    def colour(self) -> Colour:
        """The colour she is shown."""
        if self >= Level.R_GO:
            return Colour.RED
        return Colour.GREEN if self is Level.G else Colour.AMBER

    @classmethod
    def parse(cls, code: str) -> Level:
        """Read a code such as `R-GO`. Raises `ValueError` naming the known codes."""
        try:
            return cls[code.strip().replace("-", "_")]
        except KeyError:
            known = ", ".join(level.code for level in cls)
            raise ValueError(f"'{code}' is not a level; the levels are {known}") from None


def most_urgent(levels: Iterable[Level], at_least: Level = Level.G) -> Level:
    """The most urgent of `levels`, never below `at_least`."""
    return max([*levels, at_least])
