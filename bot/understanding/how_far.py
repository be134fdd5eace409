"""How far along she says she is, as the interval in which her due date lies (evidence 3.2)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from bot.protocol.gestation import TERM_DAYS, DueDate, Gestation

from .dates import Window, read_days
from .lexicon import expression
from .number_words import with_digits
from .plain import Plain

#: Possible gestation in days (4+0 to 44+6); anything else is asked again (evidence 3.2).
POSSIBLE = range(4 * 7, 44 * 7 + 7)
#: Weeks in a month (evidence 3.2).
MONTH_WEEKS = 4.345

_Found = tuple[Gestation, str]


def read_due(plain: Plain, today: date) -> tuple[DueDate | None, str]:
    """The due date interval that her words state, with the words; `None` when they state none or an impossible one."""
    text = _tidy(plain.text)
    for reader in _READERS:
        for stated, quote in reader(text, today):
            if stated.low <= stated.high and stated.high in POSSIBLE and stated.low <= POSSIBLE[-1]:
                return _narrowed(stated, text, today).due(today), quote.strip()
    return None, ""


def _narrowed(stated: Gestation, text: str, today: date) -> Gestation:
    """Rough words and a due date that agree: the due date."""
    if stated.how != "weeks" or stated.low == stated.high:
        return stated
    for exact, _ in _by_due_date(text, today):
        if stated.touches(exact.low - 7, exact.high + 7):
            return exact
    return stated


def _tidy(text: str) -> str:
    return with_digits(re.sub(r"[ \t\r\f\v\n]+", " ", text.replace("'", "")))


def _exactly(text: str, today: date) -> Iterator[_Found]:
    for fits in expression("exact").finditer(text):
        days = next(int(value) for name, value in fits.groupdict().items() if name != "w" and value is not None)
        if not _elsewhen(text, fits):
            yield _shifted(int(fits["w"]) * 7 + days, 0, 0, text, fits, today), fits.group()


def _whole_weeks(text: str, today: date) -> Iterator[_Found]:
    """Statements of weeks, the surest first: `im 34 weeks` before `34 weeks`."""
    found = [
        (fits, value)
        for fits in expression("whole").finditer(text)
        for value in fits.groups()
        if value and not _elsewhen(text, fits)
    ]
    seen: set[int] = set()
    for fits, value in sorted(found, key=lambda pair: not _hers(text, pair[0])):
        if fits.start() not in seen:
            seen.add(fits.start())
            weeks = float(value)
            low = int(weeks * 7)
            last = int(fits["to"]) * 7 + 6 if fits["to"] else low + (6 if weeks == int(weeks) else 1)
            yield _blurred(low, last, text, fits, today), fits.group()


def _hers(text: str, fits: re.Match[str]) -> bool:
    before, after = text[max(0, fits.start() - 14) : fits.start()], text[fits.end() : fits.end() + 10]
    return bool(
        re.search(r"\b(?:im|i am|now|currently|am)\b", before)
        or re.match(r" ?(?:pregnant|preg|gone|today|tomorrow)", after)
    )


def _elsewhen(text: str, fits: re.Match[str]) -> bool:
    """These weeks are not how far along she is."""
    before, after = text[max(0, fits.start() - 60) : fits.start()], text[fits.end() : fits.end() + 24]
    if (
        expression("not_now_after").match(after)
        or expression("planned").search(before)
        or fits.groupdict().get("after") is None
        and expression("not_now_before").search(before)
    ):
        return True
    return bool(expression("then").search(before)) or bool(re.match(r"[^.?!]{0,6}\bof my (?:previous|last)", after))


def _shifted(low: int, back: int, ahead: int, text: str, fits: re.Match[str], today: date) -> Gestation:
    """`30 weeks tomorrow` is 29+6 today."""
    shift = expression("shift").match(text, fits.end())
    first, last = _days_until(shift["when"], today) if shift else (0, 0)
    if shift and first < 0 < last:
        first = last = 0
    return Gestation(low - back - last, low + ahead - first, "weeks")


def _days_until(when: str, today: date) -> tuple[int, int]:
    if when.startswith(("tom", "tm", "2m")):
        return 1, 1
    fixed = {"today": (0, 0), "yesterday": (-1, -1), "next week": (1, 13), "last week": (-13, -1)}
    if when in fixed:
        return fixed[when]
    ahead = (("mon", "tue", "wed", "thu", "fri", "sat", "sun").index(when[:3]) - today.weekday()) % 7 or 7
    return ahead, ahead


def _blurred(low: int, high: int, text: str, fits: re.Match[str], today: date) -> Gestation:
    """Whole weeks, wider where she says about, nearly or tomorrow."""
    before = text[max(0, fits.start() - 22) : fits.start()]
    if expression("shift").match(text, fits.end()):
        return _shifted(low, 0, 0, text, fits, today)
    if expression("nearly").search(before):
        return Gestation(low - 7, low, "weeks")
    if expression("rough").search(before) or text[fits.end() : fits.end() + 8].strip().startswith(
        ("ish", "or so", "i think", "roughly")
    ):
        return Gestation(low - 7, high + 7, "weeks")
    return Gestation(low, high, "weeks")


def _by_due_date(text: str, today: date) -> Iterator[_Found]:
    window = Window(today - timedelta(days=35), today + timedelta(days=TERM_DAYS))
    for fits in expression("due").finditer(text):
        days = read_days(text, fits.end(), today, window)
        if days is not None and days.first <= window.last and days.last >= window.first:
            yield DueDate(days.first, days.last, "due_date").on(today), text[fits.start() : days.end]


def _to_go(text: str, today: date) -> Iterator[_Found]:
    for fits in expression("to_go").finditer(text):
        number = {"a": 1.0, "an": 1.0, "couple of": 2.0, "few": 3.0}.get(fits["n"] or fits["n2"]) or float(
            fits["n"] or fits["n2"]
        )
        unit = (fits["unit"] or fits["unit2"])[0]
        days = round(number * {"w": 7, "m": 7 * MONTH_WEEKS, "d": 1}[unit])
        slack = {"w": 4, "m": 15, "d": 0}[unit]
        yield (
            Gestation(TERM_DAYS - days - slack, TERM_DAYS - days + slack, "months" if unit == "m" else "weeks"),
            fits.group(),
        )


def _over(text: str, today: date) -> Iterator[_Found]:
    for fits in expression("over").finditer(text):
        if fits["t"]:
            yield Gestation(TERM_DAYS + int(fits["t"]), TERM_DAYS + int(fits["t"]), "over_due"), fits.group()
            continue
        stated, unit = fits["n"] or fits["n2"], (fits["unit"] or fits["unit2"])[0]
        number = int(stated) if stated.isdigit() else {"couple of": 2}.get(stated, 1)
        days = TERM_DAYS + number * (7 if unit == "w" else 1)
        yield Gestation(days, days + (6 if unit == "w" else 0), "over_due"), fits.group()
    for fits in expression("overdue").finditer(text):
        yield Gestation(TERM_DAYS + 1, TERM_DAYS + 21, "over_due"), fits.group()
    for fits in expression("term").finditer(text):
        yield Gestation(37 * 7, 42 * 7, "weeks"), fits.group()


def _by_period(text: str, today: date) -> Iterator[_Found]:
    """From the last period, give or take two weeks."""
    window = Window(today - timedelta(days=POSSIBLE[-1]), today)
    for fits in expression("period").finditer(text):
        days = read_days(text, fits.end(), today, window)
        if days is not None and days.last <= today + timedelta(days=31):
            since = ((today - days.last).days, (today - days.first).days)
            yield Gestation(max(0, since[0] - 14), since[1] + 14, "last_period"), text[fits.start() : days.end]


def _by_transfer(text: str, today: date) -> Iterator[_Found]:
    window = Window(today - timedelta(days=POSSIBLE[-1]), today)
    for fits in expression("transfer").finditer(text):
        days = read_days(text, fits.end(), today, window)
        if days is not None:
            start = 14 + int(fits["day"] or fits["day2"] or 5)
            yield (
                Gestation(start + (today - days.last).days, start + (today - days.first).days, "transfer"),
                text[fits.start() : days.end],
            )


def _months(text: str, today: date) -> Iterator[_Found]:
    for fits in expression("months").finditer(text):
        before, after = text[max(0, fits.start() - 24) : fits.start()], text[fits.end() : fits.end() + 12]
        pregnant = re.match(r" ?(?:pregnant|preg|gone|along|into|in\b|with)", after) or re.match(
            r" ?(?:$|[.,!?])", after
        )
        hers = expression("months_hers").search(before) or re.match(r" ?(?:pregnant|preg|gone|along)", after)
        if (
            not hers
            or not (pregnant or hers)
            or expression("not_now_before").search(before.replace("the ", ""))
            or expression("then").search(before)
        ):
            continue
        number = float(fits["n"])
        if 1 <= number <= 10:
            yield Gestation(*_month_span(number), "months"), fits.group()


def _month_span(number: float) -> tuple[int, int]:
    """`n months` may be the nth month or n completed ones (evidence 3.2)."""
    low, high = round((number - 1) * MONTH_WEEKS * 7), round((number + 1) * MONTH_WEEKS * 7)
    return max(low, 0), min(high, POSSIBLE[-1])


def _trimester(text: str, today: date) -> Iterator[_Found]:
    spans = {
        "1": (0, 90),
        "f": (0, 90),
        "2": (91, 195),
        "s": (91, 195),
        "3": (196, 308),
        "t": (196, 308),
        "l": (196, 308),
    }
    for fits in expression("trimester").finditer(text):
        if not re.search(
            r"(?:since|had|was|were|through|after|bled) (?:my |the |in |in my |in the |all |during )*$",
            text[: fits.start()],
        ):
            span = (196, 308) if fits["which"] == "final" else spans[fits["which"][0]]
            yield Gestation(*span, "trimester"), fits.group()


_READERS: tuple[Callable[[str, date], Iterator[_Found]], ...] = (
    _exactly, _over, _to_go, _whole_weeks, _by_due_date, _by_transfer, _by_period, _months, _trimester,
)  # fmt: skip
