"""Her letters made plain: one alphabet, lower case, no marks that only hide words.

Every plain letter remembers which of her letters it came from, so that she can be quoted.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

#: Above this many characters only the beginning and the end are read closely.
EDGE = 2_000

_APOSTROPHES = "'\u2018\u2019\u201a\u201b\u02bc\u00b4`\u2032\uff07"
_EMOJI = {
    "\U0001fa78": " blood ",
    "\U0001f6d1": " stop ",
    "\U0001f44d": " yes ",
    "\U0001f44c": " yes ",
    "\u2705": " yes ",
    "\u2714": " yes ",
    "\U0001f44e": " no ",
    "\u274c": " no ",
    "\U0001f198": " sos ",
    "\U0001f691": " ambulance ",
    "\U0001f92e": " vomiting ",
    "\U0001f912": " fever ",
    "\U0001f975": " fever ",
}
_ODD_LATIN = {"ł": "l", "đ": "d", "ø": "o", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d"}
_ARABIC = {"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ہ": "ه", "ھ": "ه", "ۃ": "ه"}
_DROPPED = re.compile(
    "[\u0610-\u061a\u064b-\u065f\u0670\u0640\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\u00ad]"
)
_STAND_INS = {**_EMOJI, **_ODD_LATIN, **_ARABIC, **dict.fromkeys(_APOSTROPHES, "'")}


@dataclass(frozen=True)
class Plain:
    """Plain letters, and for each the place of the letter in `raw` that it came from."""

    raw: str
    text: str
    places: tuple[int, ...] | range

    def quote(self, start: int, end: int) -> str:
        """Her own letters for plain letters `start` to `end`."""
        if start >= end:
            return ""
        return self.raw[self.places[start] : self.places[end - 1] + 1].strip()


def plain(text: str) -> Plain:
    """Her text in plain letters; never raises, whatever was typed."""
    if text.isascii():
        raw = text.replace("\x00", " ")
        return Plain(raw, raw.lower().replace("`", "'"), range(len(raw)))
    raw = unicodedata.normalize("NFC", "".join(" " if _unspeakable(c) else c for c in text))
    letters: list[str] = []
    places: list[int] = []
    known: dict[str, str] = {}
    for place, char in enumerate(raw):
        if char not in known:
            known[char] = plain_letter(char)
        letters.append(known[char])
        places.extend([place] * len(known[char]))
    return Plain(raw, "".join(letters), tuple(places))


def plain_letter(char: str) -> str:
    """The plain letters of one character: none, one or several."""
    if _DROPPED.match(char):
        return ""
    if char in _STAND_INS:
        return _STAND_INS[char]
    lowered = unicodedata.normalize("NFKC", char).lower()
    if "\u00c0" <= lowered[:1] <= "\u024f" or "\u1e00" <= lowered[:1] <= "\u1eff":
        lowered = "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    return "".join(_STAND_INS.get(c, c) for c in lowered if not _DROPPED.match(c))


def _unspeakable(char: str) -> bool:
    return char == "\x00" or "\ud800" <= char <= "\udfff"
