"""How soon a person acts on each level: the minutes behind every promise (evidence 0.2)."""

from __future__ import annotations

from collections.abc import Mapping

from .content import Protocol
from .level import Level

#: Minutes until a midwife rings, where a version says none. A-GP has none: it stands in the list of today.
RING_WITHIN: Mapping[Level, int] = {
    Level.R_999: 5,
    Level.R_GO: 5,
    Level.A15: 15,
    Level.A60: 60,
    Level.A4H: 240,
}
_SETTING = {
    Level.R_999: "ring_within_red",
    Level.R_GO: "ring_within_red",
    Level.A15: "ring_within_A15",
    Level.A60: "ring_within_A60",
    Level.A4H: "ring_within_A4H",
}


def ring_within(protocol: Protocol) -> Mapping[Level, int]:
    """Minutes until a midwife rings, as this version has them."""
    return {level: int(protocol.settings.get(_SETTING[level], minutes)) for level, minutes in RING_WITHIN.items()}
