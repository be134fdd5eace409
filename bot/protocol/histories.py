"""Statements put in order by what they are about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .content import Protocol
from .statement import ABSENT, CONFIRM, DOUBTFUL, FINDING, PRESENT, RETRACT, Facts, Statement, Value

NOW, BEFORE = "now", "before"


class Said(NamedTuple):
    """One thing said: its place in the order, its value, or how a taking back was answered."""

    place: int
    value: Value
    retract: str | None = None


Histories = dict[str, list[Said]]


def histories(protocol: Protocol, facts: Facts, statements: Sequence[Statement]) -> Histories:
    """Everything said about each question and finding, in order; what is known fills what was not asked."""
    found: Histories = {}
    for index, statement in enumerate(statements):
        key, said = _about(protocol, statement, index, found)
        if said is not None:
            found.setdefault(key, []).append(said)
    for question, value in facts.known.items():
        if question in protocol.questions and question not in found and value is not None:
            found[question] = [Said(-1, value)]
    return found


def _about(protocol: Protocol, statement: Statement, index: int, found: Histories) -> tuple[str, Said | None]:
    question, value = statement.question, statement.value
    if question in protocol.questions:
        return question, Said(index, value)
    if question.startswith(FINDING):
        return question, _finding(protocol, question, value, index, found)
    if question.startswith(CONFIRM):
        key = FINDING + question[len(CONFIRM) :]
        return key, _confirmed(key, value, index, found)
    if question.startswith(RETRACT) and question[len(RETRACT) :] in found and value is not None:
        return question[len(RETRACT) :], Said(index, None, NOW if value == (NOW,) else BEFORE)
    return question, None


def _finding(protocol: Protocol, question: str, value: Value, index: int, found: Histories) -> Said | None:
    if question[len(FINDING) :] not in protocol.findings:
        return None
    if value is None:
        return Said(index, None)
    assertion = value[0] if isinstance(value, tuple) and value else value
    if assertion not in (PRESENT, ABSENT):
        if _latest(question, found) == (PRESENT,):
            return None
        assertion = DOUBTFUL
    return Said(index, (str(assertion),))


def _confirmed(key: str, value: Value, index: int, found: Histories) -> Said | None:
    if value is None or _latest(key, found) != (DOUBTFUL,):
        return None
    if value == ("no",):
        return Said(index, (ABSENT,))
    return Said(index, (PRESENT,))


def _latest(key: str, found: Histories) -> Value:
    said = [one.value for one in found.get(key, ()) if one.retract is None]
    return said[-1] if said else None
