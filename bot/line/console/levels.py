"""How a level looks to a midwife: colour, shape and word together, never one of them alone (evidence 0.2)."""

from __future__ import annotations

from dataclasses import dataclass

from bot.protocol.level import Level


@dataclass(frozen=True)
class Look:
    """One level as it stands on the board."""

    level: Level
    colour: str
    word: str
    shape: str
    soon: int  # the clock is underlined when fewer seconds are left

    @property
    def code(self) -> str:
        """The code clinicians use."""
        return self.level.code

    @property
    def red(self) -> bool:
        """Whether this level sounds the alarm."""
        return self.level >= Level.R_GO


#: Most urgent first.
LOOKS = (
    Look(Level.R_999, "Red", "999 now", "octagon", 120),
    Look(Level.R_GO, "Red", "Come in", "triangle", 120),
    Look(Level.A15, "Orange", "15 min", "diamond", 300),
    Look(Level.A60, "Yellow", "1 hour", "square", 900),
    Look(Level.A4H, "Amber", "4 hours", "circle", 1800),
    Look(Level.A_GP, "Grey", "GP today", "ring", 3600),
    Look(Level.G, "Green", "At home", "tick", 0),
)
_BY_LEVEL = {look.level: look for look in LOOKS}


def look(level: Level) -> Look:
    """How this level looks."""
    return _BY_LEVEL[level]


def above(level: Level) -> list[Look]:
    """What a midwife can raise to, nearest first."""
    return [one for one in reversed(LOOKS) if one.level > level]


def below(level: Level) -> list[Look]:
    """What a midwife can lower to, nearest first."""
    return [one for one in LOOKS if one.level < level]
