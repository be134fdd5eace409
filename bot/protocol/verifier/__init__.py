"""Checks of a whole protocol beyond its format: sources, words, cards, and conversations walked to their end.

Belongs here: one file for each kind of check. Does not: reading files, deciding levels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..content import Protocol
from .asked import asked_by_nobody, unsure_not_said
from .card_owners import card_unowned
from .cards import card_says_harm, card_tells_nobody, card_too_long
from .findings import never_confirmed
from .greens import green_where_never
from .issue import Issue
from .sources import unsigned, unsourced
from .walks import walked
from .wording import wordless

__all__ = ["CHECKS", "Issue", "verify"]

#: Every check that only reads the protocol.
CHECKS: tuple[Callable[[Protocol], Iterable[Issue]], ...] = (
    unsourced,
    unsigned,
    unsure_not_said,
    asked_by_nobody,
    never_confirmed,
    green_where_never,
    wordless,
    card_too_long,
    card_says_harm,
    card_tells_nobody,
    card_unowned,
)


def verify(protocol: Protocol, cases: int = 500, seed: int = 0) -> list[Issue]:
    """Everything found wrong, the same for the same seed; `cases` conversations are walked."""
    found = [issue for check in CHECKS for issue in check(protocol)]
    return list(dict.fromkeys([*found, *walked(protocol, cases, seed)]))
