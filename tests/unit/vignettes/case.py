"""One case of tests/vignettes, said in the protocol's own questions and options."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.protocol.gestation import TERM_DAYS, DueDate, Gestation, parse_weeks
from bot.protocol.statement import DOUBTFUL, FINDING, PRESENT, SILENCE, SKIPPED, UNSURE, Reading, Value

HERE = Path(__file__).parent
VIGNETTES = HERE.parents[1] / "vignettes"
TODAY = date(2026, 6, 15)
_WORDS = {UNSURE, SKIPPED, SILENCE}
_PRESSURE = re.compile(r"(\d+)/(\d+)")


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


@cache
def terms() -> dict[str, Any]:
    """terms.yml, joined with what each pathway's own file in terms/ adds."""
    joined: dict[str, Any] = read(HERE / "terms.yml")
    for path in sorted((HERE / "terms").glob("*.yml")):
        joined = _joined(joined, read(path))
    return joined


def _joined(one: Any, more: Any) -> Any:
    """Tables key by key and lists end to end, however deep; of two words the later."""
    if isinstance(one, dict) and isinstance(more, dict):
        return {**one, **{key: _joined(one[key], said) if key in one else said for key, said in more.items()}}
    return one + more if isinstance(one, list) and isinstance(more, list) else more


def read(path: Path) -> Any:
    """A YAML file in which everything but numbers and null is a word."""
    return yaml.load(path.read_text("utf-8"), Words)  # noqa: S506 - a safe loader


class Words(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """`yes`, `no`, `on` and `off` are words here, as in the protocol."""


Words.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in rows if tag != "tag:yaml.org,2002:bool"]
    for letter, rows in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def cases() -> Iterator[Case]:
    """Every case of every file."""
    for path in sorted(VIGNETTES.glob("*.yml")):
        for row in read(path):
            yield _case(path.stem, row)


def _case(file: str, row: dict[str, Any]) -> Case:
    case = Case(file, row["name"], row["expect"], row["because"], answers=_otherwise())
    case.answers["gestation"] = weeks(row["weeks"])
    named: dict[str, set[str]] = {}
    for term, answer in row["answers"].items():
        for one in answer if isinstance(answer, list) else [answer]:
            _answer(case, named, _meaning(term, str(one)))
    for rule in terms()["together"]:
        if all(row["answers"].get(term) == answer for term, answer in rule["when"].items()):
            _answer(case, named, rule["say"])
    _begin(case, named, file, row)
    return case


def _otherwise() -> dict[str, Value]:
    return {question: value_of(option) for question, option in terms()["otherwise"].items()}


def _meaning(term: str, answer: str) -> dict[str, Any]:
    known = terms()["terms"].get(term)
    if known is None:
        raise NotMapped(term)
    if _PRESSURE.fullmatch(answer):
        return {"pressure": answer}
    if answer not in known and "*" not in known:
        raise NotMapped(f"{term}: {answer}")
    meaning: dict[str, Any] = known.get(answer, known.get("*"))
    return meaning


def _answer(case: Case, named: dict[str, set[str]], meaning: dict[str, Any]) -> None:
    for question, said in meaning.items():
        options = said if isinstance(said, list) else [said]
        if question in terms()["ticks"] and "none" not in options:
            named.setdefault(question, set()).update(options)
            case.answers[question] = tuple(sorted(named[question]))
        elif question not in named:
            case.answers[question] = value_of(said)


def value_of(said: Any) -> Value:
    if isinstance(said, Reading) or (isinstance(said, str) and said in _WORDS):
        return said
    if isinstance(said, str) and (reading := _PRESSURE.fullmatch(said)):
        return Reading("mmHg", (float(reading[1]), float(reading[2])))
    if isinstance(said, float):
        return Reading("celsius", (said,))
    return tuple(said) if isinstance(said, list) else (said,)


def _begin(case: Case, named: dict[str, set[str]], file: str, row: dict[str, Any]) -> None:
    words = terms()["words"].get(case.name, {})
    for assertion, key in ((PRESENT, "found"), (DOUBTFUL, "doubtful")):
        case.first += [(FINDING + name, (assertion,)) for name in words.get(key, ())]
    case.first += [(question, value_of(said)) for question, said in words.get("said", {}).items()]
    _answer(case, named, words.get("answers", {}))
    if "main_worry" not in case.answers:
        pathways = [term[:3] for term in row["answers"] if term.startswith("P")] or [file]
        for question, button in terms()["begins"].get(pathways[0], {"main_worry": "other"}).items():
            case.answers.setdefault(question, value_of(button))


def weeks(said: str) -> Value:
    """Her weeks as the answer to the question for them."""
    if said in terms()["spoken"]:
        return value_of(terms()["spoken"][said])
    if said in terms()["weeks"]:
        low, high = terms()["weeks"][said]
        return Gestation(parse_weeks(low), parse_weeks(high), "weeks").due(TODAY)
    if due := re.fullmatch(r"due in (\d+) days", said):
        day = TODAY + timedelta(days=int(due[1]))
        return DueDate(day, day, "due_date")
    days = parse_weeks(said)
    assert days <= TERM_DAYS + 34
    return Gestation(days, days, "weeks").due(TODAY)
