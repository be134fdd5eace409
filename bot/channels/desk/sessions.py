"""Who may speak in a conversation: browser tokens, Telegram chats, telephone numbers."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import uuid4

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection

from bot.records import vault
from bot.records.once import insert_once
from bot.records.tables import conversations, persons

#: A conversation can be picked up again for so long after its last message.
RESUME_FOR = timedelta(hours=24)


def open_conversation(
    connection: Connection,
    line_id: str,
    unit_id: str,
    channel: str,
    address: str | None,
    now: datetime,
    *,
    invented: bool = False,
) -> tuple[str, str]:
    """A new person, nameless so far, and her conversation: its id and its token."""
    token = secrets.token_urlsafe(32)
    values = _new(connection, line_id, unit_id, channel, address, now, invented=invented)
    values |= {"token_hash": _hash(token), "token_until": now + RESUME_FOR}
    connection.execute(insert(conversations).values(values))
    return str(values["id"]), token


def find_or_open(
    connection: Connection,
    line_id: str,
    unit_id: str,
    channel: str,
    address: str,
    now: datetime,
    *,
    invented: bool = False,
) -> str:
    """The one conversation of this address on this channel."""
    same = select(conversations.c.id).where(
        conversations.c.line_id == line_id,
        conversations.c.channel == channel,
        conversations.c.address_hash == vault.lookup(f"{channel}:{address}"),
    )
    found = connection.execute(same).scalar()
    if found is None:
        new = _new(connection, line_id, unit_id, channel, address, now, invented=invented)
        insert_once(connection, conversations, new)
        found = connection.execute(same).scalar_one()
    return str(found)


def conversation_for(connection: Connection, token: str, now: datetime) -> str | None:
    """The conversation that this token opens, or None."""
    found = select(conversations.c.id).where(
        conversations.c.token_hash == _hash(token), conversations.c.token_until > now
    )
    return connection.execute(found).scalar()


def end(connection: Connection, token: str) -> None:
    """The token opens nothing any more."""
    mine = update(conversations).where(conversations.c.token_hash == _hash(token))
    connection.execute(mine.values(token_hash=None, token_until=None))


def _new(
    connection: Connection,
    line_id: str,
    unit_id: str,
    channel: str,
    address: str | None,
    now: datetime,
    *,
    invented: bool = False,
) -> dict[str, object]:
    person = {"id": str(uuid4()), "line_id": line_id, "unit_id": unit_id, "invented": invented, "created_at": now}
    connection.execute(insert(persons).values(person))
    return {
        "id": str(uuid4()),
        "line_id": line_id,
        "unit_id": unit_id,
        "person_id": person["id"],
        "channel": channel,
        "address": address,
        "address_hash": vault.lookup(f"{channel}:{address}") if address is not None else None,
        "begun_at": now,
        "last_at": now,
    }


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
