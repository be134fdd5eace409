"""Statements, facts and what was told as plain JSON, and back without loss.

They travel inside Rasa's slot `answers` and into the database.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from .gestation import DueDate
from .level import Level
from .statement import Facts, Reading, Statement, Told, Value

Json = Any


class NotOnTheWire(ValueError):  # noqa: N818 - named by what went wrong
    """This is no statement, told level, facts or value."""


def to_json(thing: Statement | Told | Facts | Value) -> Json:
    """Plain dicts, lists, texts and numbers, which `from_json` turns back into an equal thing."""
    if isinstance(thing, Statement):
        return _statement(thing)
    if isinstance(thing, Told):
        return _told(thing)
    return _facts(thing) if isinstance(thing, Facts) else _value(thing)


def from_json(data: Json) -> Any:
    """The thing that `to_json` made `data` from. Raises `NotOnTheWire`."""
    try:
        if isinstance(data, Mapping):
            return _READ[data["is"]](data)
        if data is None or isinstance(data, str):
            return data
        return _texts(data)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise NotOnTheWire(f"{data!r:.80} cannot be read: {error!r}; write it with wire.to_json") from error


def _value(value: Value) -> Json:
    if isinstance(value, DueDate):
        return {"is": "due", "from": value.earliest.isoformat(), "to": value.latest.isoformat(), "how": value.how}
    if isinstance(value, Reading):
        return {"is": "reading", "unit": value.unit, "values": list(value.values)}
    if isinstance(value, tuple):
        return list(value)
    if value is None or isinstance(value, str):
        return value
    raise NotOnTheWire(f"{type(value).__name__} is no value; give options, a word, a due date, a reading or None")


def _statement(statement: Statement) -> Json:
    return {
        "is": "statement",
        "question": statement.question,
        "value": _value(statement.value),
        "by": statement.by,
        "at": statement.at.isoformat(),
        "words": statement.words,
    }


def _told(told: Told) -> Json:
    return {"is": "told", "level": told.level.code, "criteria": list(told.criteria), "at": told.at.isoformat()}


def _facts(facts: Facts) -> Json:
    return {
        "is": "facts",
        "today": facts.today.isoformat(),
        "known": {question: _value(value) for question, value in facts.known.items()},
        "known_from": dict(facts.known_from),
        "told": [_told(told) for told in facts.told],
        "floor": facts.floor.code,
        "floor_reason": facts.floor_reason,
        "contacts": [[when.isoformat(), worry] for when, worry in facts.contacts],
    }


def _texts(data: Json) -> tuple[str, ...]:
    if not isinstance(data, list | tuple) or not all(isinstance(text, str) for text in data):
        raise TypeError("not a list of texts")
    return tuple(data)


def _read_due(data: Json) -> DueDate:
    return DueDate(date.fromisoformat(data["from"]), date.fromisoformat(data["to"]), data["how"])


def _read_reading(data: Json) -> Reading:
    return Reading(data["unit"], tuple(data["values"]))


def _read_statement(data: Json) -> Statement:
    at = datetime.fromisoformat(data["at"])
    return Statement(data["question"], from_json(data["value"]), data["by"], at, data["words"])


def _read_told(data: Json) -> Told:
    return Told(Level.parse(data["level"]), _texts(data["criteria"]), datetime.fromisoformat(data["at"]))


def _read_facts(data: Json) -> Facts:
    return Facts(
        today=date.fromisoformat(data["today"]),
        known={question: from_json(value) for question, value in data["known"].items()},
        known_from=dict(data["known_from"]),
        told=tuple(_read_told(told) for told in data["told"]),
        floor=Level.parse(data["floor"]),
        floor_reason=data["floor_reason"],
        contacts=tuple((datetime.fromisoformat(when), worry) for when, worry in data["contacts"]),
    )


_READ: dict[str, Callable[[Json], Any]] = {
    "due": _read_due,
    "reading": _read_reading,
    "statement": _read_statement,
    "told": _read_told,
    "facts": _read_facts,
}
