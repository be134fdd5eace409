"""What somebody said, or would say if asked: the same story is told to any version of the protocol."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from bot.protocol.content import Asked, Protocol
from bot.protocol.engine import next_step, told
from bot.protocol.gestation import Gestation
from bot.protocol.statement import (
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
from bot.protocol.step import Kind, Question, Stage, Step

from .clauses import clauses

#: More questions than this, and nobody would go on.
MOST_QUESTIONS = 60
#: The day of every invented story.
DAY = date(2026, 6, 15)
AT = datetime(2026, 6, 15, 9, tzinfo=UTC)

Answers = Callable[[Question], Value]
#: A question (or FINDING) and an option (or the finding's name).
Said = tuple[str, str]


@dataclass(frozen=True)
class Story:
    """`said` in its order; `answers` what she would say to a question that nobody has asked her yet, if anything."""

    name: str
    facts: Facts
    said: tuple[Statement, ...]
    answers: Answers | None = None


@dataclass(frozen=True)
class Ending:
    """How a version takes a story. `asks` is what it would have to ask before anything is decided."""

    step: Step
    asks: str | None = None

    @property
    def level(self) -> str:
        """The level's code, or `signpost` where she is sent elsewhere without one."""
        return "signpost" if self.step.scope != "in" and not self.step.level_so_far else self.step.level_so_far.code

    @property
    def urgency(self) -> int:
        """Levels in order; being sent elsewhere is the least."""
        return -1 if self.level == "signpost" else int(self.step.level_so_far)

    @property
    def deciding(self) -> tuple[str, ...]:
        """The criteria that give the level."""
        at_level = (reason.criterion for reason in self.step.reasons if reason.level is self.step.level_so_far)
        return tuple(dict.fromkeys(at_level))


def ending(protocol: Protocol, story: Story) -> Ending:
    """What this version makes of it, whatever was told by another: that is no reason here."""
    facts, said = replace(story.facts, told=()), list(story.said)
    for _ in range(MOST_QUESTIONS):
        step = next_step(protocol, facts, said)
        if not isinstance(step.then, Question):
            if step.then.complete or story.answers is None:
                return _ended(protocol, facts, said, None)
            facts = replace(facts, told=(*facts.told, told(step, AT)))
        elif story.answers is None or step.then.stage is Stage.AFTER:
            return _ended(protocol, facts, said, None if step.then.stage is Stage.AFTER else step.then.id)
        else:
            said.append(Statement(step.then.id, story.answers(step.then), "her", AT))
    return _ended(protocol, facts, said, "more than anybody would answer")


def _ended(protocol: Protocol, facts: Facts, said: list[Statement], asks: str | None) -> Ending:
    """The level by the answers alone: what was told on the way is no reason, and never lowered it."""
    return Ending(next_step(protocol, replace(facts, told=()), said), asks)


def invented(count: int, *versions: Protocol, seed: int = 0) -> Iterator[Story]:
    """So many made-up women, the same for the same seed, who know what all these versions have in common."""
    findings = sorted(frozenset.intersection(*(frozenset(one.findings) for one in versions)))
    alarming = frozenset().union(*(_alarming(one) for one in versions))
    for number in range(count):
        woman = Woman(f"{seed}:{number}", versions, alarming)
        yield Story(f"invented {number + 1}", Facts(DAY), tuple(woman.first(findings)), woman.answer)


class Woman:
    """One made-up woman: to the same question she always says the same, whoever asks it and when.

    Like most women she seldom says what a red line names: those answers are `alarming`.
    """

    def __init__(self, seed: str, versions: tuple[Protocol, ...], alarming: frozenset[Said]) -> None:
        self._seed, self._versions, self._alarming = seed, versions, alarming

    def first(self, findings: list[str]) -> Iterator[Statement]:
        """Up to two things in her own words."""
        rng = self._rng("first")
        calm = [name for name in findings if (FINDING, name) not in self._alarming]
        known = calm if rng.random() < _CALM else findings
        for name in rng.sample(known, min(rng.choice([0, 1, 1, 2]), len(known))):
            yield Statement(FINDING + name, (rng.choice([PRESENT, PRESENT, DOUBTFUL]),), "her", AT)

    def answer(self, question: Question) -> Value:
        """Mostly an answer that every version knows; now and then none."""
        rng = self._rng(question.id)
        asked = [one.questions[question.id] for one in self._versions if question.id in one.questions]
        if not asked:
            return (rng.choice(["yes", "no"] if question.id.startswith(CONFIRM) else ["now", "before"]),)
        if rng.random() < _RELUCTANT:
            return rng.choice([UNSURE, SKIPPED, SILENCE])
        return _of_kind(asked, rng, self._alarming)

    def _rng(self, about: str) -> random.Random:
        return random.Random(f"{self._seed}:{about}")  # noqa: S311 - made-up women, no secret


#: How often she does not answer, ticks nothing in a list, knows her weeks only roughly, and says nothing alarming.
_RELUCTANT, _NO_TICK, _ROUGHLY, _CALM = 0.03, 0.75, 0.1, 0.9


def _of_kind(asked: list[Asked], rng: random.Random, alarming: frozenset[Said]) -> Value:
    kind = asked[0].kind
    options = [one for one in asked[0].options if all(one in other.options for other in asked)]
    calm = [one for one in options if (asked[0].id, one) not in alarming]
    options = calm if calm and rng.random() < _CALM else options
    if kind is Kind.TICKS and rng.random() < _NO_TICK:
        return ("none",)
    if kind in _MEASURED:
        return _MEASURED[kind](rng)
    return (rng.choice(options or list(asked[0].options)),) if asked[0].options else ("words",)


def _alarming(protocol: Protocol) -> frozenset[Said]:
    """Every answer and finding that a red line names."""
    reds = [one for one in clauses(protocol).values() if str(one.level).startswith("R-")]
    return frozenset(said for one in reds for said in _named(one.condition))


def _named(condition: Any) -> Iterator[Said]:
    if isinstance(condition, list):
        for one in condition:
            yield from _named(one)
    elif isinstance(condition, Mapping):
        for key, value in condition.items():
            options = [one for one in value if isinstance(one, str)] if isinstance(value, list | tuple) else []
            yield from ((FINDING if key == "finding" else key, one) for one in options)
            yield from _named(value)


def _weeks(rng: random.Random) -> Value:
    day = rng.randrange(16 * 7, 42 * 7)
    return Gestation(day, day + (14 if rng.random() < _ROUGHLY else 0), "weeks").due(DAY)


def _pressure(rng: random.Random) -> Value:
    return Reading("mmHg", (float(rng.randrange(85, 175)), float(rng.randrange(50, 120))))


def _temperature(rng: random.Random) -> Value:
    return Reading("celsius", (rng.randrange(360, 400) / 10,))


_MEASURED: Mapping[Kind, Callable[[random.Random], Value]] = {
    Kind.GESTATION: _weeks,
    Kind.PRESSURE: _pressure,
    Kind.TEMPERATURE: _temperature,
}
