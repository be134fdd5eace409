"""Red cards fit two SMS, say whom to call, and say nothing that has done harm."""

from __future__ import annotations

from collections.abc import Iterator

from ..content import Place, Protocol
from ..level import Level
from .issue import Issue
from .wording import cards

#: Two joined segments of the GSM 03.38 alphabet.
TWO_SEGMENTS = 306
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWICE = frozenset("^{}\\[~]|€")
#: The longest that a placeholder may become.
LONGEST = {
    "unit": "U" * 40,
    "number": "01632 960 001 0",
    "address": "A" * 60,
    "by": "00:00",
    "weeks": "34+0 to 36+6",
    "days": "280",
    "name": "N" * 30,
    "line": "L" * 40,
}
#: Said by real scripts, and dangerous or delaying (evidence section 2, HSIB-999).
_HARM = ("flat on your back", "pack a bag", "gather")


def red_cards(protocol: Protocol) -> dict[str, Place]:
    """Every card that a red level may show."""
    red = {c.card for c in protocol.criteria.values() if c.card and c.level >= Level.R_GO}
    red |= {card for level, card in protocol.cards.items() if level >= Level.R_GO}
    return {card: place for card, place in cards(protocol).items() if card in red}


def card_too_long(protocol: Protocol) -> Iterator[Issue]:
    """Red cards whose SMS does not fit two segments."""
    for card, place in red_cards(protocol).items():
        for language in protocol.words.languages:
            size = _size(protocol, f"{card}.sms", language)
            if size is None:
                yield Issue(str(place), f"{card}.sms", "it has letters outside GSM-7; use plain letters and signs")
            elif size > TWO_SEGMENTS:
                wrong = f"it takes {size} of {TWO_SEGMENTS} characters with its longest fillings; shorten it"
                yield Issue(str(place), f"{card}.sms", wrong)


def _size(protocol: Protocol, id: str, language: str) -> int | None:
    if not protocol.words.has(id):
        return 0
    text = protocol.words.say(id, language, short=True, **LONGEST)
    if not _GSM.union(_GSM_TWICE).issuperset(text):
        return None
    return len(text) + sum(1 for letter in text if letter in _GSM_TWICE)


def card_says_harm(protocol: Protocol) -> Iterator[Issue]:
    """Red cards with words that delayed or harmed in real scripts."""
    for card, place in red_cards(protocol).items():
        text = _text(protocol, card)
        for phrase in _HARM:
            if phrase in text and f"not {phrase}" not in text and f"not lie {phrase}" not in text:
                yield Issue(str(place), card, f"it says '{phrase}', which has done harm; say it another way")


def card_tells_nobody(protocol: Protocol) -> Iterator[Issue]:
    """Red cards that do not say whom to call: 999 or the unit's number."""
    for card, place in red_cards(protocol).items():
        for part in ("do", "sms"):
            id = f"{card}.{part}"
            text = _text(protocol, card, (part,))
            if protocol.words.has(id) and "999" not in text and "{number}" not in text:
                yield Issue(str(place), id, "it does not say whom to call; write 999 or {number}")


def _text(protocol: Protocol, card: str, parts: tuple[str, ...] = ("title", "do", "wait", "who", "sms")) -> str:
    ids = [f"{card}.{part}" for part in parts if protocol.words.has(f"{card}.{part}")]
    sentences = [protocol.words.sentence(id) for id in ids]
    return " ".join(line for one in sentences for line in (*one.lines, *one.short)).lower()
