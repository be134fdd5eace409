"""Whether a criterion has been signed: what the pages need to know of the sign-offs, and no more."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol as Shape

from bot.protocol.content import Protocol

SIGNED, AWAITING = "signed", "awaiting"
#: How a standing is written on every page.
SPOKEN = {SIGNED: "signed", AWAITING: "awaiting sign-off"}


class Standing(Shape):
    """What sign-offs make of one version of the protocol; `approval.Approval` is one."""

    @property
    def approved(self) -> bool:
        """Whether this version may be used with real women."""

    @property
    def missing(self) -> tuple[str, ...]:
        """What still has to be signed, in sentences."""

    def of(self, criterion_id: str) -> str:
        """`signed` or `awaiting`."""


@dataclass(frozen=True)
class Unsigned:
    """Nobody has signed anything: the truth until a sign-off says otherwise."""

    missing: tuple[str, ...] = ("Nobody has signed this version.",)
    approved: bool = False

    def of(self, criterion_id: str) -> str:
        """Awaiting, whatever is asked about."""
        return AWAITING


StandingOf = Callable[[Protocol], Standing]


def unsigned(protocol: Protocol) -> Standing:
    """A standing without any sign-off."""
    return Unsigned()


def awaiting(standing: Standing, criteria: Iterable[str]) -> int:
    """How many of `criteria` nobody has signed."""
    return sum(standing.of(criterion) != SIGNED for criterion in criteria)
