"""Conditions compiled to fast tests with three values: true, false, or open with the questions it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from .content import FALSE, TRUE, Condition, Guard
from .entry import listed, near, single, word
from .heard import Heard
from .joining import at_least, every, look, once, opposite, some
from .located import Table
from .marks import ANSWERED, FOUND, UNCERTAIN
from .measures import MEASURES, measure_of
from .names import Names, Shape
from .problems import Mistake
from .statement import FINDING
from .step import Stage
from .tree import Answered, HasFinding, Unanswered

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


def _all(value: Any, names: Names) -> Condition:
    return every(_inner(value, "all", names))


def _any(value: Any, names: Names) -> Condition:
    return some(_inner(value, "any", names))


def _not(value: Any, names: Names) -> Condition:
    return opposite(compile_condition(value, names))


def _count(value: Any, names: Names) -> Condition:
    if not isinstance(value, dict) or set(value) != {"at_least", "of"} or not isinstance(value["at_least"], int):
        raise Mistake("'count' needs 'at_least' and 'of'", "write 'count: {at_least: 2, of: [ ... ]}'")
    inner, least = _inner(value["of"], "of", names), value["at_least"]
    if not 1 <= least <= len(inner):
        raise Mistake(f"at least {least} of {len(inner)} is always or never true", "correct 'at_least'")
    return at_least(least, inner)


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
        return once(name, compile_condition(names.definitions[name], names))
    except Mistake:
        names.compiled[name] = Condition(lambda heard: FALSE)
        raise


def _question(question: str, value: Any, names: Names) -> Condition:
    shape = names.question(question)
    if isinstance(value, dict):
        return measure_of(shape, value, names)
    options = frozenset(word(option) for option in _options(value, question, names))
    for option in options - shape.options:
        raise Mistake(f"'{question}' has no option '{option}'", near(option, shape.options))
    feeders = frozenset().union(*(names.answer_feeders.get((question, option), set()) for option in options))
    return _answered(Answered(question, options), shape, feeders - {question}, names)


def _options(value: Any, question: str, names: Names) -> Iterable[Any]:
    """A list of options, or those that a setting names."""
    chosen = names.choices.get(value) if isinstance(value, str) else None
    return listed(value, question) if chosen is None else chosen


def _answered(node: Answered, shape: Shape, feeders: Iterable[str], names: Names) -> Condition:
    yes, rests_on = names.marks.any_of(shape.id, node.options), frozenset({shape.id})
    asks, fed = shape.bit, names.bits(feeders)
    if not fed:
        return look(node, yes, asks, rests_on)
    answered = names.marks.of(shape.id, ANSWERED)

    def test(heard: Heard) -> int:
        if heard.said & yes:
            return TRUE
        return heard.open & asks or (FALSE if heard.said & answered else heard.open & fed)

    return Condition(test, rests_on, node, Guard(yes, asks | fed), asks | fed)


def _finding(value: Any, names: Names) -> Condition:
    wanted = frozenset(word(name) for name in listed(value, "finding"))
    for name in wanted - names.findings.keys():
        raise Mistake(f"there is no finding '{name}'", near(name, [*names.findings]))
    feeders = frozenset().union(*(names.finding_feeders.get(name, set()) for name in wanted))
    rests_on = frozenset({FINDING + name for name in wanted} | feeders)
    return look(HasFinding(wanted), names.marks.any_of(FOUND, wanted), names.bits(feeders), rests_on)


def _unanswered(value: Any, names: Names) -> Condition:
    shape = names.question(word(value))
    if shape.stage is Stage.AFTER:
        raise Mistake(f"'{shape.id}' is asked after the level", "let the condition rest on another question")
    return look(Unanswered(shape.id), names.marks.of(shape.id, UNCERTAIN), shape.bit, frozenset({shape.id}))


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
