"""Short words for tests: a woman at so many weeks says things, and the engine answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bot.protocol.content import Protocol
from bot.protocol.engine import next_step, told
from bot.protocol.gestation import DueDate, Gestation, parse_weeks
from bot.protocol.level import Level
from bot.protocol.reader import read_protocol
from bot.protocol.statement import Facts, Statement, Told, Value
from bot.protocol.step import Question, Step

SMALL = Path(__file__).parent / "small"
TODAY = date(2026, 6, 15)
AT = datetime(2026, 6, 15, 9, tzinfo=UTC)


def small_content() -> dict[str, str]:
    return {path.relative_to(SMALL).as_posix(): path.read_text("utf-8") for path in sorted(SMALL.rglob("*.yml"))}


def small() -> Protocol:
    return read_protocol(SMALL)


def weeks(low: str, high: str | None = None) -> DueDate:
    return Gestation(parse_weeks(low), parse_weeks(high or low), "weeks").due(TODAY)


def said(question: str, value: Value) -> Statement:
    return Statement(question, value, "her", AT)


def facts(**changes: Any) -> Facts:
    return replace(Facts(TODAY), **changes)


class Talk:
    """A conversation in which every step that tells something is told."""

    def __init__(self, protocol: Protocol, **known: Any) -> None:
        self.protocol, self.facts = protocol, facts(**known)
        self.statements: list[Statement] = []

    def say(self, question: str, *options: str, value: Value = None) -> Talk:
        self.statements.append(said(question, options or value))
        return self

    def found(self, name: str, assertion: str = "present") -> Talk:
        return self.say(f"finding:{name}", assertion)

    @property
    def step(self) -> Step:
        return next_step(self.protocol, self.facts, self.statements)

    def tell(self) -> Talk:
        self.facts = replace(self.facts, told=(*self.facts.told, told(self.step, AT)))
        return self

    @property
    def asks(self) -> str | None:
        then = self.step.then
        return then.id if isinstance(then, Question) else None

    @property
    def level(self) -> Level:
        return self.step.level_so_far

    @property
    def reasons(self) -> set[str]:
        return {reason.criterion for reason in self.step.reasons}

    def answer(self, answers: Mapping[str, Value]) -> Talk:
        """Answer with `answers`, "skipped" where there is none, until something is told."""
        for _ in range(40):
            asks = self.asks
            if asks is None:
                return self
            self.say(asks, value=answers.get(asks, "skipped"))
        raise AssertionError("it asks without end")


#: A well woman at 30 weeks with nothing wrong but a question about movements.
WELL: dict[str, Value] = {
    "screen": ("none",),
    "weeks": weeks("30+0"),
    "concern": ("movements",),
    "movement": ("normal",),
    "before": ("no",),
    "amount_too": ("no",),
    "amount": ("none",),
    "pain": ("no",),
    "new_today": ("no",),
    "worry": ("bit",),
}


def told_at(level: Level, *criteria: str) -> Told:
    return Told(level, criteria, AT)
