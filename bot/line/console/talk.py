"""What was said between her, the assistant and the midwives, as the case shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.line.card import Card, Line
from bot.line.case import Case
from bot.records.tables import conversations, deliveries, episodes

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


def transcript(connection: Connection, card: Card, now: datetime) -> list[Said]:
    """What belongs to this case: said in its episodes, or by this person since shortly before it opened.

    A telephone can pass from one woman to another; nobody's words ever stand on somebody else's card.
    """
    hers = _hers(connection, card.case)
    lines = [line for line in card.transcript if _belongs(line, card, hers)]
    states = _deliveries(connection, [line.number for line in lines])
    return [_said(line, states.get(line.number, ""), now) for line in lines]


def _hers(connection: Connection, case: Case) -> set[str]:
    return set(connection.scalars(select(episodes.c.id).where(episodes.c.person_id == case.person_id)))


def _belongs(line: Line, card: Card, hers: set[str]) -> bool:
    if line.episode_id in {one.id for one in card.episodes}:
        return True
    return line.at >= card.case.opened_at - JUST_BEFORE and (line.episode_id is None or line.episode_id in hers)


def _deliveries(connection: Connection, numbers: list[int]) -> dict[int, str]:
    question = select(deliveries.c.message_id, deliveries.c.state).where(deliveries.c.message_id.in_(numbers))
    return {row.message_id: row.state for row in connection.execute(question)}


def channel(connection: Connection, case: Case) -> str:
    """How she writes to us now."""
    found = connection.scalar(select(conversations.c.channel).where(conversations.c.id == case.conversation_id))
    return CHANNELS.get(found or "", found or "")


def _said(line: Line, state: str, now: datetime) -> Said:
    author = line.author if line.author in AUTHORS else "service"
    return Said(
        id=line.number,
        author=author,
        who=line.name or AUTHORS[author],
        text=line.text or "(no words: a picture, a voice note or a file)",
        iso=line.at.isoformat(),
        time=moment(line.at, now),
        failed=state == "failed",
        waiting=state == "waiting",
    )
