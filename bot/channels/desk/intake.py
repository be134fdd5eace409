"""The first short commit: an arrival is durable before anybody reads it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.engine import Connection

from bot.records.once import insert_once
from bot.records.tables import arrivals, conversations
from bot.records.words import cleaned

from ..arrival import Arrival

#: An arrival not answered within this time is taken by the worker.
ANSWER_WITHIN = timedelta(seconds=5)
#: A process holds a conversation at most this long; after a crash another may take it.
HOLD = timedelta(seconds=8)


def store(connection: Connection, arrival: Arrival, now: datetime, taker: str) -> tuple[int, bool]:
    """Store the arrival, or find it again, and take its conversation when that is free.

    Its number, and whether it is new, the only one waiting, and its conversation taken: then nobody has to wait.
    """
    home = connection.execute(
        select(conversations.c.line_id, conversations.c.unit_id).where(conversations.c.id == arrival.conversation_id)
    ).one()
    waiting = select(arrivals.c.id).where(
        arrivals.c.conversation_id == arrival.conversation_id, arrivals.c.answered_at.is_(None)
    )
    alone = connection.execute(waiting.limit(1)).first() is None
    is_new = insert_once(
        connection,
        arrivals,
        {
            "line_id": home.line_id,
            "unit_id": home.unit_id,
            "conversation_id": arrival.conversation_id,
            "carrier_id": arrival.carrier_id[:128],
            "kind": arrival.kind,
            "words": None if arrival.words is None else cleaned(arrival.words),
            "choice": None if arrival.choice is None else cleaned(arrival.choice),
            "received_at": now,
            "due_at": now + ANSWER_WITHIN,
        },
    )
    taken = take(connection, arrival.conversation_id, now, taker)
    return _number(connection, arrival), alone and is_new and taken


def take(connection: Connection, conversation_id: str, now: datetime, taker: str) -> bool:
    """Hold the conversation for one turn: over all processes, one arrival at a time."""
    free = or_(
        conversations.c.taken_until.is_(None),
        conversations.c.taken_until < now,
        conversations.c.taken_by == taker,
    )
    held = update(conversations).where(conversations.c.id == conversation_id, free)
    return bool(connection.execute(held.values(taken_by=taker, taken_until=now + HOLD)).rowcount)


def release(connection: Connection, conversation_id: str, taker: str) -> None:
    """Let the conversation go."""
    mine = update(conversations).where(conversations.c.id == conversation_id, conversations.c.taken_by == taker)
    connection.execute(mine.values(taken_by=None, taken_until=None))


def _number(connection: Connection, arrival: Arrival) -> int:
    found = select(arrivals.c.id).where(
        arrivals.c.conversation_id == arrival.conversation_id, arrivals.c.carrier_id == arrival.carrier_id[:128]
    )
    return int(connection.execute(found).scalar_one())


def release_all(connection: Connection) -> None:
    """For the only process there is, at its start: whoever held a conversation has died."""
    connection.execute(update(conversations).values(taken_by=None, taken_until=None))
