"""Statements as rows: what was said, in order, never changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.engine import Connection

from bot.protocol.gestation import DueDate
from bot.protocol.statement import Reading, Statement, Value

from .tables import statements


def append(
    connection: Connection,
    said: Iterable[Statement],
    *,
    episode_id: str,
    line_id: str,
    unit_id: str,
    arrival_id: int | None = None,
) -> int:
    """Write down what was said after what is there; returns how many statements the episode has now."""
    question = select(func.coalesce(func.max(statements.c.position), -1)).where(statements.c.episode_id == episode_id)
    position = int(connection.scalar(question)) + 1
    place = {"episode_id": episode_id, "line_id": line_id, "unit_id": unit_id, "arrival_id": arrival_id}
    for one in said:
        content = {"value": encoded(one.value), "words": one.words}
        row = {"position": position, "question": one.question, "content": content, "by": one.by, "at": one.at}
        connection.execute(insert(statements).values(**place, **row))
        position += 1
    return position


def of_episode(connection: Connection, episode_id: str) -> list[Statement]:
    """Everything said in an episode, in order."""
    question = select(statements).where(statements.c.episode_id == episode_id).order_by(statements.c.position)
    return [
        Statement(row.question, decoded(row.content["value"]), row.by, row.at, row.content["words"])
        for row in connection.execute(question)
    ]


def encoded(value: Value) -> Any:
    """A value as JSON, from which `decoded` makes the same value."""
    if isinstance(value, DueDate):
        return {"due": [value.earliest.isoformat(), value.latest.isoformat(), value.how]}
    if isinstance(value, Reading):
        return {"reading": [value.unit, *value.values]}
    if isinstance(value, tuple):
        return {"options": list(value)}
    return value


def decoded(stored: Any) -> Value:
    """The value that was encoded."""
    if not isinstance(stored, dict):
        return stored  # type: ignore[no-any-return]
    if "due" in stored:
        earliest, latest, how = stored["due"]
        return DueDate(date.fromisoformat(earliest), date.fromisoformat(latest), how)
    if "reading" in stored:
        unit, *values = stored["reading"]
        return Reading(unit, tuple(values))
    return tuple(stored["options"])
