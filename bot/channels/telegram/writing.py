"""From a reply's body to a Telegram message: text, and one button an option."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from ..sentences import Sentences

#: Telegram's limits, and the width at which its applications begin to cut a button's label.
LONGEST_TEXT = 4000
LONGEST_TOKEN = 64
WIDEST_LABEL = 34
BUTTONS_A_ROW = 5
#: Answers that stand alone in a list where several may be ticked.
_ALONE = ("none", "unsure")
#: Acts that mean the same whichever question stands, so that an old button cannot answer a new question.
ACTS = ("why", "person")

Rows = list[list[InlineKeyboardButton]]


@dataclass(frozen=True)
class Letter:
    """What is sent: nearly always one text; the buttons hang under the last."""

    texts: tuple[str, ...]
    keyboard: InlineKeyboardMarkup | None = None


def write(body: Mapping[str, Any], sentences: Sentences) -> Letter:
    """The reply as Telegram shows it; nothing is cut."""
    parts = [_above(body, sentences), body["text"], _number(body, sentences)]
    question = body.get("question")
    listed, buttons = _asked(question, sentences) if question else ("", [])
    text = "\n\n".join(part for part in [*parts, listed] if part)
    return Letter(tuple(pieces(text, LONGEST_TEXT)), InlineKeyboardMarkup(buttons) if buttons else None)


def _asked(question: Mapping[str, Any], sentences: Sentences) -> tuple[str, Rows]:
    """What stands under the question, and its buttons; the last row is what she can do instead of answering."""
    options = question.get("options") or []
    listed, rows = _ticks(options, sentences) if question["kind"] == "ticks" else _choices(options)
    acts = [InlineKeyboardButton(sentences[act], callback_data=f"act:{act}") for act in ACTS]
    return listed, [*rows, acts]


def _above(body: Mapping[str, Any], sentences: Sentences) -> str:
    """999 and the number, above a question that cannot wait."""
    urgent = (body.get("question") or {}).get("urgent")
    number = body.get("number_text", "")
    return sentences["urgent"].format(number=number) if urgent and number else ""


def _number(body: Mapping[str, Any], sentences: Sentences) -> str:
    """The card's number, unless the card's own words name it."""
    number = (body.get("card") or {}).get("number_text", "")
    return "" if not number or number in body["text"] else sentences["number"].format(number=number)


def _choices(options: Sequence[Mapping[str, str]]) -> tuple[str, Rows]:
    """One button a row; long labels stand numbered in the text and the buttons are their numbers."""
    if any(not _fits(option["token"]) for option in options):
        return _numbered(options), []
    if all(len(option["label"]) <= WIDEST_LABEL for option in options):
        return "", [[InlineKeyboardButton(o["label"], callback_data=o["token"])] for o in options]
    numbers = [InlineKeyboardButton(str(n), callback_data=o["token"]) for n, o in enumerate(options, 1)]
    rows = [numbers[at : at + BUTTONS_A_ROW] for at in range(0, len(numbers), BUTTONS_A_ROW)]
    return _numbered(options), rows


def _ticks(options: Sequence[Mapping[str, str]], sentences: Sentences) -> tuple[str, Rows]:
    """A list to answer with numbers, as by SMS: a button would take one tick for the whole answer."""
    alone = [option for option in options if option["id"] in _ALONE and _fits(option["token"])]
    _, buttons = _choices(alone) if all(len(o["label"]) <= WIDEST_LABEL for o in alone) else ("", [])
    return f"{_numbered(options)}\n\n{sentences['ticks']}", buttons


def _numbered(options: Sequence[Mapping[str, str]]) -> str:
    return "\n".join(f"{number} {option['label']}" for number, option in enumerate(options, 1))


def _fits(token: str) -> bool:
    return token.isascii() and 0 < len(token) <= LONGEST_TOKEN


def pieces(text: str, longest: int) -> Iterator[str]:
    """The text in pieces that a message can hold, parted at a line, a space, or else where it must be."""
    while len(text) > longest:
        at = max(text.rfind("\n", 1, longest), 0) or max(text.rfind(" ", 1, longest), 0) or longest
        yield text[:at]
        text = text[at:].lstrip()
    yield text
