"""A clock that runs faster than the machine's, over all restarts, so that leases and promises run out in seconds."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

#: A Tuesday in winter, at a bad hour.
BEGIN = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@dataclass(frozen=True)
class QuickClock:
    """`zero` is the machine's time at which it shows `BEGIN`."""

    zero: float
    speed: float

    def now(self) -> datetime:
        """The present moment in UTC, as this clock shows it."""
        return BEGIN + timedelta(seconds=(time.time() - self.zero) * self.speed)
