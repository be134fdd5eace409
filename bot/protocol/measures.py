"""Conditions on numbers: gestation, pressure, temperature, contacts, and on what has been opened or told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from .content import FALSE, TRUE, Condition, Guard, Test
from .entry import listed, near, word
from .gestation import parse_weeks
from .heard import Heard
from .level import Level
from .marks import ANSWERED
from .names import Names, Shape
from .problems import Mistake
from .step import Kind
from .tree import Contacts, Dated, Limit, Measured, Node, Opened, Range, ToldBetween, Weeks

_FAR = 10**9


def _only(value: Any, known: set[str], example: str) -> Mapping[str, Any]:
    if not isinstance(value, dict) or not value or not known.issuperset(value):
        raise Mistake(f"this needs one or more of {', '.join(sorted(known))}", f"write for example {example}")
    return value


def _gestation(surely: bool) -> Callable[[Any, Names], Condition]:
    def compiled(value: Any, names: Names) -> Condition:
        shape = names.of_kind(Kind.GESTATION)
        if value in ("known", "unknown") and not surely:
            return _of_question(_dated(shape, value == "known"), shape, Dated(shape.id, value == "known"), names)
        parts = _only(value, {"from", "to", "under"}, "{from: 24+0, to: 36+6}")
        start, end, under = (_limit(parts.get(key), names) for key in ("from", "to", "under"))
        node = Weeks(shape.id, start, end, under, surely)
        return _of_question(_band(shape, limits(node), surely), shape, node, names)

    return compiled


def _of_question(test: Test, shape: Shape, node: Node, names: Names) -> Condition:
    """A condition on one question's number, false at once where it was not answered and is not open."""
    guard = Guard(names.marks.of(shape.id, ANSWERED), shape.bit, loose=True)
    return Condition(test, frozenset({shape.id}), node, guard, shape.bit)


def _dated(shape: Shape, known: bool) -> Test:
    question, bit = shape.id, shape.bit

    def test(heard: Heard) -> int:
        if question not in heard.answers:
            return heard.open & bit
        return TRUE if heard.dated is known else FALSE

    return test


def limits(node: Weeks) -> tuple[float, float]:
    """The first and the last day of a band."""
    low = -_FAR if node.start is None else node.start
    high = _FAR if node.end is None else node.end
    return low, high if node.under is None else min(high, node.under - 1)


def _limit(value: Any, names: Names) -> Limit:
    if value is None:
        return None
    name = word(value)
    if name in names.settings:
        return names.settings[name]
    try:
        return parse_weeks(name)
    except ValueError as error:
        raise Mistake(str(error), "write weeks+days, or the name of a setting") from None


def _band(shape: Shape, limits: tuple[float, float], surely: bool) -> Test:
    (low, high), question, bit = limits, shape.id, shape.bit

    def test(heard: Heard) -> int:
        gestation = heard.gestation
        if gestation is None:
            return FALSE if question in heard.answers else heard.open & bit
        if surely:
            return TRUE if low <= gestation.low and gestation.high <= high else FALSE
        return TRUE if gestation.low <= high and gestation.high >= low else FALSE

    return test


def measure_of(shape: Shape, value: Any, names: Names) -> Condition:
    """The test for a range of a measurement. Raises `Mistake` for a question that is none."""
    if shape.kind is Kind.TEMPERATURE:
        ranges: tuple[Range, ...] = (_range(value, names),)
    elif shape.kind is Kind.PRESSURE:
        ranges = _pressures(value, names)
    else:
        raise Mistake(f"'{shape.id}' is no measurement", f"write '{shape.id}: [option, ...]'")
    return _of_question(_measured(shape, ranges), shape, Measured(shape.id, ranges), names)


def _range(value: Any, names: Names, place: int = 0) -> Range:
    written = _only(value, {"from", "to", "under"}, "{from: 160}")
    parts = {key: _reading(one, names) for key, one in written.items()}
    return Range(place, parts.get("from", -_FAR), parts.get("to", _FAR), parts.get("under", _FAR))


def _reading(value: Any, names: Names) -> float:
    number = names.settings.get(value) if isinstance(value, str) else value
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise Mistake("a limit is not a number", "write for example {from: 38.0}, or the name of a setting")
    return number


def _pressures(value: Any, names: Names) -> tuple[Range, ...]:
    parts = _only(value, {"top", "bottom", "top_or_bottom"}, "{top: {from: 160}}")
    if len(parts) != 1:
        raise Mistake("'pressure' takes top, bottom or top_or_bottom", "join two with any or all")
    if "top_or_bottom" in parts:
        both = _only(parts["top_or_bottom"], {"top", "bottom"}, "{top: {from: 160}, bottom: {from: 110}}")
        return tuple(_range(limit, names, 0 if name == "top" else 1) for name, limit in both.items())
    name, limit = next(iter(parts.items()))
    return (_range(limit, names, 0 if name == "top" else 1),)


def _measured(shape: Shape, ranges: tuple[Range, ...]) -> Test:
    question, bit = shape.id, shape.bit

    def test(heard: Heard) -> int:
        values = heard.measured.get(question)
        if values is None:
            return FALSE if question in heard.answers else heard.open & bit
        return TRUE if any(one.holds(values) for one in ranges) else FALSE

    return test


def _pressure(value: Any, names: Names) -> Condition:
    return measure_of(_named("pressure", Kind.PRESSURE, names), value, names)


def _temperature(value: Any, names: Names) -> Condition:
    return measure_of(_named("temperature", Kind.TEMPERATURE, names), value, names)


def _named(name: str, kind: Kind, names: Names) -> Shape:
    return names.questions.get(name) or names.of_kind(kind)


def _contacts(value: Any, names: Names) -> Condition:
    parts = _only(value, {"at_least", "within_hours", "same_worry"}, "{at_least: 2, within_hours: 24}")
    least, hours, same = parts.get("at_least"), parts.get("within_hours"), parts.get("same_worry", False)
    if not isinstance(least, int) or not isinstance(hours, int) or not isinstance(same, bool):
        raise Mistake("'contacts' needs at_least and within_hours", "write {at_least: 2, within_hours: 24}")
    window = timedelta(hours=hours)

    def test(heard: Heard) -> int:
        contacts = heard.facts.contacts
        if not contacts:
            return TRUE if least <= 1 else FALSE
        now = heard.now
        near_ones = sum(
            1 for when, worry in contacts if now - when <= window and (not same or not worry or worry in heard.opened)
        )
        return TRUE if near_ones + 1 >= least else FALSE

    return Condition(test, node=Contacts(least, window, same))


def _opened(value: Any, names: Names) -> Condition:
    if value == "any":
        return Condition(lambda heard: TRUE if heard.opened_by_her else FALSE, node=Opened(None))
    wanted = frozenset(word(name) for name in listed(value, "opened"))
    for name in wanted - names.pathways:
        raise Mistake(f"there is no pathway '{name}'", near(name, names.pathways))
    return Condition(lambda heard: FALSE if wanted.isdisjoint(heard.opened_by_her) else TRUE, node=Opened(wanted))


def _level(value: Any, names: Names) -> Condition:
    parts = _only(value, {"from", "to"}, "{from: A4H}")
    try:
        low, high = Level.parse(str(parts.get("from", "G"))), Level.parse(str(parts.get("to", "R-999")))
    except ValueError as error:
        raise Mistake(str(error), "write one of the level codes") from None

    def test(heard: Heard) -> int:
        return TRUE if heard.told is not None and low <= heard.told <= high else FALSE

    return Condition(test, node=ToldBetween(low, high))


MEASURES: dict[str, Callable[[Any, Names], Condition]] = {
    "gestation": _gestation(surely=False),
    "gestation_surely": _gestation(surely=True),
    "pressure": _pressure,
    "temperature": _temperature,
    "contacts": _contacts,
    "opened": _opened,
    "level": _level,
}
