"""What the database says after the last restart, read once into plain rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.engine import Connection

from bot.channels import sentences, sms, telegram
from bot.channels.sms import writing as sms_writing
from bot.channels.telegram import writing as telegram_writing
from bot.records import events, tables
from bot.records.database import Database
from bot.records.sites import number_text


@dataclass(frozen=True)
class Record:
    """Rows of the tables that the checker looks at; `letters` are the texts due to each conversation's telephone."""

    conversations: list[Any]
    arrivals: list[Any]
    messages: list[Any]
    cases: list[Any]
    statements: list[Any]
    due_rows: list[Any]
    letters: dict[str, list[str]]
    unsent: list[Any]
    broken_chains: list[str]

    def of(self, conversation: str) -> list[Any]:
        """The transcript of one conversation."""
        return [row for row in self.messages if row.conversation_id == conversation]


def read(database: Database) -> Record:
    """Everything, from one moment of the database; the vault must be open."""
    with database.read() as connection:
        messages = _rows(connection, tables.messages)
        deliveries = _rows(connection, tables.deliveries)
        cases = _rows(connection, tables.cases)
        conversations = _rows(connection, tables.conversations)
        phone = connection.execute(select(tables.units.c.phone)).scalar() or ""
        return Record(
            conversations=conversations,
            arrivals=_rows(connection, tables.arrivals),
            messages=messages,
            cases=cases,
            statements=_rows(connection, tables.statements),
            due_rows=_rows(connection, tables.due_rows),
            letters=_letters(conversations, messages, deliveries, number_text(phone)),
            unsent=[row for row in deliveries if row.state != "sent"],
            broken_chains=[case.id for case in cases if not events.verify(connection, case.id)],
        )


def _rows(connection: Connection, table: Table) -> list[Any]:
    order = table.c.id if "id" in table.c else next(iter(table.c))
    return list(connection.execute(select(table).order_by(order)))


def _letters(conversations: list[Any], messages: list[Any], deliveries: list[Any], number: str) -> dict[str, list[str]]:
    """What each telephone must have received, once each."""
    bodies = {row.id: {**row.body, "number_text": number} for row in messages}
    found: dict[str, list[str]] = {row.id: [] for row in conversations if row.channel != "web"}
    for delivery in deliveries:
        if delivery.state == "sent":
            found[delivery.conversation_id] += _written(delivery.channel, bodies[delivery.message_id])
    return found


def _written(channel: str, body: dict[str, Any]) -> Iterator[str]:
    if channel == "sms":
        yield sms_writing.write(body, sentences.read(Path(str(sms.__file__)).parent))
    else:
        yield from telegram_writing.write(body, sentences.read(Path(str(telegram.__file__)).parent)).texts
