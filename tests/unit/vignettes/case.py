"""The cases of tests/vignettes, with the terms beside this file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from bot.protocol.statement import Value
from bot.review.stories import DAY as TODAY
from bot.review.vignettes import Case, NotMapped, Vignettes, read, terms_in, value_of

__all__ = ["HERE", "TODAY", "VIGNETTES", "Case", "NotMapped", "cases", "read", "terms", "value_of", "weeks"]

HERE = Path(__file__).parent
VIGNETTES = HERE.parents[1] / "vignettes"


@cache
def terms() -> dict[str, Any]:
    """What the evidence's terms mean in the protocol."""
    return terms_in(HERE)


def cases() -> Iterator[Case]:
    """Every case of every file."""
    return Vignettes(terms()).cases(VIGNETTES)


def weeks(said: str) -> Value:
    """Her weeks as the answer to the question for them."""
    return Vignettes(terms()).weeks(said)
