"""How soon a person acts on each level: the minutes behind every promise (evidence 0.2)."""

from __future__ import annotations

from .level import Level

#: Minutes until a midwife rings. A-GP has none: it stands in the list of today.
RING_WITHIN = {
    Level.R_999: 5,
    Level.R_GO: 5,
    Level.A15: 15,
    Level.A60: 60,
    Level.A4H: 240,
}
