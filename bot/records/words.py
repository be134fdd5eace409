"""Her words as they are kept: whole, only without what no database can hold."""

from __future__ import annotations

import json
import re
from typing import Any

#: NUL, which PostgreSQL refuses, and lone surrogates, which UTF-8 refuses.
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
#: The same as JSON writes it; a pair of surrogates is a letter, and is then looked at more closely.
_ESCAPED = re.compile(r"\\u(?:0000|d[89a-f])")


def cleaned(text: str) -> str:
    """`text` with each NUL and lone surrogate replaced by U+FFFD; nothing is cut."""
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def cleaned_all(value: Any) -> Any:
    """`value` with every string in it cleaned; one look at its JSON says whether there is anything to do."""
    if _ESCAPED.search(json.dumps(value)) is None:
        return value
    return _walked(value)


def _walked(value: Any) -> Any:
    if isinstance(value, str):
        return cleaned(value)
    if isinstance(value, dict):
        return {_walked(key): _walked(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_walked(item) for item in value]
    return value
