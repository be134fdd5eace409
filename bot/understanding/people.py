"""Whom the message is about: her who writes, someone with the writer, or someone elsewhere."""

from __future__ import annotations

import re

from .lexicon import expression
from .plain import Plain


def read_about(part: Plain) -> str | None:
    """`her`, `with_me`, `absent`, or `None` when her words do not say."""
    text = re.sub(r"\s+", " ", part.text)
    companion, absent = expression("companion").search(text), expression("absent").search(text)
    if companion and absent:
        return "absent"
    if companion:
        return "with_me"
    return "her" if expression("her").search(text) else None
