"""Dates as she writes them: `14 feb`, `3rd of March`, `3/2/27`, `end of june`, `next tuesday`."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FEASTS = {
    "christmas day": (25, 12),
    "christmas": (25, 12),
    "xmas day": (25, 12),
    "xmas": (25, 12),
    "boxing day": (26, 12),
    "christmas eve": (24, 12),
    "xmas eve": (24, 12),
    "new years eve": (31, 12),
    "new years day": (1, 1),
    "new years": (1, 1),
    "valentines day": (14, 2),
    "valentines": (14, 2),
    "halloween": (31, 10),
    "bonfire night": (5, 11),
}
_PARTS = {
    "early": (1, 10),
    "start": (1, 10),
    "beginning": (1, 10),
    "mid": (10, 20),
    "middle": (10, 20),
    "late": (20, 31),
    "end": (20, 31),
}
_MONTH = (
    r"(?P<{0}>jan(?:uary)?|feb(?:r?uary|uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
)
_YEAR = r"(?:,? ?(?:of )?(?P<{0}>20\d\d|'?2\d)(?![\d:+/]| ?(?:weeks?|wks?|days?)))?"
_WHEN = re.compile(
    r"(?:(?:on|the|a|this|coming|next|for|is|was|around|about|approx|roughly|in|by|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri"
    r"|sat(?:ur)?|sun|\w+day|=|:|-),? ?)*"
    r"(?:(?P<iso_y>20\d\d)-(?P<iso_m>\d\d?)-(?P<iso_d>\d\d?)"
    r"|(?P<d>\d\d?) ?[/.\-] ?(?P<m>\d\d?)(?: ?[/.\-] ?(?P<y>20\d\d|\d\d))?(?![\d/+])"
    r"|(?P<d2>\d\d?)(?: ?st| ?nd| ?rd| ?th)?,? ?(?:of )?"
    + _MONTH.format("m2")
    + _YEAR.format("y2")
    + "|"
    + _MONTH.format("m3")
    + r" (?:the )?(?P<d3>\d\d?)(?:st|nd|rd|th)?(?![\d:+/])"
    + _YEAR.format("y3")
    + r"|(?P<part>early|start|beginning|mid|middle|late|end)(?: of|-)? ?"
    + _MONTH.format("m4")
    + _YEAR.format("y4")
    + "|"
    + _MONTH.format("m5")
    + _YEAR.format("y5")
    + r"|(?P<feast>"
    + "|".join(sorted(_FEASTS, key=len, reverse=True))
    + r")\b)"
)
_NEAR = re.compile(
    r"(?:(?:on|this|coming|the) )*(?:(?P<next>next )|(?P<last>last ))?"
    r"(?P<near>today|tonight|now|tomorrow|yesterday|week|month"
    r"|any (?:day|time|minute)|(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\b)"
)


@dataclass(frozen=True)
class Days:
    """A stretch of days: one day, or as exactly as she said."""

    first: date
    last: date
    end: int


@dataclass(frozen=True)
class Window:
    """The days in which a date without a year must lie."""

    first: date
    last: date


def read_days(text: str, at: int, today: date, window: Window) -> Days | None:
    """The date that begins at `at`, in the year that puts it in the window."""
    fits = _WHEN.match(text, at)
    if fits is not None:
        return _from_calendar(fits, window)
    near = _NEAR.match(text, at)
    return _from_today(near, today, window) if near is not None else None


def _from_calendar(fits: re.Match[str], window: Window) -> Days | None:
    parts = {name: value for name, value in fits.groupdict().items() if value is not None}
    year = next((int(value.strip("'")) for name, value in parts.items() if "y" in name), None)
    if year is not None and year < 100:
        year += 2000
    first_day, last_day, month = _day_and_month(parts)
    years = [year] if year is not None else range(window.first.year - 1, window.last.year + 2)
    for candidate in years:
        found = _stretch(candidate, month, first_day, last_day)
        if found is not None and found[0] <= window.last and found[1] >= window.first:
            return Days(*found, fits.end())
    return None


def _day_and_month(parts: dict[str, str]) -> tuple[int, int, int]:
    """First day, last day and month of what matched."""
    if "feast" in parts:
        day, month = _FEASTS[parts["feast"]]
        return day, day, month
    named = next((value for name, value in parts.items() if name in ("m2", "m3", "m4", "m5")), None)
    month = _MONTHS.index(named[:3]) + 1 if named else int(parts.get("iso_m") or parts["m"])
    if "part" in parts:
        return (*_PARTS[parts["part"]], month)
    stated = next((int(parts[name]) for name in ("iso_d", "d", "d2", "d3") if name in parts), None)
    return (1, 31, month) if stated is None else (stated, stated, month)


def _stretch(year: int, month: int, first: int, last: int) -> tuple[date, date] | None:
    if not 1 <= month <= 12:
        return None
    longest = calendar.monthrange(year, month)[1]
    if first == last and not 1 <= first <= longest:
        return None
    return date(year, month, first), date(year, month, min(last, longest))


def _from_today(near: re.Match[str], today: date, window: Window) -> Days | None:
    word = (near["next"] or near["last"] or "") * near["near"].endswith(("week", "month")) + near["near"]
    offsets = {
        "today": (0, 0),
        "tonight": (0, 0),
        "now": (0, 0),
        "tomorrow": (1, 1),
        "yesterday": (-1, -1),
        "next week": (1, 13),
        "week": (-6, 6),
        "last week": (-13, -1),
        "next month": (1, 61),
        "month": (-30, 30),
        "last month": (-61, -1),
    }
    if word in offsets:
        first, last = offsets[word]
    elif word.startswith("any"):
        first, last = -3, 14
    else:
        first = (_WEEKDAYS.index(word[:3]) - today.weekday()) % 7 or 7
        if window.last <= today or near["last"]:
            first -= 7
        last = first
    return Days(today + timedelta(days=first), today + timedelta(days=last), near.end())
