"""The second short commit: everything that a turn did, or nothing of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.engine import Connection

from bot.dialogue import chart_json
from bot.dialogue.bodies import say
from bot.dialogue.chart import Chart
from bot.dialogue.heard import Heard
from bot.dialogue.hearing import hear
from bot.dialogue.port import TurnOut
from bot.line import letters
from bot.line.refusals import IllegalMove
from bot.protocol import wire
from bot.protocol.step import Disposition
from bot.records import events, versions
from bot.records.tables import (
    arrivals,
    contacts,
    conversations,
    deliveries,
    dialogue_events,
    episodes,
    messages,
    statements,
)

from . import guard, later, people
from .presses import Press
from .sessions import RESUME_FOR
from .state import State

Body = dict[str, Any]
#: Channels whose replies go through the outbox; web replies go back in the response.
OUTBOX = ("telegram", "sms")

_UNCHANGED = update(conversations).where(
    conversations.c.id == bindparam("this"), conversations.c.version == bindparam("read")
)
_UNANSWERED = update(arrivals).where(arrivals.c.id == bindparam("this"), arrivals.c.answered_at.is_(None))
_STATEMENT, _EVENTS, _MESSAGE, _DELIVERY = (insert(t) for t in (statements, dialogue_events, messages, deliveries))
_ENDED = update(episodes).where(episodes.c.id == bindparam("this"))
_REPLIES = (
    select(messages)
    .where(messages.c.arrival_id == bindparam("this"), messages.c.author != "her")
    .order_by(messages.c.id)
)
_TRANSCRIPT = (
    select(messages)
    .where(messages.c.conversation_id == bindparam("this"), messages.c.id > bindparam("after"))
    .order_by(messages.c.id)
)


class LostRace(RuntimeError):
    """Somebody else answered in this conversation meanwhile; the turn is run again."""


@dataclass(frozen=True)
class Sent:
    """One message of the transcript."""

    id: int
    author: str
    body: Body
    at: datetime


@dataclass(frozen=True)
class Outcome:
    """What a turn came to: her message, the replies, and the state they leave."""

    hers: Body | None  # None when time, not she, makes the turn
    replies: tuple[Body, ...]
    chart: Chart
    loop: str | None
    colour: str | None
    events: tuple[dict[str, Any], ...] = ()
    problem: str | None = None  # why the prepared card went out instead
    to_midwife: bool = False


def from_dialogue(found: State, heard: Heard, press: Press, turn: TurnOut) -> Outcome:
    """What Rasa made of it."""
    slots = turn.snapshot["slots"]
    return Outcome(
        hers=_hers(found, press),
        replies=turn.replies,
        chart=chart_json.from_slot(slots["answers"]),
        loop=turn.snapshot["loop"],
        colour=slots.get("colour"),
        events=turn.events,
    )


def prepared(found: State, heard: Heard, press: Press, problem: str) -> Outcome:
    """The prepared card in place of a reply that cannot be trusted."""
    chart, replies = guard.prepared(found.chart, heard, found.site)
    return Outcome(
        hers=_hers(found, press),
        replies=tuple(replies),
        chart=chart,
        loop=found.loop,
        colour=guard.colour_after(chart) or found.colour,
        problem=problem,
    )


def last_resort(found: State, press: Press, problem: str) -> Outcome:
    """The safe reply when even the prepared card could not be made: her message stands, a person looks."""
    said = say(found.chart.protocol, found.site, "utter_assistant_unavailable")
    return Outcome(_hers(found, press), (said,), found.chart, found.loop, found.colour, problem=problem)


def with_midwife(found: State, heard: Heard, press: Press, demanded: Disposition | None) -> Outcome:
    """A midwife has her: her words go to the case; only a new red flag is answered with a card."""
    chart = hear(found.chart, heard)
    if demanded is not None:
        chart, cards = guard.prepared(found.chart, heard, found.site)
    else:
        cards = []
    name = (found.owner or "").split(" ")[0]
    said = say(chart.protocol, found.site, "utter_midwife_has_you", name=name)
    return Outcome(
        hers=_hers(found, press),
        replies=(*cards, said),
        chart=chart,
        loop=found.loop,
        colour=guard.colour_after(chart) or found.colour,
        to_midwife=True,
    )


def write(connection: Connection, found: State, outcome: Outcome, now: datetime) -> list[Sent]:
    """Everything at once, guarded by the conversation's version. Raises `LostRace`."""
    next_episode = str(uuid4()) if outcome.chart.begin_again else found.episode_id
    _claim_version(connection, found, outcome, next_episode, now)
    _mark_answered(connection, found, now)
    if found.fresh:
        _begin_episode(connection, found, found.conversation.episode_id, found.episode_id, outcome, now)
        _count_contact(connection, found, outcome, now)
    _keep_statements(connection, found, outcome)
    _keep_events(connection, found, outcome, now)
    if outcome.hers is not None:
        _say(connection, found, "her", outcome.hers, now)
    sent = [_say(connection, found, "assistant", body, now) for body in outcome.replies]
    people.remember(connection, found, outcome.chart, now)
    later.after_turn(connection, found, outcome.chart, now, outcome.problem)
    if outcome.chart.begin_again:
        _begin_episode(connection, found, found.episode_id, next_episode, outcome, now)
    if outcome.to_midwife and found.case is not None and outcome.hers is not None:
        _to_midwife(connection, found, outcome.hers["text"], now)
    return sent


def _to_midwife(connection: Connection, found: State, words: str, now: datetime) -> None:
    """Her words into the case; where it has just been closed the turn is run again, without a midwife."""
    try:
        letters.her_words(connection, found.case.id, words, now, found.conversation.id)
    except IllegalMove as closed:
        raise LostRace(LostRace.__doc__) from closed


def answered(connection: Connection, number: int) -> list[Sent]:
    """The replies to an arrival that was answered before."""
    return [_sent(row) for row in connection.execute(_REPLIES, {"this": number})]


def transcript(connection: Connection, conversation_id: str, after: int) -> list[Sent]:
    """Everything said after message number `after`, oldest first."""
    return [_sent(row) for row in connection.execute(_TRANSCRIPT, {"this": conversation_id, "after": after})]


def is_next(connection: Connection, number: int, taker: str, now: datetime) -> bool:
    """Whether this arrival may be answered: answered already, or the oldest waiting and nobody else on it."""
    row = connection.execute(
        select(arrivals.c.answered_at, arrivals.c.conversation_id).where(arrivals.c.id == number)
    ).one()
    if row.answered_at is not None:
        return True
    oldest = connection.execute(
        select(func.min(arrivals.c.id)).where(
            arrivals.c.conversation_id == row.conversation_id, arrivals.c.answered_at.is_(None)
        )
    ).scalar()
    held = connection.execute(
        select(conversations.c.taken_by, conversations.c.taken_until).where(conversations.c.id == row.conversation_id)
    ).one()
    free = held.taken_by in (None, taker) or held.taken_until < now
    return oldest == number and free


def _claim_version(connection: Connection, found: State, outcome: Outcome, next_episode: str, now: datetime) -> None:
    slots: dict[str, Any] = {"answers": chart_json.to_slot(replace(outcome.chart, begin_again=False))}
    if outcome.colour:
        slots["colour"] = outcome.colour
    values = {
        "this": found.conversation.id,
        "read": found.conversation.version,
        "version": found.conversation.version + 1,
        "episode_id": next_episode,
        "snapshot": {"loop": outcome.loop, "slots": slots},
        "last_at": now,
        "taken_by": None,
        "taken_until": None,
    }
    if found.conversation.token_hash:
        values["token_until"] = now + RESUME_FOR
    if connection.execute(_UNCHANGED, values).rowcount != 1:
        raise LostRace(LostRace.__doc__)


def _mark_answered(connection: Connection, found: State, now: datetime) -> None:
    if found.arrival is None:
        return
    values = {"this": found.arrival.id, "answered_at": now, "due_at": None}
    if connection.execute(_UNANSWERED, values).rowcount != 1:
        raise LostRace(LostRace.__doc__)


def _home(found: State) -> dict[str, str]:
    return {"line_id": found.conversation.line_id, "unit_id": found.conversation.unit_id}


def _begin_episode(
    connection: Connection, found: State, earlier: str | None, episode_id: str, outcome: Outcome, now: datetime
) -> None:
    protocol = outcome.chart.protocol
    versions.keep(connection, protocol, now)
    if earlier is not None:
        connection.execute(_ENDED, {"this": earlier, "ended_at": now})
    row = {"id": episode_id, "conversation_id": found.conversation.id, "protocol_hash": protocol.hash, "begun_at": now}
    connection.execute(insert(episodes).values(**row, person_id=found.conversation.person_id, **_home(found)))


def _count_contact(connection: Connection, found: State, outcome: Outcome, now: datetime) -> None:
    row = {
        "episode_id": found.episode_id,
        "channel": found.conversation.channel,
        "worry": (outcome.hers or {}).get("text"),
    }
    connection.execute(insert(contacts).values(**row, person_id=found.conversation.person_id, at=now, **_home(found)))


def _keep_statements(connection: Connection, found: State, outcome: Outcome) -> None:
    begun = len(found.chart.statements)
    rows = [
        {
            "episode_id": found.episode_id,
            "position": position,
            "question": statement.question,
            "content": wire.to_json(statement),
            "by": statement.by,
            "at": statement.at,
            "arrival_id": found.arrival.id if found.arrival else None,
            **_home(found),
        }
        for position, statement in enumerate(outcome.chart.statements)
        if position >= begun
    ]
    if rows:
        connection.execute(_STATEMENT, rows)


def _keep_events(connection: Connection, found: State, outcome: Outcome, now: datetime) -> None:
    if outcome.events:
        row = {"episode_id": found.episode_id, "content": list(outcome.events), "at": now, **_home(found)}
        connection.execute(_EVENTS, row)
    if outcome.problem:
        events.append(
            connection,
            **_home(found),
            kind="card_by_desk",
            actor="service",
            at=now,
            conversation_id=found.conversation.id,
            body={"why": outcome.problem},
        )


def _say(connection: Connection, found: State, author: str, body: Body, now: datetime) -> Sent:
    arrival_id = found.arrival.id if found.arrival else None
    return say_in(connection, found.conversation, author, body, now, episode_id=found.episode_id, arrival_id=arrival_id)


def say_in(
    connection: Connection,
    conversation: Any,
    author: str,
    body: Body,
    now: datetime,
    *,
    episode_id: str | None,
    arrival_id: int | None = None,
) -> Sent:
    """One message into the transcript, and into the outbox where the channel needs it."""
    home = {"line_id": conversation.line_id, "unit_id": conversation.unit_id, "conversation_id": conversation.id}
    row = {"episode_id": episode_id, "arrival_id": arrival_id, "author": author, "body": body, "at": now, **home}
    number = connection.execute(_MESSAGE, row).inserted_primary_key[0]
    if author != "her" and conversation.channel in OUTBOX:
        sending = {"message_id": number, "channel": conversation.channel, "due_at": now, **home}
        connection.execute(_DELIVERY, sending)
    return Sent(number, author, body, now)


def _hers(found: State, press: Press) -> Body:
    words = found.arrival.words
    return {"kind": "hers", "text": words if words is not None else press.text}


def _sent(row: Any) -> Sent:
    return Sent(row.id, row.author, row.body, row.at)


__all__: Sequence[str] = ("LostRace", "Outcome", "Sent", "answered", "prepared", "transcript", "write")
