"""Her words as they are kept: whole, only without what no database can hold."""

from __future__ import annotations

import re
from typing import Any

#: NUL, which PostgreSQL refuses, and lone surrogates, which UTF-8 refuses.
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")


def cleaned(text: str) -> str:
    """`text` with each NUL and lone surrogate replaced by U+FFFD; nothing is cut."""
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def cleaned_all(value: Any) -> Any:
    """`value` with every string in it cleaned."""
    if isinstance(value, str):
        return cleaned(value)
    if isinstance(value, dict):
        return {cleaned_all(key): cleaned_all(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [cleaned_all(item) for item in value]
    return value
