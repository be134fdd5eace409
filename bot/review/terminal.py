"""The protocol as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from bot.protocol.content import Protocol

from .hers import Passage, passages
from .reading_age import OLDEST, age, own_age, too_hard


def reading_ages(protocol: Protocol) -> Iterator[str]:
    """The reading age of every passage, questions first, the hardest first; and what is too hard."""
    found = passages(protocol.words)
    ordered = sorted(found.values(), key=lambda one: (one.kind != "question", -age(one.measured), one.id))
    yield f"{'age':>4}  {'hardest':>7}  what she reads"
    for passage in ordered:
        yield f"{age(passage.measured):4.1f}  {_hardest(passage):>7}  {passage.id}: {passage.sentences[0].measured[0]}"
    hard = [str(one) for one in too_hard(found.values())]
    yield from hard
    yield f"{len(found)} passages for readers of {OLDEST:.0f} or younger, {len(hard)} findings."


def _hardest(passage: Passage) -> str:
    ages = [found for one in passage.sentences if (found := own_age(one)) is not None]
    return f"{max(ages):.1f}" if ages else "-"
