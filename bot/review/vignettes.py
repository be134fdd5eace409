"""Cases written from the clinical evidence, in its words, said in the protocol's own questions and options.

What the evidence's terms mean here stands in `terms.yml` and, for single pathways, in `terms/`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from bot.protocol.gestation import TERM_DAYS, DueDate, Gestation, parse_weeks
from bot.protocol.statement import (
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

from .stories import AT, DAY, Story

#: Answers that are no option.
_WORDS = {UNSURE, SKIPPED, SILENCE}
_PRESSURE = re.compile(r"(\d+)/(\d+)")
#: Weeks after this are not written as weeks.
_MOST_DAYS = TERM_DAYS + 34


class NotMapped(KeyError):
    """A term of a case has no place in terms.yml; write it there."""


@dataclass
class Case:
    """What she says first, what she answers, and what is expected."""

    file: str
    name: str
    expect: str
    because: str
    first: list[tuple[str, Value]] = field(default_factory=list)
    answers: dict[str, Value] = field(default_factory=dict)

    @property
    def story(self) -> Story:
        """The same, to be told to any version; what she does not say is skipped."""
        said = tuple(Statement(question, value, "her", AT) for question, value in self.first)
        return Story(self.name, Facts(DAY), said, lambda question: self.answers.get(question.id, SKIPPED))


class Plain(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """`yes`, `no`, `on` and `off` are words here, as in the protocol."""


Plain.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in rows if tag != "tag:yaml.org,2002:bool"]
    for letter, rows in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read(path: Path) -> Any:
    """A YAML file in which everything but numbers and null is a word."""
    return yaml.load(path.read_text("utf-8"), Plain)  # noqa: S506 - a safe loader


def terms_in(folder: Path) -> dict[str, Any]:
    """terms.yml, joined with what each pathway's own file in terms/ adds."""
    joined: dict[str, Any] = read(folder / "terms.yml")
    for path in sorted((folder / "terms").glob("*.yml")):
        joined = _joined(joined, read(path))
    return joined


def _joined(one: Any, more: Any) -> Any:
    """Tables key by key and lists end to end, however deep; of two words the later."""
    if isinstance(one, dict) and isinstance(more, dict):
        return {**one, **{key: _joined(one[key], said) if key in one else said for key, said in more.items()}}
    return one + more if isinstance(one, list) and isinstance(more, list) else more


@dataclass(frozen=True)
class Vignettes:
    """Reads cases with these terms."""

    terms: Mapping[str, Any]

    def cases(self, path: Path) -> Iterator[Case]:
        """Every case of a file, or of every file in a folder."""
        for file in sorted(path.glob("*.yml")) if path.is_dir() else [path]:
            for row in read(file):
                yield self.case(file.stem, row)

    def case(self, file: str, row: Mapping[str, Any]) -> Case:
        """One case. Raises `NotMapped` for a term that nobody has explained."""
        case = Case(file, row["name"], row["expect"], row["because"], answers=self._otherwise())
        case.answers["gestation"] = self.weeks(row["weeks"])
        named: dict[str, set[str]] = {}
        for term, answer in row["answers"].items():
            for one in answer if isinstance(answer, list) else [answer]:
                self._answer(case, named, self._meaning(term, str(one)))
        for rule in self.terms["together"]:
            if all(row["answers"].get(term) == answer for term, answer in rule["when"].items()):
                self._answer(case, named, rule["say"])
        self._begin(case, named, file, row)
        return case

    def _otherwise(self) -> dict[str, Value]:
        return {question: value_of(option) for question, option in self.terms["otherwise"].items()}

    def _meaning(self, term: str, answer: str) -> dict[str, Any]:
        known = self.terms["terms"].get(term)
        if known is None:
            raise NotMapped(term)
        if _PRESSURE.fullmatch(answer):
            return {"pressure": answer}
        if answer not in known and "*" not in known:
            raise NotMapped(f"{term}: {answer}")
        meaning: dict[str, Any] = known.get(answer, known.get("*"))
        return meaning

    def _answer(self, case: Case, named: dict[str, set[str]], meaning: Mapping[str, Any]) -> None:
        for question, said in meaning.items():
            options = said if isinstance(said, list) else [said]
            if question in self.terms["ticks"] and "none" not in options:
                named.setdefault(question, set()).update(options)
                case.answers[question] = tuple(sorted(named[question]))
            elif question not in named:
                case.answers[question] = value_of(said)

    def _begin(self, case: Case, named: dict[str, set[str]], file: str, row: Mapping[str, Any]) -> None:
        words = self.terms["words"].get(case.name, {})
        for assertion, key in ((PRESENT, "found"), (DOUBTFUL, "doubtful")):
            case.first += [(FINDING + name, (assertion,)) for name in words.get(key, ())]
        case.first += [(question, value_of(said)) for question, said in words.get("said", {}).items()]
        self._answer(case, named, words.get("answers", {}))
        if "main_worry" not in case.answers:
            pathways = [term[:3] for term in row["answers"] if term.startswith("P")] or [file]
            for question, button in self.terms["begins"].get(pathways[0], {"main_worry": "other"}).items():
                case.answers.setdefault(question, value_of(button))

    def weeks(self, said: str) -> Value:
        """Her weeks as the answer to the question for them."""
        if said in self.terms["spoken"]:
            return value_of(self.terms["spoken"][said])
        if said in self.terms["weeks"]:
            low, high = self.terms["weeks"][said]
            return Gestation(parse_weeks(low), parse_weeks(high), "weeks").due(DAY)
        if due := re.fullmatch(r"due in (\d+) days", said):
            day = DAY + timedelta(days=int(due[1]))
            return DueDate(day, day, "due_date")
        days = parse_weeks(said)
        if days > _MOST_DAYS:
            raise NotMapped(said)
        return Gestation(days, days, "weeks").due(DAY)


def value_of(said: Any) -> Value:
    """An answer as the terms write it."""
    if isinstance(said, Reading) or (isinstance(said, str) and said in _WORDS):
        return said
    if isinstance(said, str) and (reading := _PRESSURE.fullmatch(said)):
        return Reading("mmHg", (float(reading[1]), float(reading[2])))
    if isinstance(said, float):
        return Reading("celsius", (said,))
    return tuple(said) if isinstance(said, list) else (said,)
