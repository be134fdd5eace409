"""The one clock. Everything that needs the time is given it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Tells the time, always aware and in UTC."""

    def now(self) -> datetime:
        """The present moment in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present moment in UTC."""
        return datetime.now(UTC)


class SetClock:
    """A clock that stands still until it is moved: for tests, replays and demonstrations."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        """The moment it was set to."""
        return self.at


LONDON = ZoneInfo("Europe/London")


def local_date(at: datetime, zone: ZoneInfo = LONDON) -> date:
    """The calendar date of `at` in a unit's zone."""
    return at.astimezone(zone).date()


def local_time(at: datetime, zone: ZoneInfo = LONDON) -> str:
    """`03:25`, as a promise is shown to her."""
    return at.astimezone(zone).strftime("%H:%M")
