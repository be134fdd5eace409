"""From a reply's body to one text message: its short form, then numbered choices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..sentences import Sentences

#: Ticks stand in groups of so many, with a blank line between: a long list is not read on a small screen.
GROUP = 4
#: Our own punctuation outside GSM-7. One such sign would halve what fits into a message. Her language's
#: letters, and a midwife's, stay as they are.
_PLAIN = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2013": "-",
        "\u2014": "-",
        "\u2011": "-",
        "\u2026": "...",
        "\u2022": "-",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
    }
)


def write(body: Mapping[str, Any], sentences: Sentences) -> str:
    """The whole reply as one message.

    A list of ticks is never sent as two: the second could arrive alone, and what she does not see she cannot tick.
    """
    said = body.get("short") or body["text"]
    question = body.get("question") or {}
    parts = [_urgent(body, question, sentences), said, _number(body, said, sentences), *_answers(question, sentences)]
    return plain("\n".join(part for part in parts if part is not None))


def plain(text: str) -> str:
    """The text with our punctuation in GSM-7; nothing else is touched, nothing is cut."""
    return text.translate(_PLAIN)


def _urgent(body: Mapping[str, Any], question: Mapping[str, Any], sentences: Sentences) -> str | None:
    """999 and the number, above a question that cannot wait."""
    number = body.get("number_text")
    return sentences["urgent"].format(number=number) if question.get("urgent") and number else None


def _number(body: Mapping[str, Any], said: str, sentences: Sentences) -> str | None:
    """The card's number, unless its words name it."""
    number = (body.get("card") or {}).get("number_text")
    return sentences["number"].format(number=number) if number and number not in said else None


def _answers(question: Mapping[str, Any], sentences: Sentences) -> Iterator[str]:
    options: Sequence[Mapping[str, str]] = question.get("options") or []
    kind = question.get("kind")
    if kind not in ("choice", "ticks"):  # a number typed here is a measurement, not a choice
        yield from (sentences["or_word"].format(label=option["label"]) for option in options)
        return
    for number, option in enumerate(options, 1):
        if kind == "ticks" and number > 1 and number % GROUP == 1:
            yield ""
        yield f"{number} {option['label']}"
    if options:
        yield sentences[kind]
