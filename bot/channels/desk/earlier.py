"""What the record knows of her from before, so that it is not asked again."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.dialogue import phrases
from bot.protocol import wire
from bot.protocol.content import Protocol
from bot.protocol.statement import Value
from bot.protocol.step import Kind
from bot.records.tables import episodes, persons, pregnancies

#: Details that answer questions by themselves when they are known.
_DETAILS = ("phone", "safe_to_ring", "name", "language")


def known_before(connection: Connection, person_id: str, protocol: Protocol) -> dict[str, Value]:
    """Answers known from earlier: the due date, contact details, earlier worries about movements."""
    known: dict[str, Value] = {}
    newest = select(pregnancies.c.due).where(pregnancies.c.person_id == person_id)
    due = connection.execute(newest.order_by(pregnancies.c.recorded_at.desc()).limit(1)).scalar()
    gestation = phrases.question_of(protocol, Kind.GESTATION)
    if due is not None and gestation is not None:
        known[gestation] = wire.from_json(due)
    details = connection.execute(select(persons.c.details).where(persons.c.id == person_id)).scalar() or {}
    known |= {name: ("said",) for name in _DETAILS if details.get(name) and name in protocol.questions}
    if "rfm_before" in protocol.questions and (times := _movement_worries(connection, person_id)):
        known["rfm_before"] = ("once",) if times == 1 else ("more",)
    return known


def _movement_worries(connection: Connection, person_id: str) -> int:
    """How many earlier episodes of this pregnancy were about the baby's movements (F16)."""
    rows = connection.execute(select(episodes.c.movement_worry).where(episodes.c.person_id == person_id))
    return sum(1 for (worry,) in rows if worry)
