"""What the women saw, to be held against what the database says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Exchange:
    """One message on the web that was acknowledged; `answered` when its response held a reply."""

    id: str
    tries: int
    answered: bool


@dataclass
class WebLog:
    """One conversation as the browser has it: `seen` are messages by their number, `shown` is the page in the end."""

    conversation: str
    exchanges: list[Exchange] = field(default_factory=list)
    seen: dict[int, dict[str, Any]] = field(default_factory=dict)
    shown: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class PhoneLog:
    """One telephone: how many messages its carrier handed over, of how many more nobody knows, and what it received."""

    channel: str
    address: str
    handed_over: int = 0
    unknown: int = 0
    received: list[str] = field(default_factory=list)


@dataclass
class Log:
    """Everything that was seen from outside."""

    web: list[WebLog] = field(default_factory=list)
    phones: list[PhoneLog] = field(default_factory=list)
    kills: int = 0
    errors: int = 0  # replies of 500 and above, which the page sends again
    given_up: list[str] = field(default_factory=list)

    @property
    def answered(self) -> int:
        """How many messages on the web were answered so far."""
        return sum(len(talk.exchanges) for talk in self.web)

    @property
    def resends(self) -> int:
        """How often the page had to send again."""
        return sum(one.tries - 1 for talk in self.web for one in talk.exchanges)
