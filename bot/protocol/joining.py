"""Conditions joined to larger ones. Each test is quick where most of what is asked about was not said.

A guard is a quick look before a test: false unless one of its bits was said or is still open. Where the guard alone
decides, it is the whole test, and joined guards stay one comparison.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from .content import ANYTHING, FALSE, TRUE, Condition, Guard, Test
from .heard import Heard
from .tree import AtLeast, Every, Node, Opposite, Some

_WIDE = 10**6


def look(node: Node, yes: int, asks: int, rests_on: frozenset[str]) -> Condition:
    """True if one of the bits `yes` was said, else open while one of the questions `asks` is."""

    def test(heard: Heard) -> int:
        return TRUE if heard.said & yes else heard.open & asks

    return Condition(test, rests_on, node, Guard(yes, asks, whole=True), asks)


def every(conditions: Sequence[Condition]) -> Condition:
    """All of them."""
    looks = tuple((one.guard.yes, one.guard.asks) for one in conditions if one.guard.whole)
    others = _guarded(conditions)

    def test(heard: Heard) -> int:
        said, still_open, mask = heard.said, heard.open, 0
        for yes, asks in looks:
            if not said & yes:
                left = still_open & asks
                if not left:
                    return FALSE
                mask |= left
        for yes, asks, one in others:
            result = one(heard) if said & yes or still_open & asks else FALSE
            if result == FALSE:
                return FALSE
            if result != TRUE:
                mask |= result
        return mask or TRUE

    guard = min((one.guard for one in conditions), key=_width, default=ANYTHING)
    return _joined(test, conditions, Every(_nodes(conditions)), replace(guard, whole=False))


def some(conditions: Sequence[Condition]) -> Condition:
    """At least one of them."""
    plain = _union(one.guard for one in conditions if one.guard.whole)
    others, node = _guarded(conditions), Some(_nodes(conditions))
    if not others:
        return look(node, plain.yes, plain.asks, _rests(conditions))
    plain_yes, plain_asks = plain.yes, plain.asks

    def test(heard: Heard) -> int:
        said, still_open = heard.said, heard.open
        if said & plain_yes:
            return TRUE
        mask = still_open & plain_asks
        for yes, asks, one in others:
            if said & yes or still_open & asks:
                mask |= one(heard)
                if mask == TRUE:
                    return TRUE
        return mask

    return _joined(test, conditions, node, _union(one.guard for one in conditions))


def opposite(condition: Condition) -> Condition:
    """Not this one."""
    one = condition.test

    def test(heard: Heard) -> int:
        result = one(heard)
        return TRUE if result == FALSE else FALSE if result == TRUE else result

    return _joined(test, [condition], Opposite(condition.node), ANYTHING)


def at_least(least: int, conditions: Sequence[Condition]) -> Condition:
    """So many of them."""
    tests = tuple(one.test for one in conditions)

    def test(heard: Heard) -> int:
        sure = possible = mask = 0
        for one in tests:
            result = one(heard)
            if result == TRUE:
                sure += 1
            elif result:
                possible, mask = possible + 1, mask | result
        return TRUE if sure >= least else mask if sure + possible >= least else FALSE

    guard = _union(one.guard for one in conditions)
    return _joined(test, conditions, AtLeast(least, _nodes(conditions)), guard)


def once(name: str, condition: Condition) -> Condition:
    """The same condition, tested once for each state; what is one comparison anyway stays as it is."""
    if condition.guard.whole:
        return condition
    one = condition.test

    def test(heard: Heard) -> int:
        result = heard.defined.get(name)
        if result is None:
            result = heard.defined[name] = one(heard)
        return result

    return Condition(test, condition.rests_on, condition.node, condition.guard, condition.looks_at)


def _guarded(conditions: Sequence[Condition]) -> tuple[tuple[int, int, Test], ...]:
    """Those whose guard does not decide alone, each with its guard at hand."""
    return tuple((one.guard.yes, one.guard.asks, one.test) for one in conditions if not one.guard.whole)


def _joined(test: Test, conditions: Sequence[Condition], node: Node, guard: Guard) -> Condition:
    looks_at = 0
    for one in conditions:
        looks_at |= one.looks_at
    return Condition(test, _rests(conditions), node, guard, looks_at)


def _union(guards: Iterable[Guard]) -> Guard:
    yes = asks = 0
    loose = False
    for guard in guards:
        yes, asks, loose = yes | guard.yes, asks | guard.asks, loose or guard.loose
    return Guard(yes, asks, loose=loose)


def _width(guard: Guard) -> int:
    """How much a guard lets through: one without bounds comes last."""
    if guard.yes < 0:
        return 2 * _WIDE
    return guard.yes.bit_count() + guard.asks.bit_count() + (_WIDE if guard.loose else 0)


def _nodes(conditions: Iterable[Condition]) -> tuple[Node, ...]:
    return tuple(one.node for one in conditions)


def _rests(conditions: Iterable[Condition]) -> frozenset[str]:
    return frozenset().union(*(one.rests_on for one in conditions))
