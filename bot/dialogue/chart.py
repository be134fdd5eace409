"""The chart: what has been said, asked and told in this episode.

It travels in Rasa's slot `answers` and is all that a turn needs; the record in the database is the
clinical truth, from which a lost chart is rebuilt.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.protocol.content import Protocol
from bot.protocol.engine import next_step
from bot.protocol.level import Level
from bot.protocol.statement import Facts, Statement, Told, Value
from bot.protocol.step import Question, Step
from bot.protocol.targets import ring_within
from bot.records.clock import local_date

from . import phrases, shelf

#: One turn asks for the same step about seven times, each time on a chart read anew from its slot. The
#: engine is a pure function of the key, so that a step worked out once is as good the next time.
STEPS_KEPT = 256
_steps: dict[Hashable, Step] = {}


@dataclass(frozen=True)
class Asked:
    """The question that stands.

    Its number `n` grows over the whole conversation: a button of an earlier asking answers nothing.
    """

    question: str
    n: int
    options: tuple[str, ...]


@dataclass(frozen=True)
class Chart:
    """Everything about one episode that the dialogue needs."""

    protocol_hash: str
    statements: tuple[Statement, ...] = ()
    told: tuple[Told, ...] = ()
    asked: Asked | None = None
    misread: int = 0
    misread_at: str = ""  # the message that was not understood last: said once, not before every later reply
    heard: str = ""  # the last message that was read, so that no message counts twice
    welcomed: bool = False
    wants_person: bool = False
    stopped_at: str = ""  # the message with which she said stop: nothing is asked in that turn
    handed_over: bool = False
    begin_again: bool = False
    floor: Level = Level.G
    floor_reason: str = ""
    known: Mapping[str, Value] = field(default_factory=dict)
    asked_so_far: int = 0

    @property
    def protocol(self) -> Protocol:
        """The version this episode began with."""
        return shelf.version(self.protocol_hash)

    def facts(self, now: datetime) -> Facts:
        """What the engine may know without asking."""
        return Facts(
            today=local_date(now),
            known=self.known,
            told=self.told,
            floor=max(self.floor, Level.A60 if self.wants_person else Level.G),
            floor_reason="asked for a midwife" if self.wants_person else self.floor_reason,
        )

    def step(self, now: datetime) -> Step:
        """What the protocol says next."""
        facts = self.facts(now)
        known = tuple((name, repr(value)) for name, value in facts.known.items())
        key = (self.protocol_hash, facts.today, self.statements, self.told, facts.floor, facts.floor_reason, known)
        step = _steps.get(key)
        if step is None:
            if len(_steps) >= STEPS_KEPT:
                _steps.clear()
            step = _steps[key] = next_step(self.protocol, facts, self.statements)
        return step

    @property
    def promised(self) -> datetime | None:
        """The time that she was last given, if any."""
        within = ring_within(self.protocol)
        last = next((told for told in reversed(self.told) if told.level in within), None)
        return last.at + timedelta(minutes=within[last.level]) if last else None

    def saying(self, *new: Statement) -> Chart:
        """With more statements."""
        return replace(self, statements=(*self.statements, *new))

    def asking(self, question: Question) -> Chart:
        """With this question standing, under the next number."""
        number = self.asked_so_far + 1
        return replace(self, asked=Asked(question.id, number, phrases.offered(question)), asked_so_far=number)
