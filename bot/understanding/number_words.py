"""Numbers written as words, turned to digits: `thirty four and a half` becomes `34.5`."""

from __future__ import annotations

import re

_ONES = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fourty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_SMALL = {word: number for number, word in enumerate(_ONES)}
_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "eleventh": 11,
    "twelfth": 12,
    "thirteenth": 13,
    "fourteenth": 14,
    "fifteenth": 15,
    "sixteenth": 16,
    "seventeenth": 17,
    "eighteenth": 18,
    "nineteenth": 19,
    "twentieth": 20,
    "thirtieth": 30,
}
_NUMBER = re.compile(
    r"\b(?:(?P<hundred>a|one|two|1|2) hundred(?: and)? ?)?"
    rf"(?:(?P<tens>{'|'.join(_TENS)})(?:[ -]?(?P<units>{'|'.join(_ONES[1:10])}))?"
    rf"|(?P<small>{'|'.join(reversed(_ONES))}))?\b"
)
_OF_A_MONTH = re.compile(
    rf"\b(?:(?P<tens>twenty|thirty)[ -])?(?P<ordinal>{'|'.join(_ORDINALS)})"
    r"(?= (?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
)
_HALF = re.compile(
    r"(?<!\d)(\d{1,3})(?: and (?:a )?half| ?\u00bd| 1/2| and a 1/2)|(?<!\d)(\d{1,3})( weeks?| months?) and a half"
)


def with_digits(text: str) -> str:
    """The text with number words as digits."""
    text = _OF_A_MONTH.sub(lambda m: str(_TENS.get(m["tens"] or "", 0) + _ORDINALS[m["ordinal"]]), text)
    text = _NUMBER.sub(_digits, text)
    return _HALF.sub(lambda m: f"{m[1]}.5" if m[1] else f"{m[2]}.5{m[3]}", text)


def _digits(fits: re.Match[str]) -> str:
    if not any(fits.groupdict().values()):
        return fits.group()
    number = {"two": 200, "2": 200}.get(fits["hundred"], 100) if fits["hundred"] else 0
    number += _TENS.get(fits["tens"] or "", 0) + _SMALL.get(fits["units"] or "", 0) + _SMALL.get(fits["small"] or "", 0)
    return f"{number} " if fits.group().endswith(" ") else str(number)
