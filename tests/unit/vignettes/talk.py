"""A conversation held as the dialogue holds it: answer what is asked, remember what was told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from bot.protocol.content import Protocol
from bot.protocol.engine import next_step, told
from bot.protocol.level import Level
from bot.protocol.statement import Facts, Statement, Value
from bot.protocol.step import Disposition, Question, Signpost, Stage, Step

from .case import TODAY

AT = datetime(2026, 6, 15, 9, tzinfo=UTC)
MOST = 60


class NoAnswer(KeyError):
    """The protocol asks something that terms.yml has no answer to."""


@dataclass
class Talk:
    """What was said, asked and told."""

    protocol: Protocol
    facts: Facts = Facts(TODAY)
    statements: list[Statement] = field(default_factory=list)
    asked: list[Question] = field(default_factory=list)
    told: list[Disposition | Signpost] = field(default_factory=list)
    reasons: set[str] = field(default_factory=set)

    def say(self, question: str, value: Value) -> Talk:
        self.statements.append(Statement(question, value, "her", AT))
        return self

    def say_all(self, said: Iterable[tuple[str, Value]]) -> Talk:
        for question, value in said:
            self.say(question, value)
        return self

    @property
    def step(self) -> Step:
        return next_step(self.protocol, self.facts, self.statements)

    def hold(self, answers: Mapping[str, Value]) -> Talk:
        """Until nothing is left to ask and nothing new to tell."""
        for _ in range(MOST):
            step = self.step
            if isinstance(step.then, Question):
                self._answer(step.then, answers)
            elif step.then.complete:
                return self
            else:
                self._tell(step, step.then)
        raise AssertionError(f"it asks without end: {[question.id for question in self.asked]}")

    def _answer(self, question: Question, answers: Mapping[str, Value]) -> None:
        if question.id not in answers:
            raise NoAnswer(question.id)
        self.asked.append(question)
        self.say(question.id, answers[question.id])

    def _tell(self, step: Step, then: Disposition | Signpost) -> None:
        self.told.append(then)
        self.reasons |= {reason.criterion for reason in step.reasons}
        self.facts = replace(self.facts, told=(*self.facts.told, told(step, AT)))

    @property
    def level(self) -> str:
        """The most urgent level that she was told, or `signpost` (in hospital: a signpost with an alert)."""
        levels = [one.level for one in self.told if isinstance(one, Disposition) and "signpost" not in one.card]
        return max(levels).code if levels else "signpost"

    @property
    def asked_first(self) -> list[str]:
        """The questions asked before the level was told, the red screen apart."""
        return [q.id for q in self.asked if q.stage not in (Stage.AFTER,) and q.id != "screen"]


def level_of(code: str) -> Level:
    return Level.parse(code)
