"""A reply that did not reach her: the line hears of it, because she is waiting and does not know.

Whoever calls this has taken the line's turn (`events.in_order`) before touching a row.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from bot.records import events
from bot.records.tables import cases, deliveries


def failed(connection: Connection, delivery_id: int, problem: str, now: datetime) -> None:
    """Give this delivery up, once, and tell the line."""
    given_up = connection.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery_id, deliveries.c.state.in_(("waiting", "sent")))
        .values(state="failed", due_at=None, problem=problem)
    )
    if given_up.rowcount:
        tell_the_line(connection, delivery_id, problem, now, trying=False)


def tell_the_line(connection: Connection, delivery_id: int, problem: str, now: datetime, *, trying: bool) -> None:
    """Append the event that board and case show."""
    row = connection.execute(select(deliveries).where(deliveries.c.id == delivery_id)).one()
    open_case = connection.execute(
        select(cases.c.id)
        .where(cases.c.conversation_id == row.conversation_id, cases.c.state != "closed")
        .order_by(cases.c.opened_at.desc())
    ).scalar()
    events.append(
        connection,
        line_id=row.line_id,
        unit_id=row.unit_id,
        kind="undelivered",
        actor="service",
        at=now,
        case_id=open_case,
        conversation_id=row.conversation_id,
        body={"message": row.message_id, "channel": row.channel, "problem": problem, "trying": trying},
    )
