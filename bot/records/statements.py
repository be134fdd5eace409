"""Statements as rows: what was said, in order, never changed."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, insert, select
from sqlalchemy.engine import Connection

from bot.protocol import wire
from bot.protocol.statement import Statement

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
        row = {"position": position, "question": one.question, "by": one.by, "at": one.at}
        row["content"] = wire.to_json(one)
        connection.execute(insert(statements).values(**place, **row))
        position += 1
    return position


def of_episode(connection: Connection, episode_id: str) -> list[Statement]:
    """Everything said in an episode, in order."""
    question = select(statements).where(statements.c.episode_id == episode_id).order_by(statements.c.position)
    return [wire.from_json(row.content) for row in connection.execute(question)]
