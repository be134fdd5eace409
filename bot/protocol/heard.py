"""What is known at one moment: the state that conditions are tested against."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from datetime import datetime

from .content import FALSE, Asked, Protocol
from .gestation import UNKNOWN, Gestation, parse_weeks
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
        self.open = Bits(self)
        self.defined: dict[str, int] = {}  # definitions tested so far

    @property
    def now(self) -> datetime:
        """The time of the latest statement, or of the latest contact before the first."""
        return self._now or max(when for when, _ in self.facts.contacts)

    def bits(self, questions: Iterable[str]) -> int:
        """The bits of all these questions that are open."""
        mask = 0
        for question in questions:
            mask |= self.open[question]
        return mask

    def with_weeks_unknown(self) -> Heard:
        """The same, counted as 24+0 to 36+6 while nobody has said how far along she is."""
        other = copy(self)
        other.gestation, other.open, other.defined = UNKNOWN, Bits(other), {}
        return other

    def setting(self, name: str) -> float:
        """A site's setting, or the protocol's default."""
        value = self.facts.settings.get(name, self.protocol.settings[name])
        return parse_weeks(value) if isinstance(value, str) else value


class Bits(dict[str, int]):
    """Each question's bit if it is in play and not answered, else 0; worked out when first wanted."""

    def __init__(self, heard: Heard) -> None:
        super().__init__()
        self._heard = heard

    def __missing__(self, question: str) -> int:
        self[question] = 0  # a question whose `when` rests on itself is not in play
        self[question] = bit = self._bit(self._heard.protocol.questions[question])
        return bit

    def _bit(self, asked: Asked) -> int:
        heard = self._heard
        if asked.id in heard.answers or not (asked.always or not asked.pathways.isdisjoint(heard.opened)):
            return 0
        if asked.when is not None and asked.when.test(heard) == FALSE:
            return 0
        return asked.bit


def told_so_far(protocol: Protocol, facts: Facts) -> Level | None:
    """The most urgent level she has been told; a signpost is no level."""
    levels = [told.level for told in facts.told if protocol.signpost_ids.isdisjoint(told.criteria) or told.level]
    return max(levels, default=None)
