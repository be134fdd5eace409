"""How far along she is, as an interval of days, because it is seldom known exactly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

#: Days from the first day of the last period to the due date (Naegele; evidence 3.2).
TERM_DAYS = 280


@dataclass(frozen=True)
class DueDate:
    """The interval in which her due date lies, and how that is known.

    `how` is one of: weeks, due_date, last_period, months, over_due, transfer, trimester.
    Stored instead of weeks so that tomorrow's gestation needs no new question.
    """

    earliest: date
    latest: date
    how: str

    def on(self, today: date) -> Gestation:
        """Gestation on `today`."""
        return Gestation(
            TERM_DAYS - (self.latest - today).days,
            TERM_DAYS - (self.earliest - today).days,
            self.how,
        )


@dataclass(frozen=True)
class Gestation:
    """Days pregnant today: at least `low`, at most `high` (both inclusive)."""

    low: int
    high: int
    how: str

    def due(self, today: date) -> DueDate:
        """The due date that this gestation means when stated on `today`."""
        return DueDate(
            today + timedelta(days=TERM_DAYS - self.high),
            today + timedelta(days=TERM_DAYS - self.low),
            self.how,
        )

    def touches(self, start: int, end: int) -> bool:
        """Whether any possible day lies in [start, end]."""
        return self.low <= end and self.high >= start

    def within(self, start: int, end: int) -> bool:
        """Whether every possible day lies in [start, end]."""
        return start <= self.low and self.high <= end

    def __str__(self) -> str:
        low, high = weeks_and_days(self.low), weeks_and_days(self.high)
        return low if low == high else f"{low} to {high}"


#: Unknown but clearly pregnant counts as 24+0 to 36+6 (evidence 3.3).
UNKNOWN = Gestation(24 * 7, 36 * 7 + 6, "unknown")


def weeks_and_days(days: int) -> str:
    """`238` becomes `34+0`."""
    return f"{days // 7}+{days % 7}"


def parse_weeks(text: str) -> int:
    """`34+0` becomes 238 days. Raises `ValueError` for anything else."""
    weeks, _, days = text.partition("+")
    if not weeks.isdigit() or not days.isdigit() or int(days) > 6:
        raise ValueError(f"'{text}' is not weeks+days such as 24+0")
    return int(weeks) * 7 + int(days)
