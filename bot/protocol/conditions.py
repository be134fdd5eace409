"""Conditions compiled to fast tests with three values: true, false, or open with the questions it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from .content import FALSE, TRUE, Condition, Test
from .entry import listed, near, single, word
from .heard import Heard
from .located import Table
from .measures import MEASURES, measure_of
from .names import Names
from .problems import Mistake
from .statement import FINDING
from .step import Stage

Compile = Callable[[Any, Names], Condition]


def compile_condition(content: Any, names: Names) -> Condition:
    """The test for one condition. Raises `Mistake` with what to do."""
    key, value = single(content, "{movement: [none]}")
    try:
        return _compiled(key, value, names)
    except Mistake as mistake:
        if mistake.line is None and isinstance(content, Table):
            mistake.line = content.line_of(key)
        raise


def _compiled(key: str, value: Any, names: Names) -> Condition:
    if key in _JOINED:
        return _JOINED[key](value, names)
    if key in MEASURES and not (key in names.questions and isinstance(value, list)):
        return MEASURES[key](value, names)
    if key in names.questions:
        return _question(key, value, names)
    names.question(key)
    raise AssertionError(key)


def _inner(value: Any, key: str, names: Names) -> list[Condition]:
    return [compile_condition(item, names) for item in listed(value, key)]


def _together(conditions: Iterable[Condition]) -> frozenset[str]:
    return frozenset().union(*(condition.rests_on for condition in conditions))


def _all(value: Any, names: Names) -> Condition:
    inner = _inner(value, "all", names)
    tests = tuple(condition.test for condition in inner)

    def test(heard: Heard) -> int:
        mask = 0
        for one in tests:
            result = one(heard)
            if result == FALSE:
                return FALSE
            if result != TRUE:
                mask |= result
        return mask or TRUE

    return Condition(test, _together(inner))


def _any(value: Any, names: Names) -> Condition:
    inner = _inner(value, "any", names)
    tests = tuple(condition.test for condition in inner)

    def test(heard: Heard) -> int:
        mask = 0
        for one in tests:
            mask |= one(heard)
            if mask == TRUE:
                return TRUE
        return mask

    return Condition(test, _together(inner))


def _not(value: Any, names: Names) -> Condition:
    inner = compile_condition(value, names)
    one = inner.test

    def test(heard: Heard) -> int:
        result = one(heard)
        return TRUE if result == FALSE else FALSE if result == TRUE else result

    return Condition(test, inner.rests_on)


def _count(value: Any, names: Names) -> Condition:
    if not isinstance(value, dict) or set(value) != {"at_least", "of"} or not isinstance(value["at_least"], int):
        raise Mistake("'count' needs 'at_least' and 'of'", "write 'count: {at_least: 2, of: [ ... ]}'")
    inner, least = _inner(value["of"], "of", names), value["at_least"]
    if not 1 <= least <= len(inner):
        raise Mistake(f"at least {least} of {len(inner)} is always or never true", "correct 'at_least'")
    tests = tuple(condition.test for condition in inner)

    def test(heard: Heard) -> int:
        sure = possible = mask = 0
        for one in tests:
            result = one(heard)
            if result == TRUE:
                sure += 1
            elif result:
                possible, mask = possible + 1, mask | result
        return TRUE if sure >= least else mask if sure + possible >= least else FALSE

    return Condition(test, _together(inner))


def _is(value: Any, names: Names) -> Condition:
    name = word(value)
    if name not in names.definitions:
        raise Mistake(f"there is no definition '{name}'", near(name, [*names.definitions]))
    if name not in names.compiled:
        names.compiled[name] = None
        names.compiled[name] = _defined(name, names)
    found = names.compiled[name]
    if found is None:
        raise Mistake(f"the definition '{name}' rests on itself", "take it out of its own condition")
    return found


def _defined(name: str, names: Names) -> Condition:
    try:
        return _once(name, compile_condition(names.definitions[name], names))
    except Mistake:
        names.compiled[name] = Condition(lambda heard: FALSE)
        raise


def _once(name: str, condition: Condition) -> Condition:
    """The same condition, tested once for each state."""
    one = condition.test

    def test(heard: Heard) -> int:
        result = heard.defined.get(name)
        if result is None:
            result = heard.defined[name] = one(heard)
        return result

    return Condition(test, condition.rests_on)


def _question(question: str, value: Any, names: Names) -> Condition:
    shape = names.question(question)
    if isinstance(value, dict):
        return measure_of(shape, value, names)
    options = frozenset(word(option) for option in listed(value, question))
    for option in options - shape.options:
        raise Mistake(f"'{question}' has no option '{option}'", near(option, shape.options))
    feeders = frozenset().union(*(names.answer_feeders.get((question, option), set()) for option in options))
    return Condition(_answered(question, options, tuple(sorted(feeders - {question}))), frozenset({question}))


def _answered(question: str, options: frozenset[str], feeders: tuple[str, ...]) -> Test:
    def test(heard: Heard) -> int:
        value = heard.answers.get(question)
        if value is not None:
            return FALSE if options.isdisjoint(value) else TRUE
        return heard.open[question] or (heard.bits(feeders) if feeders else 0)

    return test


def _finding(value: Any, names: Names) -> Condition:
    wanted = frozenset(word(name) for name in listed(value, "finding"))
    for name in wanted - names.findings.keys():
        raise Mistake(f"there is no finding '{name}'", near(name, [*names.findings]))
    feeders = tuple(sorted(frozenset().union(*(names.finding_feeders.get(name, set()) for name in wanted))))

    def test(heard: Heard) -> int:
        if not wanted.isdisjoint(heard.found):
            return TRUE
        return heard.bits(feeders) if feeders else FALSE

    return Condition(test, frozenset({FINDING + name for name in wanted} | set(feeders)))


def _unanswered(value: Any, names: Names) -> Condition:
    shape = names.question(word(value))
    if shape.stage is Stage.AFTER:
        raise Mistake(f"'{shape.id}' is asked after the level", "let the condition rest on another question")

    def test(heard: Heard) -> int:
        if shape.id in heard.answers:
            return TRUE if shape.id in heard.uncertain else FALSE
        return heard.open[shape.id]

    return Condition(test, frozenset({shape.id}))


_JOINED: dict[str, Compile] = {
    "all": _all,
    "any": _any,
    "not": _not,
    "count": _count,
    "is": _is,
    "finding": _finding,
    "unanswered": _unanswered,
}
#: Keys of conditions, which no question may have as its id.
RESERVED = frozenset({*_JOINED, "gestation_surely", "contacts", "opened", "level"})
