"""How far along she says she is, as the interval in which her due date lies (evidence 3.2)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from bot.protocol.gestation import TERM_DAYS, DueDate, Gestation

from .dates import Window, read_days
from .number_words import with_digits
from .plain import Plain

#: Possible gestation in days (4+0 to 44+6); anything else is asked again (evidence 3.2).
POSSIBLE = range(4 * 7, 44 * 7 + 7)
#: Weeks in a month (evidence 3.2).
MONTH_WEEKS = 4.345

_Found = tuple[Gestation, str]

_WEEKS = r"(?:weeks?|weaks?|weeker|wekks?|wks?|wk|w|semanas|semaines|tygodni)(?![a-z])"
_DAY = r"(?:days?|d)(?![a-z])"
_EXACT = re.compile(
    rf"(?<![\d/.])(?P<w>\d\d?) ?(?:(?:{_WEEKS},? ?(?:and |& ?|\+ ?|plus )?(?P<d1>[0-6]) ?{_DAY})"
    rf"|(?:{_WEEKS},? ?(?:and )?(?P<d6>[0-6]) ?/ ?7\b)"
    rf"|(?:{_WEEKS} ?(?:\+|plus|and)? ?(?P<d2>[0-6])(?![\d/.:]| ?(?:week|wk|hour|hr|min|time|month|x\b|kick|out|day a|pad|baby|bab)))"
    rf"|(?: ?(?:\+|plus) ?(?P<d3>[0-6])(?![\d])(?: ?{_DAY}| ?{_WEEKS}| ?/ ?40)?)"
    rf"|(?:/ ?40 ?(?:\+|and|plus)? ?(?P<d4>[0-6])(?!\d)(?: ?{_DAY})?)"
    r"|(?:w ?(?P<d5>[0-6]) ?d?\b))"
)
_WHOLE = re.compile(
    rf"(?<![\d/.+])(?:week |wk )(?P<after>\d\d?)(?![\d/.])|(?<![\d/.+])(?P<w>\d\d?(?:\.\d)?)(?: ?-? ?(?:to|or|-) ?(?P<to>\d\d?))? ?-?(?:{_WEEKS}|/ ?40(?!\d))"
    r"|(?:just gone|gone|just turned|only|im|i am) (?P<gone>\d\d)(?= ?(?:$|[.,!]|now|and|with|but|pregnant|preg|gone))"
    r"|(?<![\d/.+])(?P<bare>\d\d) (?:gone|pregnant|preg|along)\b"
)
_NOT_NOW_AFTER = re.compile(
    r",? ?(?:old|ago|back\b|left|to go|togo|time|early|late\b|prem|post|after|since|later|of (?:rain|being|feeling|pain|work|sick|hell|this)|off\b|leave|scan|appointment|check|appt"
    r"|apart|on\b(?= (?:the|anti|iron|tablets|meds))|long|holiday|cycle|notice|wait|from now|until|till|baby\b(?! (?:is |has |not |isnt |hasnt |wont |stop)))"
)
_NOT_NOW_BEFORE = re.compile(
    r"(?:\bin|every|for|last|past|next|another|within|since|after|over the|these|other|first|until|till|about me for|was|were|before|had (?:a|my)|previous|my|the|size|took) (?:(?:the|my|last|about|around|nearly|a) )?$"
)
_PLANNED = re.compile(
    r"\b(?:appointment|appt|scan|class|classes|induc\w+|section|booked|book|jab|check up|growth|midwife|test|gtt|bloods?|leave|finish work)(?: (?:is|are|was|at|for|on|booked|due|date|it|me|comes|starts|my|be|to))* ?(?:in )?$"
)
_THEN = re.compile(
    r"(?:\b(?:bled|had|lost|was|were|came|born|happened|miscarried|delivered|did|started|stopped|got|gave birth|sister|mum|friend|mate|cousin"
    r"|last (?:pregnancy|time|baby|one)|previous|with my (?:son|daughter|first|last|second|eldest|boy|girl|other)|my first|first (?:baby|pregnancy)|in 20[012]\d|found out)\b)"
    r"(?![^.?!]*\b(?:i'?m|i am|now|currently|today)\b)[^.?!]*$"
)
_TO_GO = re.compile(
    rf"(?P<n>\d\d?(?:\.5)?|a|an|couple of|few) ?(?P<unit>{_WEEKS}|months?|mths?|{_DAY}) ?(?:left|to go|togo|until (?:my )?due|till (?:my )?due|until (?:the )?baby|from (?:my )?due)"
    rf"|due in (?:about |around |just over |under )?(?P<n2>\d\d?(?:\.5)?|a|couple of|few) (?P<unit2>{_WEEKS}|months?|mths?|{_DAY})"
)
_OVER = re.compile(
    r"(?:term|\bt) ?(?:\+|plus) ?(?P<t>\d\d?)(?!\d)"
    rf"|(?P<n>\d\d?|a|nearly a|over a|couple of) (?P<unit>{_WEEKS}|{_DAY}) ?(?:over\b(?! the)|overdue|over due|past (?:my |the )?(?:due|edd|dates)|late\b|after my due|beyond)"
    rf"|over ?due (?:by |for )?(?P<n2>\d\d?|a) (?P<unit2>{_WEEKS}|{_DAY})"
)
_OVERDUE = re.compile(r"\b(?:im|i am|now|so|well|still|way|already|baby is|bit|very) over ?due\b(?! (?:a|my|the|for))|past my due date|gone over(?: my due)?")
_TERM = re.compile(r"\b(?:im|i am|at|now|full|nearly) (?:full )?term\b(?! ?(?:\+|plus))|^ ?term ?$")
_DUE = re.compile(
    r"\b(?:e\.?d\.?d\.?|due date|due day|expected date|baby(?:'?s| is| was)? due|estimated due(?: date)?|due|expecting)"
    r"(?! (?:to|a\b|an\b|back|cos|because|my|for|in at|induction|the (?:jab|midwife|scan)))(?: (?:is|was|on|the|date|around|about|approx|now|at|for|=|set|given|given as|changed to|:))* ?[:=\-]? ?"
)
_PERIOD = re.compile(
    r"\b(?:l\.?m\.?p\.?|last (?:menstrual )?period|first day of (?:my )?last (?:period|cycle)|last (?:bleed|cycle))"
    r"(?: (?:was|is|on|the|started|began|date|about|around|approx|from|came|in|:|=))* ?[:=\-]? ?"
)
_TRANSFER = re.compile(
    r"(?:(?P<day>3|5|6)[ -]?day |day (?P<day2>3|5|6) )?(?:embryo |blastocyst |ivf |frozen |fresh |fet )*transfer(?:red)?(?: (?:was|is|on|the|date|done|of))* ?[:=\-]? ?"
)
_MONTHS = re.compile(
    r"(?<![\d/.])(?P<n>\d\d?(?:\.5)?) ?(?:months?|mnths?|mths?|mos?)\b(?! ?(?:old|ago|back|left|to go|early|time|later|since|off|leave|after|prem|baby|of (?:pain|this|being)|now since))"
)
_MONTHS_HERS = re.compile(r"(?:\bi'?m|i am|im|nearly|almost|pregnant|preg|about|around|over|only|just|at|be|already|the|her|she'?s|she is|gone|now|^) ?$")
_TRIMESTER = re.compile(r"\b(?P<which>1st|first|2nd|second|3rd|third|last|final) tri(?:mester)?\b")
_ROUGH = re.compile(r"(?:about|around|approx\w*|roughly|like|maybe|think|circa|ish|probably|or so|something like|i guess|abt|~) ?(?:im |i am |its )?$")
_NEARLY = re.compile(r"(?:nearly|almost|just under|coming up(?: to)?|approaching|not quite|close to|nrly|coming on|going on|just shy of) ?(?:im |the )?$")
_SHIFT = re.compile(r" ?(?:pregnant |gone |preg )?(?:on |this |coming )?(?P<when>tomorrow|tmrw|tmw|tomoz|tmoz|2moro|2morrow|tmoro|today|yesterday|next week|last week|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b")


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
    for fits in _EXACT.finditer(text):
        days = next(int(value) for name, value in fits.groupdict().items() if name != "w" and value is not None)
        if not _elsewhen(text, fits):
            yield _shifted(int(fits["w"]) * 7 + days, 0, 0, text, fits, today), fits.group()


def _whole_weeks(text: str, today: date) -> Iterator[_Found]:
    """Statements of weeks, the surest first: `im 34 weeks` before `34 weeks`."""
    found = [(fits, value) for fits in _WHOLE.finditer(text) for value in fits.groups() if value and not _elsewhen(text, fits)]
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
    return bool(re.search(r"\b(?:im|i am|now|currently|am)\b", before) or re.match(r" ?(?:pregnant|preg|gone|today|tomorrow)", after))


def _elsewhen(text: str, fits: re.Match[str]) -> bool:
    """These weeks are not how far along she is."""
    before, after = text[max(0, fits.start() - 60) : fits.start()], text[fits.end() : fits.end() + 24]
    if _NOT_NOW_AFTER.match(after) or _PLANNED.search(before) or fits.groupdict().get("after") is None and _NOT_NOW_BEFORE.search(before):
        return True
    return bool(_THEN.search(before)) or bool(re.match(r"[^.?!]{0,6}\bof my (?:previous|last)", after))


def _shifted(low: int, back: int, ahead: int, text: str, fits: re.Match[str], today: date) -> Gestation:
    """`30 weeks tomorrow` is 29+6 today."""
    shift = _SHIFT.match(text, fits.end())
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
    if _SHIFT.match(text, fits.end()):
        return _shifted(low, 0, 0, text, fits, today)
    if _NEARLY.search(before):
        return Gestation(low - 7, low, "weeks")
    if _ROUGH.search(before) or text[fits.end() : fits.end() + 8].strip().startswith(("ish", "or so", "i think", "roughly")):
        return Gestation(low - 7, high + 7, "weeks")
    return Gestation(low, high, "weeks")


def _by_due_date(text: str, today: date) -> Iterator[_Found]:
    window = Window(today - timedelta(days=35), today + timedelta(days=TERM_DAYS))
    for fits in _DUE.finditer(text):
        days = read_days(text, fits.end(), today, window)
        if days is not None and days.first <= window.last and days.last >= window.first:
            yield DueDate(days.first, days.last, "due_date").on(today), text[fits.start() : days.end]


def _to_go(text: str, today: date) -> Iterator[_Found]:
    for fits in _TO_GO.finditer(text):
        number = {"a": 1.0, "an": 1.0, "couple of": 2.0, "few": 3.0}.get(fits["n"] or fits["n2"]) or float(fits["n"] or fits["n2"])
        unit = (fits["unit"] or fits["unit2"])[0]
        days = round(number * {"w": 7, "m": 7 * MONTH_WEEKS, "d": 1}[unit])
        slack = {"w": 4, "m": 15, "d": 0}[unit]
        yield Gestation(TERM_DAYS - days - slack, TERM_DAYS - days + slack, "months" if unit == "m" else "weeks"), fits.group()


def _over(text: str, today: date) -> Iterator[_Found]:
    for fits in _OVER.finditer(text):
        if fits["t"]:
            yield Gestation(TERM_DAYS + int(fits["t"]), TERM_DAYS + int(fits["t"]), "over_due"), fits.group()
            continue
        stated, unit = fits["n"] or fits["n2"], (fits["unit"] or fits["unit2"])[0]
        number = int(stated) if stated.isdigit() else {"couple of": 2}.get(stated, 1)
        days = TERM_DAYS + number * (7 if unit == "w" else 1)
        yield Gestation(days, days + (6 if unit == "w" else 0), "over_due"), fits.group()
    for fits in _OVERDUE.finditer(text):
        yield Gestation(TERM_DAYS + 1, TERM_DAYS + 21, "over_due"), fits.group()
    for fits in _TERM.finditer(text):
        yield Gestation(37 * 7, 42 * 7, "weeks"), fits.group()


def _by_period(text: str, today: date) -> Iterator[_Found]:
    """From the last period, give or take two weeks."""
    window = Window(today - timedelta(days=POSSIBLE[-1]), today)
    for fits in _PERIOD.finditer(text):
        days = read_days(text, fits.end(), today, window)
        if days is not None and days.last <= today + timedelta(days=31):
            since = ((today - days.last).days, (today - days.first).days)
            yield Gestation(max(0, since[0] - 14), since[1] + 14, "last_period"), text[fits.start() : days.end]


def _by_transfer(text: str, today: date) -> Iterator[_Found]:
    window = Window(today - timedelta(days=POSSIBLE[-1]), today)
    for fits in _TRANSFER.finditer(text):
        days = read_days(text, fits.end(), today, window)
        if days is not None:
            start = 14 + int(fits["day"] or fits["day2"] or 5)
            yield Gestation(start + (today - days.last).days, start + (today - days.first).days, "transfer"), text[fits.start() : days.end]


def _months(text: str, today: date) -> Iterator[_Found]:
    for fits in _MONTHS.finditer(text):
        before, after = text[max(0, fits.start() - 24) : fits.start()], text[fits.end() : fits.end() + 12]
        pregnant = re.match(r" ?(?:pregnant|preg|gone|along|into|in\b|with)", after) or re.match(r" ?(?:$|[.,!?])", after)
        hers = _MONTHS_HERS.search(before) or re.match(r" ?(?:pregnant|preg|gone|along)", after)
        if not hers or not (pregnant or hers) or _NOT_NOW_BEFORE.search(before.replace("the ", "")) or _THEN.search(before):
            continue
        number = float(fits["n"])
        if 1 <= number <= 10:
            yield Gestation(*_month_span(number), "months"), fits.group()


def _month_span(number: float) -> tuple[int, int]:
    """`n months` may be the nth month or n completed ones (evidence 3.2)."""
    low, high = round((number - 1) * MONTH_WEEKS * 7), round((number + 1) * MONTH_WEEKS * 7)
    return max(low, 0), min(high, POSSIBLE[-1])


def _trimester(text: str, today: date) -> Iterator[_Found]:
    spans = {"1": (0, 90), "f": (0, 90), "2": (91, 195), "s": (91, 195), "3": (196, 308), "t": (196, 308), "l": (196, 308)}
    for fits in _TRIMESTER.finditer(text):
        if not re.search(r"(?:since|had|was|were|through|after|bled) (?:my |the |in |in my |in the |all |during )*$", text[: fits.start()]):
            span = (196, 308) if fits["which"] == "final" else spans[fits["which"][0]]
            yield Gestation(*span, "trimester"), fits.group()


_READERS: tuple[Callable[[str, date], Iterator[_Found]], ...] = (
    _exactly, _over, _to_go, _whole_weeks, _by_due_date, _by_transfer, _by_period, _months, _trimester,
)  # fmt: skip
