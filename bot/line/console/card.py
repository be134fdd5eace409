"""One case on one screen, in the order of evidence 6.1."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.line import board, members
from bot.line.board import BoardRow
from bot.line.card import Card
from bot.line.case import Case
from bot.line.closing import OUTCOMES
from bot.records import sites
from bot.records.tables import contacts, protocols

from . import facts, reaching, rows
from .answers import Answer, answers
from .facts import Facts, Reason, Tag
from .levels import Look, look
from .talk import CHANNELS, Said, channel, transcript
from .timeline import Happened, timeline
from .timers import Timer, moment

SBAR = ("situation", "background", "assessment", "recommendation")
EARLIER = 3


@dataclass(frozen=True)
class ShownCard:
    """Everything about a case that a midwife reads."""

    id: str
    title: str
    reference: str
    look: Look
    timer: Timer
    closed: str
    outcome: str
    owner_text: str
    graded: str
    tags: tuple[Tag, ...]
    name: str
    number: str
    number_text: str
    ring_safe: bool
    ring_loud: bool
    safe_text: str
    language: str
    language_need: bool
    weeks: str
    weeks_how: str
    risks: str
    words: list[str]
    reasons: list[Reason]
    answers: list[Answer]
    movement: str
    contacts: list[str]
    told: str
    there: str
    sbar: list[tuple[str, str]]
    channel: str
    talk: list[Said]
    timeline: list[Happened]
    whole: bool
    protocol: str


def on_board(connection: Connection, case: Case, now: datetime) -> BoardRow | None:
    """The case's row on the board; None when it is closed."""
    return next((row for row in board.rows(connection, case.line_id, now) if row.case_id == case.id), None)


def shown(connection: Connection, card: Card, row: BoardRow | None, now: datetime) -> ShownCard:
    """The card of this case at this moment."""
    case = card.case
    known = facts.of(case.summary, card.person)
    board_row = rows.one(connection, row, known, now) if row else None
    return ShownCard(
        id=case.id,
        title=f"Case {case.reference} - Triage line",
        reference=case.reference,
        look=look(case.level),
        timer=board_row.timer if board_row else Timer("", ""),
        closed=moment(case.closed_at, now) if case.closed_at else "",
        outcome=OUTCOMES.get(case.outcome or "", ""),
        owner_text=board_row.owner_text if board_row else f"Closed by {card.owner.name}" if card.owner else "Closed",
        graded=_graded(case),
        tags=board_row.tags if board_row else known.tags(card.contact),
        channel=channel(connection, case),
        contacts=_contacts(connection, case, now),
        talk=transcript(connection, card, now),
        timeline=timeline(card, members.of_line(connection, case.line_id), now),
        whole=card.record_holds,
        protocol=_protocol(connection, case),
        reasons=known.reasons,
        answers=answers(case.summary.get("answers")),
        **_about_her(known),
    )


def _about_her(known: Facts) -> dict[str, Any]:
    summary, ringing = known.summary, reaching.ringing(known.told("safe_to_ring"))
    number = str(known.told("phone") or "")
    need = reaching.language(known.told("language"))
    return {
        "name": str(known.told("name") or "Name not given"),
        "number": number,
        "number_text": sites.number_text(number) if number else "",
        "ring_safe": ringing.safe,
        "ring_loud": ringing.loud,
        "safe_text": ringing.text if number or ringing.loud else "No number given",
        "language": need or "English",
        "language_need": bool(need),
        "weeks": str(summary.get("gestation") or "Not known"),
        "weeks_how": reaching.weeks_how(summary.get("gestation_how")),
        "risks": ", ".join(known.risks) or "None known",
        "words": [str(one) for one in summary.get("words") or [] if one],
        "movement": str(summary.get("movement") or "Not asked"),
        "told": str(summary.get("told") or "Nothing yet"),
        "there": _there(known),
        "sbar": _sbar(summary.get("sbar")),
    }


def _sbar(sbar: dict[str, Any] | None) -> list[tuple[str, str]]:
    return [(part.capitalize() + ":", str(sbar[part])) for part in SBAR if sbar and sbar.get(part)]


def _there(known: Facts) -> str:
    place = known.told("place")
    said = f"{reaching.company(known.told('alone'))}; {reaching.travel(known.told('transport'))}"
    return f"{said}; at {place}" if place else said


def _graded(case: Case) -> str:
    if case.midwife_level is None:
        return ""
    return f"Midwife's grade {case.midwife_level.code}; the assistant's is {case.assistant_level.code}"


def _contacts(connection: Connection, case: Case, now: datetime) -> list[str]:
    number = case.summary.get("contact")
    first = f"{facts.ordinal(number)} contact" if isinstance(number, int) else "Not counted"
    question = select(contacts).where(contacts.c.person_id == case.person_id, contacts.c.at < case.opened_at)
    earlier = connection.execute(question.order_by(contacts.c.at.desc()).limit(EARLIER)).all()
    last = case.summary.get("last_advice")
    return [
        first,
        *([f"Last advice: {last}"] if last else []),
        *(_contact(one.at, one.channel, one.worry, now) for one in earlier),
    ]


def _contact(at: datetime, how: str, worry: object, now: datetime) -> str:
    about = f": {worry}" if isinstance(worry, str) and worry else ""
    return f"{moment(at, now)} by {CHANNELS.get(how, how)}{about}"


def _protocol(connection: Connection, case: Case) -> str:
    version = connection.scalar(select(protocols.c.version).where(protocols.c.hash == case.protocol_hash))
    return f"Protocol {version or 'not recorded'} ({(case.protocol_hash or 'no hash')[:12]})"
