"""By when a midwife acts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.line import promises
from bot.line.board import Stage, stage
from bot.line.promises import due_by, keep_to
from bot.protocol.level import Level

MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(MOMENTS)
def test_what_is_more_urgent_never_waits_longer(now: datetime) -> None:
    times = [due_by(level, now) for level in Level if level is not Level.G]
    assert all(later >= sooner for later, sooner in pairwise(times))


@given(MOMENTS, st.sampled_from(Level))
def test_every_level_has_a_clock_that_ends_within_a_day_or_so(now: datetime, level: Level) -> None:
    assert timedelta(minutes=5) <= due_by(level, now) - now <= timedelta(hours=25)


@given(MOMENTS, st.sampled_from(Level), st.integers(0, 600))
def test_the_colours_of_time_only_get_worse(now: datetime, level: Level, minutes: int) -> None:
    due_at, order = due_by(level, now), list(Stage)
    first = stage(level, due_at, now)
    later = stage(level, due_at, now + timedelta(minutes=minutes))
    assert order.index(later) >= order.index(first)
    assert stage(level, due_at, due_at) is Stage.OVER


def test_a_site_keeps_to_its_own_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime(2026, 5, 4, 3, 0, tzinfo=UTC)
    monkeypatch.setattr(promises, "CLOCKS", dict(promises.CLOCKS))
    keep_to({Level.A15: 10})
    assert due_by(Level.A15, now) - now == timedelta(minutes=10)
    assert due_by(Level.A60, now) - now == timedelta(minutes=60)
