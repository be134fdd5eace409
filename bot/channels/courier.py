"""What carries a reply to her: the one thing the outbox knows about Telegram and SMS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Sent:
    """The carrier has taken the reply; `status` is the carrier's own first word on it."""

    carrier_id: str
    status: str = "sent"


class TemporaryFailure(Exception):  # noqa: N818 - named by what went wrong
    """The carrier did not take the reply now; later it may."""

    def __init__(self, problem: str, after: float = 0) -> None:
        """`problem` is a code or an exception's name, never a number or words; `after` is in seconds."""
        super().__init__(problem)
        self.problem = problem
        self.after = after


class PermanentFailure(Exception):  # noqa: N818 - named by what went wrong
    """The carrier will never take this reply for this address."""

    def __init__(self, problem: str) -> None:
        """`problem` is a code or an exception's name, never a number or words."""
        super().__init__(problem)
        self.problem = problem


class Courier(Protocol):
    """Takes one reply body to one address."""

    async def send(self, address: str, body: Mapping[str, Any]) -> Sent:
        """Hand the reply to the carrier. Raises `TemporaryFailure` or `PermanentFailure`."""
        ...
