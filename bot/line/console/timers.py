"""Time left and time of day, as a midwife reads them; `static/clock.js` counts on in the same words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.records.clock import LONDON, local_date, local_time

#: Nobody mistakes 00:34 for another night when it is nearer than this.
HALF_A_DAY = 12 * 60 * 60


@dataclass(frozen=True)
class Timer:
    """A running clock: the text now, and what the browser needs to count on."""

    text: str
    by: str
    iso: str = ""
    over: str = "no"
    soon: int = 0


def spelled(seconds: float) -> str:
    """`14:05` below an hour, `3 h 02` from there, days when it is hopeless."""
    left = abs(round(seconds))
    hours, rest = divmod(left, 3600)
    minutes, small = divmod(rest, 60)
    if hours >= 48:
        return f"{hours // 24} days"
    return f"{hours} h {minutes:02}" if hours else f"{minutes}:{small:02}"


def timer(due: datetime | None, now: datetime, soon: int) -> Timer:
    """The clock of a case; a case whose clock has ended says by how much."""
    if due is None:
        return Timer("No clock", "")
    seconds = (due - now).total_seconds()
    by = f"by {local_time(due) if abs(seconds) < HALF_A_DAY else moment(due, now)}"
    if seconds < 0:
        return Timer(f"{spelled(seconds)} over", by, due.isoformat(), "yes", soon)
    return Timer(spelled(seconds), by, due.isoformat(), "soon" if seconds < soon else "no", soon)


def moment(at: datetime, now: datetime) -> str:
    """`03:25`, with the date when it is not today."""
    if local_date(at) == local_date(now):
        return local_time(at)
    return f"{at.astimezone(LONDON):%-d %b} {local_time(at)}"
