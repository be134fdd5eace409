"""A case opens, or she comes back to it: one open case for each person, which the assistant only ever raises."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.engine import Connection, Row

from bot.protocol.level import Level
from bot.records import events
from bot.records.once import insert_once
from bot.records.tables import case_episodes, cases, conversations

from . import promises
from .case import Case, by_id, change, find_open, note
from .states import State, after

#: Why a case is there; where two meet, the later in this list stays.
KINDS = ("assistant_unavailable", "person_asked", "out_of_scope", "triage")
_CONVERSATION = select(conversations).where(conversations.c.id == bindparam("this"))
_LINKED = update(case_episodes).where(
    case_episodes.c.case_id == bindparam("case"), case_episodes.c.episode_id == bindparam("episode")
)
#: No letter or figure that sounds or looks like another on the telephone.
_LETTERS, _FIGURES = "CFHJKLMRTWXY", "23456789"


@dataclass(frozen=True)
class _News:
    """What the front desk brings, and where and when it was said."""

    talk: Row  # type: ignore[type-arg]
    now: datetime
    episode_id: str | None
    level: Level
    kind: str
    summary: dict[str, Any]
    protocol_hash: str | None
    talking: bool
    promised: datetime | None

    def due_by(self, level: Level) -> datetime:
        """By when the line acts: never later than she has been told."""
        due_at = promises.due_by(level, self.now)
        return min(due_at, self.promised) if self.promised is not None and self.promised > self.now else due_at

    def told(self) -> dict[str, Any]:
        """What the case's record says of it."""
        return {
            "level": self.level.code,
            "kind": self.kind,
            "reasons": self.summary.get("reasons", []),
            "episode": self.episode_id,
            "protocol": self.protocol_hash,
        }


def open_or_raise(
    connection: Connection,
    *,
    now: datetime,
    conversation_id: str,
    episode_id: str | None,
    level: Level,
    kind: str = "triage",
    summary: Mapping[str, Any] | None = None,
    protocol_hash: str | None = None,
    talking: bool = False,
    promised: datetime | None = None,
) -> Case:
    """The person's one open case, with this episode in it, at this level or above, and its clock running.

    `promised` is the time she has been given, by whatever version of the protocol.
    """
    if kind not in KINDS:
        raise ValueError(f"'{kind}' is not a kind of case; the kinds are {', '.join(KINDS)}")
    talk = connection.execute(_CONVERSATION, {"this": conversation_id}).one()
    events.in_order(connection, talk.line_id)
    news = _News(talk, now, episode_id, level, kind, dict(summary or {}), protocol_hash, talking, promised)
    case = find_open(connection, talk.person_id)
    return _open(connection, news) if case is None else _join(connection, case, news)


def _open(connection: Connection, news: _News) -> Case:
    row = {
        "id": str(uuid4()),
        "reference": _free_reference(connection),
        "line_id": news.talk.line_id,
        "unit_id": news.talk.unit_id,
        "person_id": news.talk.person_id,
        "conversation_id": news.talk.id,
        "kind": news.kind,
        "level": news.level.code,
        "assistant_level": news.level.code,
        "protocol_hash": news.protocol_hash,
        "state": State.OPEN,
        "talking": news.talking,
        "summary": merged({}, news.summary),
        "opened_at": news.now,
        "due_at": news.due_by(news.level),
    }
    connection.execute(insert(cases).values(row))
    _link(connection, row["id"], news)
    case = by_id(connection, row["id"])
    note(connection, case, "case_opened", "assistant", news.now, news.told())
    promises.watch(connection, case, case.due_at)
    return case


def _join(connection: Connection, case: Case, news: _News) -> Case:
    is_new = _link(connection, case.id, news)
    raised = _raises(case, news, is_new)
    in_force = news.level if raised else case.level
    later = change(
        connection,
        case,
        state=after("join", case.state),
        conversation_id=news.talk.id,
        kind=max(case.kind, news.kind, key=KINDS.index),
        level=in_force.code,
        assistant_level=max(case.assistant_level, news.level).code,
        protocol_hash=news.protocol_hash or case.protocol_hash,
        talking=news.talking,
        summary=merged(case.summary, news.summary),
        due_at=min(case.due_at, news.due_by(in_force)) if raised else case.due_at,
    )
    _record_join(connection, case, later, news, raised=raised, is_new=is_new)
    return later


def _record_join(connection: Connection, case: Case, later: Case, news: _News, *, raised: bool, is_new: bool) -> None:
    if raised:
        note(connection, later, "case_raised", "assistant", news.now, {**news.told(), "from": case.level.code})
        promises.watch_again(connection, later, news.now)
    elif is_new or news.kind not in (case.kind, "triage"):
        note(connection, later, "case_joined", "assistant", news.now, news.told())
    if case.talking and not news.talking:
        note(connection, later, "talking_ended", "assistant", news.now)


def merged(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> dict[str, Any]:
    """The card's summary of all episodes: the newest answer counts, no word and no reason is lost."""
    together = {**earlier, **{key: value for key, value in later.items() if value is not None}}
    words, new_words = list(earlier.get("words") or []), list(later.get("words") or [])
    together["words"] = [one for one in words if one not in new_words] + new_words
    together["first_words"] = new_words[0] if new_words else earlier.get("first_words")
    reasons = [*(earlier.get("reasons") or []), *(later.get("reasons") or [])]
    kept = {one["criterion"]: one for one in sorted(reasons, key=_danger)}
    together["reasons"] = sorted(kept.values(), key=_danger, reverse=True)
    return together


def _danger(reason: Mapping[str, Any]) -> Level:
    return Level.parse(reason["level"])


def _raises(case: Case, news: _News, is_new: bool) -> bool:
    """Whether this is news. The same answers again do not undo what a midwife has graded since."""
    if news.level <= case.level:
        return False
    if case.midwife_level is None or news.level > case.assistant_level or is_new:
        return True
    return bool(_criteria(news.summary, case.level) - _criteria(case.summary, case.level))


def _criteria(summary: Mapping[str, Any], above: Level) -> set[str]:
    return {one["criterion"] for one in summary.get("reasons") or [] if _danger(one) > above}


def _link(connection: Connection, case_id: str, news: _News) -> bool:
    """Put the episode beside the others of the case; whether it is new there."""
    if news.episode_id is None:
        return False
    row = {"case_id": case_id, "episode_id": news.episode_id, "summary": news.summary, "at": news.now}
    if insert_once(connection, case_episodes, row):
        return True
    if news.summary:
        connection.execute(_LINKED, {"case": case_id, "episode": news.episode_id, "summary": news.summary})
    return False


def _free_reference(connection: Connection) -> str:
    while True:
        letters = "".join(secrets.choice(_LETTERS) for _ in range(3))
        reference = letters + "-" + "".join(secrets.choice(_FIGURES) for _ in range(3))
        taken = select(cases.c.id).where(cases.c.reference == reference)
        if connection.execute(taken).first() is None:
            return reference
