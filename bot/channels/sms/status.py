"""What became of a message: Twilio tells us, in any order, and sometimes before we have marked it as sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from bot.records import events
from bot.records.tables import deliveries

from .. import undelivered
from ..outbox import PAUSES

PATH = "/sms/status"
#: A later status never gives way to an earlier one.
RANK: Mapping[str, int] = {
    "accepted": 1,
    "scheduled": 1,
    "queued": 1,
    "sending": 2,
    "sent": 3,
    "delivered": 4,
    "undelivered": 4,
    "failed": 4,
}
LOST = ("undelivered", "failed")
#: The carrier could not, but may soon: queue full, telephone off, unknown, no route just now, expired in the queue.
PASSING = ("30001", "30003", "30008", "30009", "30036")
#: So often is a message sent again that the carrier took and could not deliver.
TRIES = 3


def note(connection: Connection, carrier_id: str, status: str, code: str, now: datetime) -> bool:
    """Write the carrier's word down, and act on a lost message. False when no delivery has this id."""
    found = select(deliveries).where(deliveries.c.carrier_id == carrier_id, deliveries.c.channel == "sms")
    line = connection.scalar(found.with_only_columns(deliveries.c.line_id))
    if line is None:
        return False
    if status in LOST:
        events.in_order(connection, line)  # before the row, as everybody does
    row = connection.execute(found.with_for_update()).one()
    if RANK.get(status, 0) <= RANK.get(row.status or "", 0):
        return True
    connection.execute(
        update(deliveries).where(deliveries.c.id == row.id).values(status=status, status_at=now, problem=code or None)
    )
    if status in LOST and row.state == "sent":
        _lost(connection, row.id, row.tries, code, now)
    return True


def _lost(connection: Connection, delivery_id: int, tries: int, code: str, now: datetime) -> None:
    """Try again while that can help; the line hears of it either way, for she does not have it now."""
    if code not in PASSING or tries >= TRIES:
        undelivered.failed(connection, delivery_id, code or "lost", now)
        return
    due = now + timedelta(seconds=PAUSES[tries - 1])
    connection.execute(update(deliveries).where(deliveries.c.id == delivery_id).values(state="waiting", due_at=due))
    undelivered.tell_the_line(connection, delivery_id, code, now, trying=True)
