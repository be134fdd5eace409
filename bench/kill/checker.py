"""Holds what the women saw against what the database says; each check yields a sentence for each thing wrong.

The promises are those of docs/architecture.md, "What must stay true", 4: nothing lost, asked twice or answered twice
on the web; on Telegram and SMS at most the last message once more for each crash; never a second case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from .log import Log, PhoneLog, WebLog
from .record import Record

#: The author of her own messages in the transcript.
HER = "her"


def check(record: Record, log: Log) -> list[str]:
    """Everything that is wrong; an empty list is a pass."""
    found = list(log.given_up)
    for one in (answered_once, in_order, asked_once, one_case, chains, taken_once, acted_once, all_sent):
        found += one(record)
    for talk in log.web:
        found += [*nothing_lost(record, talk), *same_page(record, talk)]
    for phone in log.phones:
        found += list(by_phone(record, phone, log.kills))
    return found


def answered_once(record: Record) -> Iterator[str]:
    """Every arrival: her message once, a reply, and all of it from one commit."""
    said: dict[int, list[Any]] = {}
    for row in record.messages:
        if row.arrival_id is not None:
            said.setdefault(row.arrival_id, []).append(row)
    for arrival in record.arrivals:
        rows = said.get(arrival.id, [])
        hers = [row for row in rows if row.author == HER]
        if arrival.answered_at is None:
            yield f"arrival {arrival.id} was never answered"
        if len(hers) != 1:
            yield f"arrival {arrival.id} stands {len(hers)} times in the transcript"
        if len(hers) == len(rows):
            yield f"arrival {arrival.id} has no reply"
        if len({row.at for row in rows}) > 1:
            yield f"arrival {arrival.id} was answered twice"


def in_order(record: Record) -> Iterator[str]:
    """In each transcript: her messages as they arrived, each before its replies, none between another's."""
    for conversation in record.conversations:
        rows = [row for row in record.of(conversation.id) if row.arrival_id is not None]
        runs = [(number, [row.author for row in run]) for number, run in groupby(rows, lambda row: row.arrival_id)]
        numbers = [number for number, _ in runs]
        if numbers != sorted(set(numbers)):
            yield f"conversation {conversation.id}: messages were answered out of order"
        if any(authors[0] != HER for _, authors in runs):
            yield f"conversation {conversation.id}: a reply stands before the message it answers"


def asked_once(record: Record) -> Iterator[str]:
    """No question number of a conversation is asked twice."""
    for conversation in record.conversations:
        asked = Counter(
            row.body["question"]["n"] for row in record.of(conversation.id) if row.body.get("kind") == "question"
        )
        del asked[0]  # "which answer do you want to change?" has no number
        for number, times in asked.items():
            if times > 1:
                yield f"conversation {conversation.id}: question {number} was asked {times} times"


def one_case(record: Record) -> Iterator[str]:
    """Never a second case; and whoever was promised a midwife has one."""
    by_person = Counter(case.person_id for case in record.cases)
    for person, times in by_person.items():
        if times > 1:
            yield f"person {person} has {times} cases"
    for conversation in record.conversations:
        colours = {row.body["card"]["colour"] for row in record.of(conversation.id) if row.body.get("card")}
        if colours & {"red", "amber"} and not by_person[conversation.person_id]:
            yield f"conversation {conversation.id} was shown {' and '.join(sorted(colours))} and has no case"


def chains(record: Record) -> Iterator[str]:
    """Every case's record is whole."""
    for case in record.broken_chains:
        yield f"case {case}: its record has been broken"


def taken_once(record: Record) -> Iterator[str]:
    """No answer was taken twice: an episode's statements have no gap, and one arrival says one thing once."""
    by_episode: dict[str, list[Any]] = {}
    for row in record.statements:
        by_episode.setdefault(row.episode_id, []).append(row)
    for episode, rows in by_episode.items():
        if [row.position for row in rows] != list(range(len(rows))):
            yield f"episode {episode}: its statements have a gap"
        said = Counter((row.question, row.arrival_id) for row in rows if row.arrival_id is not None)
        for (question, arrival), times in said.items():
            if times > 1:
                yield f"episode {episode}: arrival {arrival} answers '{question}' {times} times"


def acted_once(record: Record) -> Iterator[str]:
    """What time must do was not done oftener than it was due."""
    for conversation in record.conversations:
        due = sum(row.state == "done" for row in record.due_rows if row.conversation_id == conversation.id)
        turns = {row.at for row in record.of(conversation.id) if row.arrival_id is None}
        if len(turns) > due:
            yield f"conversation {conversation.id}: time spoke {len(turns)} times, and was due {due} times"


def all_sent(record: Record) -> Iterator[str]:
    """Every reply for a telephone has left."""
    for row in record.unsent:
        yield f"delivery {row.id} is still {row.state}"


def nothing_lost(record: Record, talk: WebLog) -> Iterator[str]:
    """Every acknowledged message arrived once, was answered in its response, and in the order she sent them."""
    arrived = [row.carrier_id for row in record.arrivals if row.conversation_id == talk.conversation]
    for exchange in talk.exchanges:
        if arrived.count(exchange.id) != 1:
            yield f"conversation {talk.conversation}: message {exchange.id} arrived {arrived.count(exchange.id)} times"
        if not exchange.answered:
            yield f"conversation {talk.conversation}: message {exchange.id} was acknowledged without a reply"
    sent = [exchange.id for exchange in talk.exchanges]
    if [one for one in arrived if one in sent] != sent:
        yield f"conversation {talk.conversation}: messages arrived in another order than she sent them"


def same_page(record: Record, talk: WebLog) -> Iterator[str]:
    """What she was sent bit by bit, what the page shows in the end and the transcript are the same."""
    kept = {row.id: row.body.get("text") for row in record.of(talk.conversation)}
    for number in sorted(set(talk.seen) - set(kept)):
        yield f"conversation {talk.conversation}: she saw message {number}, and it is gone"
    shown = [one["id"] for one in talk.shown]
    if len(set(shown)) != len(shown) or not set(talk.seen) <= set(shown):
        yield f"conversation {talk.conversation}: the page shows something else than she was sent"
    if set(kept) - set(shown) and set(kept) - set(shown) <= set(range(max(shown, default=0))):
        yield f"conversation {talk.conversation}: the page leaves out a message"


def by_phone(record: Record, phone: PhoneLog, kills: int) -> Iterator[str]:
    """Handed over once each; and received once each, or once more for a kill."""
    mine = [row for row in record.conversations if (row.channel, row.address) == (phone.channel, phone.address)]
    if len(mine) != 1:
        yield f"{phone.channel} {phone.address} has {len(mine)} conversations"
        return
    arrived = sum(row.conversation_id == mine[0].id for row in record.arrivals)
    if not phone.handed_over <= arrived <= phone.handed_over + phone.unknown:
        yield f"{phone.channel} {phone.address}: {phone.handed_over} messages handed over, {arrived} arrived"
    due, came = Counter(record.letters[mine[0].id]), Counter(phone.received)
    for text in due - came:
        yield f"{phone.channel} {phone.address} never received a reply of {len(text)} signs"
    if (more := (came - due).total()) > kills:
        yield f"{phone.channel} {phone.address} received {more} replies more than once, for {kills} kills"
