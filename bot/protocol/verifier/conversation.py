"""One made-up conversation, walked to its end."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from ..content import Asked, Protocol
from ..engine import next_step, told
from ..gestation import Gestation
from ..level import Level
from ..statement import (
    ABSENT,
    CONFIRM,
    DOUBTFUL,
    FINDING,
    PRESENT,
    SILENCE,
    SKIPPED,
    UNSURE,
    Facts,
    Reading,
    Statement,
    Value,
)
from ..step import Disposition, Kind, Question, Step

#: More questions than this, and nobody would go on.
MOST_QUESTIONS = 40
DAY = date(2026, 6, 15)
AT = datetime(2026, 6, 15, 9, tzinfo=UTC)

Answers = Callable[[Question], Value]


@dataclass
class Conversation:
    """What was said, what was told, and how it ended."""

    protocol: Protocol
    facts: Facts = Facts(DAY)
    statements: list[Statement] = field(default_factory=list)
    told: list[Level] = field(default_factory=list)
    questions: int = 0
    unworded: list[str] = field(default_factory=list)  # confirmed without a question of their own
    end: Step | None = None

    def say(self, question: str, value: Value) -> None:
        """Add one statement."""
        self.statements.append(Statement(question, value, "her", AT))

    def walk(self, answers: Answers) -> Conversation:
        """Answer until nothing is left; `end` stays `None` when too much is asked."""
        while self.questions <= MOST_QUESTIONS:
            step = next_step(self.protocol, self.facts, self.statements)
            if isinstance(step.then, Question):
                self._ask(step.then, answers)
            elif step.then.complete:
                self.end = step
                break
            else:
                self._tell(step)
        return self

    def _ask(self, question: Question, answers: Answers) -> None:
        self.say(question.id, answers(question))
        self.questions += 1
        if question.wording == "confirm":
            self.unworded.append(question.id.removeprefix(CONFIRM))

    def _tell(self, step: Step) -> None:
        if isinstance(step.then, Disposition):
            self.told.append(step.then.level)
        self.facts = replace(self.facts, told=(*self.facts.told, told(step, AT)))

    def without_told(self) -> Step:
        """What follows from the statements alone."""
        return next_step(self.protocol, replace(self.facts, told=()), self.statements)


class Person:
    """Answers at random, from a seeded generator."""

    def __init__(self, protocol: Protocol, rng: random.Random) -> None:
        self._protocol, self._rng = protocol, rng

    def answer(self, question: Question) -> Value:
        """Any answer that the question allows, now and then none."""
        if self._rng.random() < 0.1:
            return self._rng.choice([UNSURE, SKIPPED, SILENCE])
        asked = self._protocol.questions.get(question.id)
        if asked is None:
            return (self._rng.choice(["yes", "no"] if question.id.startswith("confirm") else ["now", "before"]),)
        return self._of_kind(asked)

    def _of_kind(self, asked: Asked) -> Value:
        rng = self._rng
        if asked.kind is Kind.GESTATION:
            return (rng.choice(asked.options),) if asked.options and rng.random() < 0.05 else self._weeks()
        if asked.kind is Kind.PRESSURE:
            return Reading("mmHg", (rng.randrange(90, 190), rng.randrange(50, 130)))
        if asked.kind is Kind.TEMPERATURE:
            return Reading("celsius", (rng.randrange(355, 405) / 10,))
        if asked.kind is Kind.TICKS and rng.random() < 0.7:
            return ("none",)
        return (rng.choice(asked.options),) if asked.options else ("words",)

    def _weeks(self) -> Value:
        settings = self._protocol.settings
        low = int(settings.get("lower_limit", 140)) - 7
        day = self._rng.randrange(low, int(settings.get("longest", 300)))
        return Gestation(day, day + self._rng.choice([0, 0, 0, 14]), "weeks").due(DAY)

    def findings(self, conversation: Conversation) -> None:
        """Say up to two things in her own words."""
        for _ in range(self._rng.randrange(3)):
            name = self._rng.choice([*self._protocol.findings])
            conversation.say(FINDING + name, (self._rng.choice([PRESENT, PRESENT, DOUBTFUL, ABSENT]),))


def only(value: Value) -> Answers:
    """The same answer to everything."""
    return lambda question: value
