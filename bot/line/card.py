"""Everything about one case, in the order in which a midwife needs it (evidence 6.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.protocol.level import Level
from bot.protocol.statement import SILENCE, SKIPPED, UNSURE, Value
from bot.records import events
from bot.records import statements as said
from bot.records.sites import Unit, load
from bot.records.tables import case_episodes, episodes, messages, persons

from . import board
from .case import Case, find
from .members import Member, of_line


@dataclass(frozen=True)
class Line:
    """One message of the transcript, whole. `name` is the midwife's where she wrote it."""

    number: int
    at: datetime
    author: str
    name: str | None
    text: str
    body: dict[str, Any]
    episode_id: str | None


@dataclass(frozen=True)
class Answer:
    """One statement. A corrected one stays, with `corrected` true, beside the one that replaced it."""

    question: str
    value: Value
    by: str
    at: datetime
    words: str | None
    unsure: bool  # not sure, skipped or no answer: shown in orange
    corrected: bool


@dataclass(frozen=True)
class EpisodeCard:
    """One run of the protocol within the case, with its own summary."""

    id: str
    begun_at: datetime
    level: Level | None
    told: Level | None
    protocol_hash: str
    summary: dict[str, Any]
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Happened:
    """One entry of the timeline, with the name of who did it."""

    number: int
    at: datetime
    kind: str
    actor: str
    name: str
    body: Any


@dataclass(frozen=True)
class Card:
    """One case. The fields stand in the order of the card; the transcript is one tap away."""

    case: Case
    left: timedelta
    stage: board.Stage
    unit: Unit
    owner: Member | None
    person: dict[str, Any]  # name, age, phone, safe_to_ring, leave_message, place, alone, language, transport
    invented: bool
    gestation: str | None
    gestation_how: str | None
    risks: tuple[str, ...]
    words: tuple[str, ...]
    reasons: tuple[dict[str, Any], ...]
    movement: str | None
    contact: int | None
    last_advice: str | None
    unsure: tuple[dict[str, Any], ...]
    told: str | None
    transport: Any
    alone: Any
    sbar: dict[str, str]
    episodes: tuple[EpisodeCard, ...]
    transcript: tuple[Line, ...]
    timeline: tuple[Happened, ...]
    record_holds: bool  # the hash chain of the timeline is whole


def read(connection: Connection, case_id: str, member: Member, now: datetime) -> Card | None:
    """The whole case for a member of its line; None for anybody else, as if it did not exist."""
    case = find(connection, case_id, member.line_id)
    if case is None:
        return None
    person = connection.execute(select(persons).where(persons.c.id == case.person_id)).one()
    named = {one.id: one for one in of_line(connection, case.line_id)}
    known = case.summary
    details = person.details or {}
    return Card(
        case=case,
        left=case.due_at - now,
        stage=board.stage(case.level, case.due_at, now),
        unit=load(connection, case.unit_id),
        owner=named.get(case.owner_id or ""),
        person=details,
        invented=person.invented,
        gestation=known.get("gestation"),
        gestation_how=known.get("gestation_how"),
        risks=tuple(known.get("risks") or ()),
        words=tuple(known.get("words") or ()),
        reasons=tuple(known.get("reasons") or ()),
        movement=known.get("movement"),
        contact=known.get("contact"),
        last_advice=known.get("last_advice"),
        unsure=tuple(one for one in known.get("answers") or () if one.get("unsure")),
        told=known.get("told"),
        transport=_first(details.get("transport"), known.get("transport")),
        alone=_first(details.get("alone"), known.get("alone")),
        sbar=known.get("sbar") or {},
        episodes=_episodes(connection, case.id),
        transcript=_transcript(connection, case, named),
        timeline=_timeline(connection, case.id, named),
        record_holds=bool(events.verify(connection, case.id)),
    )


def _first(*values: Any) -> Any:
    return next((value for value in values if value is not None), None)


def _episodes(connection: Connection, case_id: str) -> tuple[EpisodeCard, ...]:
    question = (
        select(episodes, case_episodes.c.summary)
        .join(case_episodes, case_episodes.c.episode_id == episodes.c.id)
        .where(case_episodes.c.case_id == case_id)
        .order_by(episodes.c.begun_at, case_episodes.c.at)
    )
    return tuple(
        EpisodeCard(
            row.id,
            row.begun_at,
            Level.parse(row.level) if row.level else None,
            Level.parse(row.told) if row.told else None,
            row.protocol_hash,
            row.summary or {},
            answers(connection, row.id),
        )
        for row in connection.execute(question).all()
    )


def answers(connection: Connection, episode_id: str) -> tuple[Answer, ...]:
    """Every statement of an episode in order, with those that were corrected later marked."""
    spoken = said.of_episode(connection, episode_id)
    newest = {one.question: position for position, one in enumerate(spoken)}
    return tuple(
        Answer(
            one.question,
            one.value,
            one.by,
            one.at,
            one.words,
            one.value in (UNSURE, SKIPPED, SILENCE),
            newest[one.question] != position,
        )
        for position, one in enumerate(spoken)
    )


def _transcript(connection: Connection, case: Case, named: dict[str, Member]) -> tuple[Line, ...]:
    """All that was said in every conversation of the case, by time."""
    talks = select(episodes.c.conversation_id).join(case_episodes, case_episodes.c.episode_id == episodes.c.id)
    talks = talks.where(case_episodes.c.case_id == case.id)
    question = select(messages).where(
        messages.c.conversation_id.in_(talks) | (messages.c.conversation_id == case.conversation_id)
    )
    rows = connection.execute(question.order_by(messages.c.id)).all()
    return tuple(
        Line(
            row.id,
            row.at,
            row.author,
            named[row.member_id].name if row.member_id in named else None,
            row.body.get("text", ""),
            row.body,
            row.episode_id,
        )
        for row in rows
    )


def _timeline(connection: Connection, case_id: str, named: dict[str, Member]) -> tuple[Happened, ...]:
    return tuple(
        Happened(one.number, one.at, one.kind, one.actor, _actor(one.actor, named), one.body)
        for one in events.of_case(connection, case_id)
    )


def _actor(actor: str, named: dict[str, Member]) -> str:
    known = {"her": "Her", "assistant": "Assistant", "service": "Service"}
    return named[actor].name if actor in named else known.get(actor, actor)
