"""The first short commit: an arrival is durable before anybody reads it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.engine import Connection

from bot.records.once import insert_once
from bot.records.tables import arrivals, conversations
from bot.records.words import cleaned

from ..arrival import Arrival

#: An arrival not answered within this time is taken by the worker.
ANSWER_WITHIN = timedelta(seconds=5)
#: A process holds a conversation at most this long; after a crash another may take it.
HOLD = timedelta(seconds=8)

# Statements are built once: building one takes as long as running it, and a message runs thirty.
_THIS = bindparam("this")
_HERE = arrivals.c.conversation_id == _THIS
_HOME = select(
    conversations.c.line_id,
    conversations.c.unit_id,
    select(arrivals.c.id).where(_HERE, arrivals.c.answered_at.is_(None)).exists().label("waiting"),
).where(conversations.c.id == _THIS)
_ARRIVED = select(arrivals.c.id).where(_HERE, arrivals.c.carrier_id == bindparam("carrier"))
_MINE = update(conversations).where(conversations.c.id == _THIS, conversations.c.taken_by == bindparam("taker"))
_FREE = update(conversations).where(
    conversations.c.id == _THIS,
    or_(
        conversations.c.taken_until.is_(None),
        conversations.c.taken_until < bindparam("now"),
        conversations.c.taken_by == bindparam("taker"),
    ),
)


def store(connection: Connection, arrival: Arrival, now: datetime, taker: str) -> tuple[int, bool]:
    """Store the arrival, or find it again, and take its conversation when that is free.

    Its number, and whether it is new, the only one waiting, and its conversation taken: then nobody has to wait.
    """
    home = connection.execute(_HOME, {"this": arrival.conversation_id}).one()
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
    return _number(connection, arrival), is_new and taken and not home.waiting


def take(connection: Connection, conversation_id: str, now: datetime, taker: str) -> bool:
    """Hold the conversation for one turn: over all processes, one arrival at a time."""
    hold = {"taken_by": taker, "taken_until": now + HOLD}
    return bool(connection.execute(_FREE, {"this": conversation_id, "now": now, "taker": taker, **hold}).rowcount)


def release(connection: Connection, conversation_id: str, taker: str) -> None:
    """Let the conversation go."""
    free = {"taken_by": None, "taken_until": None}
    connection.execute(_MINE, {"this": conversation_id, "taker": taker, **free})


def _number(connection: Connection, arrival: Arrival) -> int:
    found = connection.execute(_ARRIVED, {"this": arrival.conversation_id, "carrier": arrival.carrier_id[:128]})
    return int(found.scalar_one())


def release_all(connection: Connection) -> None:
    """For the only process there is, at its start: whoever held a conversation has died."""
    connection.execute(update(conversations).values(taken_by=None, taken_until=None))
