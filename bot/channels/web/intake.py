"""Reading what she sends, from JSON or from a form, into arrivals for the front desk."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.channels.arrival import Arrival, writable

#: Longer words are refused; whether words this long are understood is for the front desk to say.
WORDS_LIMIT = 100_000
ID_LIMIT = 100
TOKEN_LIMIT = 500
TICKS_LIMIT = 60


class Unclear(Exception):
    """The message could not be read; the text says why, in a sentence for her."""


class TooLong(Unclear):
    """That is too long for us to take in one go."""


@dataclass(frozen=True)
class Said:
    """One thing she said: words, a choice (several ticks are joined by commas), or only "start"."""

    id: str
    words: str | None = None
    choice: str | None = None

    def arrival(self, conversation_id: str) -> Arrival:
        """For the front desk."""
        kind = "words" if self.words is not None else "choice" if self.choice is not None else "start"
        return Arrival(conversation_id, self.id, kind, words=self.words, choice=self.choice)


def parse(body: bytes) -> dict[str, Any]:
    """A JSON object. Raises `Unclear`."""
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        raise Unclear("We could not read that message.") from None
    if not isinstance(read, dict):
        raise Unclear("We could not read that message.")
    return read


def said_in(fields: Mapping[str, Any]) -> Said:
    """The message in a JSON body; unknown fields are ignored. Raises `Unclear` or `TooLong`."""
    ident = _id(fields.get("id"))
    text, choice = fields.get("text"), fields.get("choice")
    if text is not None and choice is not None:
        raise Unclear("Send words or a choice, not both at once.")
    if text is not None:
        return Said(ident, words=words(text))
    if choice is not None:
        return Said(ident, choice=_choice(choice))
    if fields.get("start") is True:
        return Said(ident)
    raise Unclear("There was nothing in that message.")


def words(text: Any) -> str:
    """Her words, as they can be kept. Raises `Unclear` or `TooLong`."""
    if not isinstance(text, str) or not text.strip():
        raise Unclear("There was nothing in that message.")
    if len(text) > WORDS_LIMIT:
        raise TooLong(TooLong.__doc__)
    return writable(text)


def said_on_form(fields: Mapping[str, Any], ticks: Sequence[Any]) -> list[Said]:
    """What a form without JavaScript brings: a pressed button, ticks, words, or both. Never drops her words.

    "None of these" is not believed beside a tick. Raises `Unclear` or `TooLong`.
    """
    ident = _id(fields.get("id"))
    pressed = fields.get("choice")
    if not pressed and (ticked := list(ticks) or [fields.get("tick_none")]) != [None]:
        pressed = ticked
    said: list[Said] = []
    if pressed:
        said.append(Said(ident, choice=_choice(pressed)))
    text = str(fields.get("text") or "")
    if text.strip():
        said.append(Said(f"{ident}.words", words=words(text)))
    if not said and fields.get("start"):
        said.append(Said(ident))
    if not said:
        raise Unclear("Write something, or press a button.")
    return said


def _id(value: Any) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= ID_LIMIT or not value.isascii() or not value.isprintable():
        raise Unclear("That message had no name we could use.")
    return value


def _choice(value: Any) -> str:
    tokens = value if isinstance(value, list) else [value]
    fits = 0 < len(tokens) <= TICKS_LIMIT and all(
        isinstance(token, str) and 0 < len(token) <= TOKEN_LIMIT and token.isascii() and token.isprintable()
        for token in tokens
    )
    if not fits:
        raise Unclear("We could not tell which button that was.")
    return ",".join(tokens)
