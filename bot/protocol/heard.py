"""What is known at one moment: the state that conditions are tested against."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from .content import FALSE, Protocol
from .gestation import Gestation, parse_weeks
from .level import Level
from .statement import Facts


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
        self._bits: dict[str, int] = {}

    @property
    def now(self) -> datetime:
        """The time of the latest statement, or of the latest contact before the first."""
        return self._now or max(when for when, _ in self.facts.contacts)

    def bit(self, question: str) -> int:
        """The question's bit if it is in play and not answered, else 0."""
        known = self._bits.get(question)
        if known is None:
            self._bits[question] = 0
            known = self._bits[question] = self._in_play(question)
        return known

    def bits(self, questions: Iterable[str]) -> int:
        """The bits of all these questions that are open."""
        mask = 0
        for question in questions:
            mask |= self.bit(question)
        return mask

    def _in_play(self, question: str) -> int:
        asked = self.protocol.questions[question]
        if question in self.answers or not (asked.always or not asked.pathways.isdisjoint(self.opened)):
            return 0
        if asked.when is not None and asked.when.test(self) == FALSE:
            return 0
        return asked.bit

    def setting(self, name: str) -> float:
        """A site's setting, or the protocol's default."""
        value = self.facts.settings.get(name, self.protocol.settings[name])
        return parse_weeks(value) if isinstance(value, str) else value


def told_so_far(protocol: Protocol, facts: Facts) -> Level | None:
    """The most urgent level she has been told; a signpost is no level."""
    levels = [told.level for told in facts.told if protocol.signpost_ids.isdisjoint(told.criteria) or told.level]
    return max(levels, default=None)
