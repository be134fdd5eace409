"""What was said between her, the assistant and the midwives, as the case shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.engine import Connection, Row

from bot.line.case import Case
from bot.records.tables import case_episodes, conversations, deliveries, members, messages

from .timers import moment

AUTHORS = {"her": "She", "assistant": "Assistant", "midwife": "Midwife", "service": "Service"}
CHANNELS = {"web": "web", "telegram": "Telegram", "sms": "text message", "terminal": "terminal"}
#: What led to a case without an episode was said just before it opened.
JUST_BEFORE = timedelta(minutes=15)


@dataclass(frozen=True)
class Said:
    """One message."""

    id: int
    author: str
    who: str
    text: str
    iso: str
    time: str
    failed: bool
    waiting: bool


def transcript(connection: Connection, case: Case, now: datetime) -> list[Said]:
    """Everything said in the case's episodes, and by this person since shortly before it opened; never another's."""
    hers = select(conversations.c.id).where(conversations.c.person_id == case.person_id)
    episodes = select(case_episodes.c.episode_id).where(case_episodes.c.case_id == case.id)
    meanwhile = messages.c.conversation_id.in_(hers) & (messages.c.at >= case.opened_at - JUST_BEFORE)
    if case.closed_at is not None:
        meanwhile &= messages.c.at <= case.closed_at
    question = (
        select(messages, members.c.name, deliveries.c.state)
        .outerjoin(members, members.c.id == messages.c.member_id)
        .outerjoin(deliveries, deliveries.c.message_id == messages.c.id)
        .where(or_(messages.c.episode_id.in_(episodes), meanwhile))
        .order_by(messages.c.id)
    )
    return [_said(row, now) for row in connection.execute(question)]


def channel(connection: Connection, case: Case) -> str:
    """How she writes to us now."""
    found = connection.scalar(select(conversations.c.channel).where(conversations.c.id == case.conversation_id))
    return CHANNELS.get(found or "", found or "")


def _said(row: Row, now: datetime) -> Said:  # type: ignore[type-arg]
    body = row.body if isinstance(row.body, dict) else {"text": str(row.body)}
    author = row.author if row.author in AUTHORS else "service"
    return Said(
        id=row.id,
        author=author,
        who=row.name or AUTHORS[author],
        text=str(body.get("text") or "(no words: a picture, a voice note or a file)"),
        iso=row.at.isoformat(),
        time=moment(row.at, now),
        failed=row.state == "failed",
        waiting=row.state == "waiting",
    )
