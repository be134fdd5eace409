"""Her words as Rasa may see them."""

from __future__ import annotations

import re

#: Rasa takes a leading slash for a command of its developer, also after blanks.
_SLASHES = re.compile(r"^[\s/\u2044\u2215\uff0f\u200b-\u200f\u2060\ufeff]+")
#: What the trained part reads of a long message; findings are read in all of it.
READ_AT_MOST = 1000


def harmless(words: str) -> str:
    """Her words so that nothing in them is a command to Rasa."""
    text = _SLASHES.sub("", words).strip()
    if len(text) > READ_AT_MOST:
        half = READ_AT_MOST // 2
        text = f"{text[:half]} {text[-half:]}"
    return text or "?"
