"""Somebody answers for every red card."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..content import Protocol
from .cards import red_cards
from .issue import Issue


def card_unowned(protocol: Protocol) -> Iterator[Issue]:
    """Red cards without an owner, a review date, or somebody who agrees."""
    for card, place in red_cards(protocol).items():
        kept = protocol.keeper_of(card)
        if kept is None or not kept.owner or not kept.agreed_with or kept.review == date.min:
            yield Issue(str(place), card, "nobody answers for it; write owner, review and agreed_with in cards.yml")
