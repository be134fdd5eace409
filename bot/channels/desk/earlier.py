"""What the record knows of her from before, so that it is not asked again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Table, select
from sqlalchemy.engine import Connection
from sqlalchemy.sql import Select

from bot.dialogue import phrases
from bot.protocol import wire
from bot.protocol.content import Protocol
from bot.protocol.statement import Value
from bot.protocol.step import Kind
from bot.records.tables import episodes, persons, pregnancies

#: Details that answer questions by themselves when they are known.
_DETAILS = ("phone", "safe_to_ring", "name", "language")


def known_before(
    connection: Connection, person_id: str, protocol: Protocol, before: datetime | None = None
) -> dict[str, Value]:
    """Answers known from earlier: the due date, contact details, earlier worries about movements.

    `before` leaves out what the record has learnt since then.
    """
    known: dict[str, Value] = {}
    newest = _earlier(select(pregnancies.c.due).where(pregnancies.c.person_id == person_id), pregnancies, before)
    due = connection.execute(newest.order_by(pregnancies.c.recorded_at.desc()).limit(1)).scalar()
    gestation = phrases.question_of(protocol, Kind.GESTATION)
    if due is not None and gestation is not None:
        known[gestation] = wire.from_json(due)
    details = connection.execute(select(persons.c.details).where(persons.c.id == person_id)).scalar() or {}
    known |= {name: ("said",) for name in _DETAILS if details.get(name) and name in protocol.questions}
    if "rfm_before" in protocol.questions and (times := _movement_worries(connection, person_id, before)):
        known["rfm_before"] = ("once",) if times == 1 else ("more",)
    return known


def _movement_worries(connection: Connection, person_id: str, before: datetime | None) -> int:
    """How many earlier episodes of this pregnancy were about the baby's movements (F16)."""
    mine = select(episodes.c.movement_worry).where(episodes.c.person_id == person_id)
    rows = connection.execute(_earlier(mine, episodes, before))
    return sum(1 for (worry,) in rows if worry)


def _earlier(query: Select, table: Table, before: datetime | None) -> Select:
    """Only the rows from before that moment."""
    moment = table.c.recorded_at if table is pregnancies else table.c.begun_at
    return query if before is None else query.where(moment < before)
