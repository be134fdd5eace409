"""The level of one line: a doubt counts as "yes", a what-if and somebody else's trouble as nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.dialogue.listening import colour, level_of, stated_weeks
from bot.records.clock import local_date
from bot.understanding import read

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("i cant feel my baby at all since yesterday", "red"),
        ("i think he might have stopped moving", "red"),
        ("what do i do if my waters break", None),
        ("no bleeding thank god", None),
        ("my nan had a stroke last year", None),
        ("thank you that helps", None),
        ("my baby is moving less today", "amber"),
    ],
)
def test_level(words: str, expected: str | None) -> None:
    assert colour(level_of(read(words, local_date(NOW)), NOW)) == expected


@pytest.mark.parametrize(
    ("words", "weeks"), [("im 32+4 now", "32+4"), ("34 weeks", "34+0"), ("eight months gone", None), ("hello", None)]
)
def test_weeks_as_stated(words: str, weeks: str | None) -> None:
    today = local_date(NOW)
    assert stated_weeks(read(words, today).due, today) == weeks
