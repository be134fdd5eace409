"""Removing what has been kept long enough: whole cases, whole episodes, and at last the person.

A case stays while it is open, with every conversation that belongs to it. It goes with its whole chain of events, so
a chain that is still there still holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, and_, delete, exists, not_, or_, select
from sqlalchemy.engine import Connection

from .tables import (
    arrivals,
    case_episodes,
    cases,
    contacts,
    conversations,
    deliveries,
    dialogue_events,
    due_rows,
    episodes,
    events,
    messages,
    persons,
    pregnancies,
    sessions,
    statements,
)


@dataclass(frozen=True)
class Purged:
    """How many rows went, by table."""

    rows: dict[str, int]


def purge(connection: Connection, now: datetime, days: int) -> Purged:
    """Delete what ended more than `days` days ago. Raises `ValueError` for fewer than one day."""
    if days < 1:
        raise ValueError("records are kept for at least one day")
    limit = now - timedelta(days=days)
    gone: dict[str, int] = {}
    for table, condition in (*_cases(limit), *_words(limit), *_persons(limit), *_loose_ends(limit)):
        removed = connection.execute(delete(table).where(condition)).rowcount
        gone[table.name] = gone.get(table.name, 0) + removed
    return Purged(gone)


def _cases(limit: datetime) -> list[tuple[Table, Any]]:
    old = select(cases.c.id).where(cases.c.state == "closed", cases.c.closed_at < limit)
    return [
        (case_episodes, case_episodes.c.case_id.in_(old)),
        (due_rows, due_rows.c.case_id.in_(old)),
        (events, events.c.case_id.in_(old)),
        (cases, cases.c.id.in_(old)),
    ]


def _words(limit: datetime) -> list[tuple[Table, Any]]:
    """Episodes that belong to no case any more, with all that was said in them."""
    held = select(cases.c.conversation_id).union(
        select(episodes.c.conversation_id).join(case_episodes, case_episodes.c.episode_id == episodes.c.id)
    )
    free = select(conversations.c.id).where(conversations.c.id.not_in(held))
    idle = select(conversations.c.id).where(conversations.c.id.not_in(held), conversations.c.last_at < limit)
    running = select(conversations.c.episode_id).where(
        conversations.c.episode_id.is_not(None), conversations.c.last_at >= limit
    )
    old = select(episodes.c.id).where(
        episodes.c.conversation_id.in_(free), episodes.c.begun_at < limit, episodes.c.id.not_in(running)
    )

    def said(table: Table, moment: Any) -> Any:
        return or_(table.c.conversation_id.in_(idle), and_(table.c.conversation_id.in_(free), moment < limit))

    old_messages = select(messages.c.id).where(said(messages, messages.c.at))
    unused = not_(_row_exists(messages, messages.c.arrival_id == arrivals.c.id))
    return [
        (statements, statements.c.episode_id.in_(old)),
        (dialogue_events, dialogue_events.c.episode_id.in_(old)),
        (deliveries, deliveries.c.message_id.in_(old_messages)),
        (messages, said(messages, messages.c.at)),
        (arrivals, and_(said(arrivals, arrivals.c.received_at), unused)),
        (due_rows, and_(due_rows.c.episode_id.in_(old), due_rows.c.state != "waiting")),
        (events, and_(events.c.case_id.is_(None), events.c.at < limit)),
        (episodes, episodes.c.id.in_(old)),
        (conversations, and_(conversations.c.id.in_(idle), _alone())),
    ]


def _persons(limit: datetime) -> list[tuple[Table, Any]]:
    """Persons of whom nothing else is left; until then their contacts count (evidence F01)."""
    left = [_row_exists(table, table.c.person_id == persons.c.id) for table in (conversations, cases, episodes)]
    gone = select(persons.c.id).where(persons.c.created_at < limit, not_(or_(*left)))
    return [
        (contacts, contacts.c.person_id.in_(gone)),
        (pregnancies, pregnancies.c.person_id.in_(gone)),
        (persons, persons.c.id.in_(gone)),
    ]


def _loose_ends(limit: datetime) -> list[tuple[Table, Any]]:
    return [
        (due_rows, and_(due_rows.c.state != "waiting", due_rows.c.due_at < limit)),
        (sessions, sessions.c.seen_at < limit),
    ]


def _alone() -> Any:
    """Whether nothing refers to the conversation any more."""
    inner = (arrivals, messages, episodes)
    return and_(*(not_(_row_exists(table, table.c.conversation_id == conversations.c.id)) for table in inner))


def _row_exists(table: Table, condition: Any) -> Any:
    return exists().where(condition).select_from(table)
