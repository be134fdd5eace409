"""What is known at one moment: the state that conditions are tested against."""

from __future__ import annotations

from copy import copy
from datetime import datetime

from .content import FALSE, Protocol
from .gestation import UNKNOWN, Gestation
from .level import Level
from .marks import said
from .statement import FINDING, Facts


class Heard:
    """Answers, findings and measurements, with what is still open; made by `hearing`, then only read."""

    def __init__(self, protocol: Protocol, facts: Facts, now: datetime | None) -> None:
        self.protocol, self.facts = protocol, facts
        self.answers: dict[str, frozenset[str]] = {}
        self.uncertain: dict[str, None] = {}
        self.measured: dict[str, tuple[float, ...]] = {}
        self.gestation: Gestation | None = None
        self.dated = False
        self.found: dict[str, None] = {}
        self.doubtful: dict[str, int] = {}
        self.opened: frozenset[str] = frozenset()
        self.opened_by_her: frozenset[str] = frozenset()
        self.taken_back: tuple[str, ...] = ()  # waiting to be asked back
        self.accepted: tuple[str, ...] = ()  # asked back and accepted
        self.told: Level | None = told_so_far(protocol, facts)
        self._now = now
        self._known: frozenset[str] | None = None
        self.said = 0  # what conditions look for among all this, as bits
        self.open = 0  # the questions in play that nobody has answered, as bits
        self.defined: dict[str, int] = {}  # definitions tested so far

    @property
    def now(self) -> datetime:
        """The time of the latest statement, or of the latest contact before the first."""
        return self._now or max(when for when, _ in self.facts.contacts)

    @property
    def known(self) -> frozenset[str]:
        """Everything that a reason may rest on: questions answered, and `finding:<name>`s."""
        if self._known is None:
            self._known = frozenset([*self.answers, *(FINDING + name for name in self.found)])
        return self._known

    def settle(self) -> Heard:
        """Work out the bits, once everything is known."""
        self.said = said(self.protocol.marks, self.answers, self.uncertain, self.found)
        self._open()
        return self

    def _open(self) -> None:
        """Which questions are open: those on which another's `when` rests come first."""
        protocol, questions = self.protocol, self.protocol.questions
        answered, in_play = 0, protocol.always_in_play
        for name in self.answers:
            answered |= questions[name].bit
        for pathway in self.opened:
            in_play |= protocol.in_play[pathway]
        in_play &= ~answered
        self.defined = {}
        self.open = in_play & protocol.asked_anyway
        for bit, when in protocol.asked_sometimes:
            if in_play & bit and when(self) != FALSE:
                self.open |= bit
        self.defined = {}

    def with_weeks_unknown(self) -> Heard:
        """The same, counted as 24+0 to 36+6 while nobody has said how far along she is."""
        other = copy(self)
        other.gestation = UNKNOWN
        other._open()
        return other


def told_so_far(protocol: Protocol, facts: Facts) -> Level | None:
    """The most urgent level she has been told; a signpost is no level."""
    levels = [told.level for told in facts.told if protocol.signpost_ids.isdisjoint(told.criteria) or told.level]
    return max(levels, default=None)
