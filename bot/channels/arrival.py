"""What a channel hands to the front desk, and what it asks of it (docs/contracts.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.records.words import cleaned as writable

__all__ = ["Arrival", "Desk", "writable"]


@dataclass(frozen=True)
class Arrival:
    """One message from her. Seen before (`conversation_id`, `carrier_id`) means answered as then."""

    conversation_id: str
    carrier_id: str
    kind: str  # words, choice, media, start
    words: str | None = None
    choice: str | None = None


class Desk(Protocol):
    """The part of the front desk that Telegram and SMS use."""

    def find_or_open(self, channel: str, address: str) -> str:
        """The conversation of this address."""
        ...

    async def store(self, arrival: Any) -> int:
        """Make the arrival durable; its number."""
        ...

    async def answer(self, arrival_number: int) -> Sequence[Any]:
        """Run the turn; the replies."""
        ...
