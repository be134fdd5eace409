"""One answer, read by its question's kind; nonsense counts as uncertain."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from .content import Asked, Protocol
from .gestation import UNKNOWN, DueDate, Gestation
from .statement import SILENCE, SKIPPED, UNSURE, Facts, Reading, Value
from .step import Kind

NOT_SAID = frozenset({UNSURE, SKIPPED, SILENCE})
_PLACES = {Kind.PRESSURE: 2, Kind.TEMPERATURE: 1}
_FREE = (Kind.TEXT, Kind.PHONE)


@dataclass(frozen=True)
class Answer:
    """What was answered: options, or a number, or that she does not know."""

    options: frozenset[str] = frozenset()
    uncertain: bool = False
    measured: tuple[float, ...] | None = None
    gestation: Gestation | None = None


def read_answer(protocol: Protocol, facts: Facts, asked: Asked, value: Value) -> Answer:
    """The answer in `value`; total: whatever does not fit the question is uncertain."""
    read: Answer | None = None
    if isinstance(value, tuple):
        read = asked.ready.get(value) or _chosen(asked, value)
    elif isinstance(value, DueDate) and asked.kind is Kind.GESTATION:
        read = _dated(protocol, facts, value)
    elif isinstance(value, Reading):
        read = _measured(asked, value)
    elif isinstance(value, str) and asked.kind in _FREE:
        read = Answer(uncertain=value in NOT_SAID)
    return read or uncertain(asked)


def ready(asked: Asked) -> dict[Value, Answer]:
    """The answers with one option, read beforehand because they are the most frequent."""
    one = {(option,): _chosen(asked, (option,)) for option in asked.options}
    return {value: answer for value, answer in one.items() if answer is not None}


def uncertain(asked: Asked) -> Answer:
    """The answer of somebody who does not say."""
    unknown = UNKNOWN if asked.kind is Kind.GESTATION else None
    return Answer(asked.unsure.options, uncertain=True, gestation=unknown)


def _chosen(asked: Asked, value: tuple[str, ...]) -> Answer | None:
    if asked.kind in _FREE and not asked.options:
        return Answer()
    chosen = frozenset(option for option in value if option in asked.options)
    chosen = chosen - {"none"} if len(chosen) > 1 and asked.kind is Kind.TICKS else chosen
    if not chosen:
        return None
    if NOT_SAID.isdisjoint(value):
        return Answer(chosen)
    return replace(uncertain(asked), options=asked.unsure.options | chosen)


def _dated(protocol: Protocol, facts: Facts, due: DueDate) -> Answer | None:
    try:
        stated = due.on(facts.today)
    except (OverflowError, TypeError):
        return None
    gestation = Gestation(min(stated.low, stated.high), max(stated.low, stated.high), stated.how)
    shortest, longest = (protocol.settings.get(name) for name in ("shortest", "longest"))
    if (shortest is not None and gestation.high < shortest) or (longest is not None and gestation.low > longest):
        return None
    return Answer(gestation=gestation)


def _measured(asked: Asked, reading: Reading) -> Answer | None:
    if len(reading.values) != _PLACES.get(asked.kind):
        return None
    if not all(math.isfinite(value) for value in reading.values):
        return None
    return Answer(measured=reading.values)
