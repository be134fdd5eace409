"""What a turn tells about her herself: name, number, place, due date."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import phonenumbers
from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection

from bot.dialogue.chart import Chart
from bot.protocol import wire
from bot.records import vault
from bot.records.tables import persons, pregnancies

from . import casework
from .state import State


def remember(connection: Connection, found: State, chart: Chart, now: datetime) -> None:
    """Write down what is new; nothing that she gave earlier is lost."""
    new = casework.details(chart)
    if new != casework.details(found.chart):
        _details(connection, found, new)
    due = casework.due_date(chart)
    if due is not None and due != casework.due_date(found.chart):
        row = {"id": str(uuid4()), "due": wire.to_json(due), "recorded_at": now}
        home = {"line_id": found.conversation.line_id, "unit_id": found.conversation.unit_id}
        connection.execute(insert(pregnancies).values(**row, person_id=found.conversation.person_id, **home))


def _details(connection: Connection, found: State, new: dict[str, object]) -> None:
    mine = persons.c.id == found.conversation.person_id
    known = connection.execute(select(persons.c.details).where(mine)).scalar() or {}
    values: dict[str, object] = {"details": {**known, **new}}
    phone = number(str(new.get("phone") or ""))
    if phone:
        values["details"] = {**known, **new, "phone": phone}
        values["phone_hash"] = vault.lookup(f"phone:{phone}")
    connection.execute(update(persons).where(mine).values(values))


def number(text: str) -> str | None:
    """A telephone number in her words as E.164, or None."""
    found = next(iter(phonenumbers.PhoneNumberMatcher(text, "GB", leniency=phonenumbers.Leniency.POSSIBLE)), None)
    return phonenumbers.format_number(found.number, phonenumbers.PhoneNumberFormat.E164) if found else None
