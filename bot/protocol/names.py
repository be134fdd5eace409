"""The names that conditions may use, and what states them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .content import Condition, Implied
from .entry import near
from .marks import Marks
from .problems import Mistake
from .step import Kind, Stage


@dataclass(frozen=True)
class Shape:
    """What a condition needs to know of a question."""

    id: str
    kind: Kind
    stage: Stage
    options: frozenset[str]
    bit: int


@dataclass
class Names:
    """Everything that may be named. `feeders` are the questions that may still state something."""

    questions: Mapping[str, Shape]
    findings: Mapping[str, Any]
    pathways: frozenset[str]
    definitions: Mapping[str, Any]
    settings: Mapping[str, float]
    choices: Mapping[str, tuple[str, ...]]  # settings that are answers
    marks: Marks = field(default_factory=Marks)
    compiled: dict[str, Condition | None] = field(default_factory=dict)
    finding_feeders: dict[str, set[str]] = field(default_factory=dict)
    answer_feeders: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    def question(self, name: str) -> Shape:
        """The question `name`. Raises `Mistake` where there is none."""
        if name not in self.questions:
            raise Mistake(f"there is no question or condition '{name}'", near(name, [*self.questions]))
        return self.questions[name]

    def of_kind(self, kind: Kind) -> Shape:
        """The one question of a kind. Raises `Mistake` where there is none or several."""
        found = [shape for shape in self.questions.values() if shape.kind is kind]
        if len(found) != 1:
            wrong = f"'{kind.value}' needs exactly one question of that kind, and there are {len(found)}"
            raise Mistake(wrong, "name the question itself")
        return found[0]

    def bits(self, questions: Iterable[str]) -> int:
        """The bits of these questions together."""
        mask = 0
        for name in questions:
            mask |= self.questions[name].bit
        return mask

    def feed(self, question: str, implied: Mapping[str, Implied]) -> None:
        """Remember what an answer to `question` may state."""
        for meaning in implied.values():
            for finding in meaning.findings:
                self.finding_feeders.setdefault(finding, set()).add(question)
            for target, options in meaning.states.items():
                for option in options:
                    self.answer_feeders.setdefault((target, option), set()).add(question)
