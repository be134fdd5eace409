"""Words between a midwife and her, and from the service to her: kept in the transcript, sent by the outbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from bot.records import events
from bot.records.tables import conversations, deliveries, messages

from . import promises
from .case import Case, by_id, change, find_open, in_hand, must_own, note
from .members import Member, must_be_clinical
from .refusals import NothingWritten
from .states import State, after

#: Channels whose words travel by the outbox; the web reads the transcript.
CARRIED = frozenset({"telegram", "sms"})


def write_to_her(connection: Connection, case_id: str, member: Member, text: str, now: datetime) -> int:
    """Send her the midwife's words, whole; returns the message's number.

    Raises `NoSuchCase`, `NotAllowed`, `NotHers`, `IllegalMove`, `NothingWritten`.
    """
    must_be_clinical(member)
    if not text.strip():
        raise NothingWritten
    case = in_hand(connection, case_id, member)
    after("write", case.state)
    must_own(case, member)
    body = {"kind": "midwife", "text": text, "from": member.first_name}
    number = post(connection, case.conversation_id, body, now, author="midwife", member_id=member.id)
    note(connection, case, "wrote", member.id, now, {"message": number, "text": text})
    promises.kept(connection, case)
    return number


def her_words(
    connection: Connection, case_id: str, text: str, now: datetime, conversation_id: str | None = None
) -> int:
    """Her message reaches the case; the midwife who has it is expected to answer. Returns the event's number.

    The front desk has put her words into the transcript; here they enter the case's record.
    A case that was closed meanwhile passes them on to her open one. Raises `IllegalMove` when she has none: the turn
    is to be run again, without a midwife.
    """
    events.in_order(connection, by_id(connection, case_id).line_id)
    case = by_id(connection, case_id)
    if case.state is State.CLOSED:
        case = find_open(connection, case.person_id) or case
    after("hear", case.state)
    if conversation_id is not None and conversation_id != case.conversation_id:
        case = change(connection, case, conversation_id=conversation_id)
    number = note(connection, case, "she_wrote", "her", now, {"text": text})
    if case.state is State.CLAIMED:
        promises.watch_midwife(connection, case, now + promises.SILENCE, "she_wrote")
    return number


def post(
    connection: Connection,
    conversation_id: str,
    body: dict[str, Any],
    now: datetime,
    *,
    author: str,
    member_id: str | None = None,
) -> int:
    """Put a message into the transcript, and into the outbox where a carrier has to take it."""
    talk = connection.execute(select(conversations).where(conversations.c.id == conversation_id)).one()
    place = {"line_id": talk.line_id, "unit_id": talk.unit_id, "conversation_id": talk.id}
    said = {"episode_id": talk.episode_id, "author": author, "member_id": member_id, "body": body, "at": now}
    number = int(connection.execute(insert(messages).values(**place, **said)).inserted_primary_key[0])
    if talk.channel in CARRIED:
        waiting = {"message_id": number, "channel": talk.channel, "state": "waiting", "due_at": now, "tries": 0}
        connection.execute(insert(deliveries).values(**place, **waiting))
    return number


def from_service(connection: Connection, case: Case, text: str, now: datetime) -> int:
    """Tell her something in the service's own name."""
    return post(connection, case.conversation_id, {"kind": "say", "text": text}, now, author="service")
