"""The outbox: replies leave here for Telegram and SMS, red first, in order, and none is forgotten.

A delivery is taken for `LEASE` in one short transaction, sent with no transaction open, and marked in another.
Whoever dies in between leaves a delivery that falls due again: she may read that reply twice, never not at all.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from bot.records import events
from bot.records.clock import Clock
from bot.records.database import Database
from bot.records.sites import number_text
from bot.records.tables import conversations, deliveries, messages, units

from . import undelivered
from .courier import Courier, PermanentFailure, Sent, TemporaryFailure

log = logging.getLogger(__name__)

#: How many replies of one channel leave at once. The next round looks again for red ones.
BATCH = 16
#: A courier that says nothing for this long has failed.
SEND_LIMIT = timedelta(seconds=25)
#: A delivery whose taker has died falls due again after this; it must be longer than `SEND_LIMIT`.
LEASE = timedelta(seconds=60)
#: The pauses after the first, second, ... temporary failure, in seconds; after the last one it has failed.
PAUSES = (15, 30, 60, 120, 240, 300, 300)
#: A red reply that is still here after this many tries is a midwife's business, while we go on trying.
TRIES_BEFORE_ALARM = 3


@dataclass(frozen=True)
class Delivery:
    """One reply, taken to be sent now. `tries` counts this one."""

    id: int
    line_id: str
    channel: str
    tries: int
    address: str | None
    body: Mapping[str, Any]

    @property
    def red(self) -> bool:
        """Whether it leaves before all others."""
        return is_red(self.body)


async def carry(database: Database, couriers: Mapping[str, Courier], clock: Clock, pause: float = 0.5) -> None:
    """Deliver until cancelled. Each courier has a loop of its own: a carrier that hangs holds up nobody else."""

    async def one(channel: str, courier: Courier) -> None:
        while True:
            try:
                busy = await deliver_due(database, {channel: courier}, clock.now())
            except Exception as problem:
                log.error("the outbox for %s failed: %s", channel, type(problem).__name__)
                busy = 0
            await asyncio.sleep(0 if busy else pause)

    await asyncio.gather(*(one(channel, courier) for channel, courier in couriers.items()))


def release_all(connection: Connection, now: datetime) -> None:
    """For the only process there is, at its start: whoever had taken a delivery has died; none waits for a lease."""
    taken = update(deliveries).where(deliveries.c.state == "waiting", deliveries.c.due_at > now)
    connection.execute(taken.values(due_at=now))


async def deliver_due(database: Database, couriers: Mapping[str, Courier], now: datetime) -> int:
    """Send one round of what is due on the channels of `couriers`; how many were tried.

    It waits for its slowest courier, so nothing else that must be on time may wait for it: see `carry`.
    """
    taken = await asyncio.to_thread(take, database, tuple(couriers), now)
    await asyncio.gather(*(_deliver(database, couriers[delivery.channel], delivery, now) for delivery in taken))
    return len(taken)


def is_red(body: Mapping[str, Any]) -> bool:
    """A red card, or a question that stands under 999 and the number."""
    return bool(body.get("card", {}).get("colour") == "red" or body.get("question", {}).get("urgent"))


def take(database: Database, channels: tuple[str, ...], now: datetime) -> list[Delivery]:
    """Take the next replies, at most one a conversation, red first."""
    with database.read() as connection:  # looking must not hold up those who write
        if connection.execute(_due(channels, now).limit(1)).first() is None:
            return []
    with database.write() as connection:
        heads = sorted(_heads(connection, channels, now), key=_order)
        chosen = [row for channel in channels for row in [head for head in heads if head.channel == channel][:BATCH]]
        return [taken for row in chosen if (taken := _take(connection, row.id, now))]


def _heads(connection: Connection, channels: tuple[str, ...], now: datetime) -> list[Any]:
    """The reply each conversation is waiting for, where it is due: a red one overtakes, otherwise the oldest."""
    waiting, due = deliveries.c.state == "waiting", _due(channels, now)
    needed = [deliveries.c[name] for name in ("id", "conversation_id", "channel", "due_at")]
    rows = connection.execute(
        select(*needed, messages.c.body)
        .join(messages, messages.c.id == deliveries.c.message_id)
        .where(waiting, deliveries.c.channel.in_(channels), deliveries.c.conversation_id.in_(due))
        .order_by(deliveries.c.conversation_id)
    )
    queues = groupby(rows, key=lambda row: row.conversation_id)
    heads = [min(queue, key=_order) for _, queue in queues]
    return [head for head in heads if head.due_at is not None and head.due_at <= now]


def _due(channels: tuple[str, ...], now: datetime) -> Any:
    """The conversations with something due."""
    return select(deliveries.c.conversation_id).where(
        deliveries.c.state == "waiting", deliveries.c.due_at <= now, deliveries.c.channel.in_(channels)
    )


def _order(row: Any) -> tuple[bool, int]:
    return not is_red(row.body), row.id


def _take(connection: Connection, delivery_id: int, now: datetime) -> Delivery | None:
    """Take one delivery, unless somebody else did."""
    still = (deliveries.c.id == delivery_id, deliveries.c.state == "waiting", deliveries.c.due_at <= now)
    row = connection.execute(
        select(deliveries, conversations.c.address, messages.c.body, units.c.phone)
        .join(messages, messages.c.id == deliveries.c.message_id)
        .join(conversations, conversations.c.id == deliveries.c.conversation_id)
        .join(units, units.c.id == deliveries.c.unit_id)
        .where(*still)
        .with_for_update(skip_locked=True, of=deliveries)
    ).first()
    if row is None:
        return None
    values = {"tries": row.tries + 1, "due_at": now + LEASE}
    connection.execute(update(deliveries).where(deliveries.c.id == row.id).values(**values))
    body = {**row.body, "number_text": number_text(row.phone)}
    return Delivery(row.id, row.line_id, row.channel, row.tries + 1, row.address, body)


async def _deliver(database: Database, courier: Courier, delivery: Delivery, now: datetime) -> None:
    outcome = await _outcome(courier, delivery)

    def mark() -> None:
        with database.write() as connection:
            _mark(connection, delivery, outcome, now)

    try:
        await asyncio.to_thread(mark)
    except Exception as problem:  # the lease runs out, and it is sent once more
        log.error("delivery %s could not be marked: %s", delivery.id, type(problem).__name__)


async def _outcome(courier: Courier, delivery: Delivery) -> Sent | TemporaryFailure | PermanentFailure:
    """What the carrier made of it. No answer, or one that nobody foresaw, is a reason to try again."""
    if not delivery.address:
        return PermanentFailure("no address")
    try:
        async with asyncio.timeout(SEND_LIMIT.total_seconds()):
            return await courier.send(delivery.address, delivery.body)
    except (TemporaryFailure, PermanentFailure) as failure:
        return failure
    except Exception as problem:
        return TemporaryFailure(type(problem).__name__)


def _mark(
    connection: Connection, delivery: Delivery, outcome: Sent | TemporaryFailure | PermanentFailure, now: datetime
) -> None:
    if isinstance(outcome, Sent):
        _sent(connection, delivery, outcome, now)
        return
    events.in_order(connection, delivery.line_id)  # before any row, as everybody does
    if isinstance(outcome, TemporaryFailure):
        again(connection, delivery, outcome, now)
    else:
        undelivered.failed(connection, delivery.id, outcome.problem, now)


def _sent(connection: Connection, delivery: Delivery, sent: Sent, now: datetime) -> None:
    connection.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery.id, deliveries.c.state == "waiting")
        .values(state="sent", due_at=None, carrier_id=sent.carrier_id, status=sent.status, status_at=now, problem=None)
    )


def again(connection: Connection, delivery: Delivery, failure: TemporaryFailure, now: datetime) -> None:
    """Plan the next try, or give up after the last; nothing when somebody else has taken it since."""
    if delivery.tries > len(PAUSES):
        undelivered.failed(connection, delivery.id, failure.problem, now)
        return
    pause = max(PAUSES[delivery.tries - 1], failure.after)
    planned = connection.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery.id, deliveries.c.state == "waiting", deliveries.c.tries == delivery.tries)
        .values(due_at=now + timedelta(seconds=pause), problem=failure.problem)
    )
    if planned.rowcount and delivery.red and delivery.tries == TRIES_BEFORE_ALARM:
        undelivered.tell_the_line(connection, delivery.id, failure.problem, now, trying=True)
