"""A phone in a test: it says words and presses buttons, through the real front desk."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select

from bot.app.wiring import Parts
from bot.channels.arrival import Arrival
from bot.line import cases, members, presence, sessions
from bot.records import due
from bot.records.tables import conversations

_numbers = count(1)


#: The answers of a woman at 34 weeks who is otherwise well.
WELL: dict[str, str | tuple[str, ...]] = {
    "screen": "none",
    "gestation": "34 weeks",
    "who": "me",
    "movement": "normal",
    "last_felt": "two_to_six",
    "also": "none",
    "risks": "none",
    "rfm_before": "no",
    "headache": "mild",
    "pe_signs": "none",
    "pressure": "skip",
    "temperature": "skip",
    "asked_before": "no",
    "worried": "a_bit",
    "anything_else": "nothing",
    "main_worry": "other",
    "water_what": "damp",
    "water_look": "clear",
    "pad": "dry",
    "water_when": "under_one",
    "bleed_amount": "spots",
    "bleed_signs": "none",
    "bleed_look": "pink",
    "bleed_cause": "other",
    "how_often": "no_pattern",
    "strength": "easy",
    "birth": "first_baby",
    "pain_level": "mild",
    "pain_kind": "short",
    "pain_signs": "none",
    "pain_place": "low",
    "pain_ease": "eased",
}


class Phone:
    """One woman's conversation, told by what she does."""

    def __init__(self, parts: Parts, channel: str = "web") -> None:
        self.parts = parts
        self.conversation = parts.desk.open_conversation(channel, None).conversation_id
        self.replies: list[dict[str, Any]] = []

    def _send(self, kind: str, words: str | None = None, choice: str | None = None) -> Phone:
        arrival = Arrival(self.conversation, f"m{next(_numbers)}", kind, words, choice)
        self.replies = [sent.body for sent in asyncio.run(self.parts.desk.receive(arrival))]
        return self

    def says(self, words: str) -> Phone:
        """Type and send."""
        return self._send("words", words=words)

    def act(self, name: str) -> Phone:
        """Press one of the acts beside every question."""
        return self._send("choice", choice=f"act:{name}")

    def presses(self, *options: str) -> Phone:
        """Press options of the question that stands."""
        tokens = {option["id"]: option["token"] for option in self.question["options"]}
        return self._send("choice", choice=",".join(tokens[option] for option in options))

    def presses_token(self, token: str) -> Phone:
        """Press a button by its token, perhaps an old one."""
        return self._send("choice", choice=token)

    def sends_media(self) -> Phone:
        """Send a picture or a voice note."""
        return self._send("media")

    def answers(self, **by_question: str | tuple[str, ...]) -> Phone:
        """Answer what is asked by these, words for what has no button, until something else is asked."""
        for _ in range(40):
            asked = self.asked
            if asked is None or asked not in by_question:
                return self
            given = by_question[asked]
            options = {option["id"] for option in self.question["options"]}
            chosen = given if isinstance(given, tuple) else (given,)
            if set(chosen) <= options:
                self.presses(*chosen)
            else:
                self.says(" ".join(chosen))
        raise AssertionError(f"still asking {self.asked} after 40 answers")

    def until_told(self, **by_question: str | tuple[str, ...]) -> Phone:
        """Go on until a card is told; whatever is not given is answered as by somebody well."""
        for _ in range(30):
            if self.card is not None:
                return self
            self.answers(**{str(self.asked): {**WELL, **by_question}[str(self.asked)]})
        raise AssertionError(f"no card after 30 answers, asking {self.asked}")

    @property
    def question(self) -> dict[str, Any]:
        """The question that stands."""
        found = [body["question"] for body in self.replies if body["kind"] == "question"]
        assert found, f"nothing was asked, but: {[body['text'] for body in self.replies]}"
        return found[-1]

    @property
    def asked(self) -> str | None:
        """The id of the question that stands, if any."""
        found = [body["question"]["id"] for body in self.replies if body["kind"] == "question"]
        return found[-1] if found else None

    @property
    def card(self) -> dict[str, Any] | None:
        """The card of the last replies, if any."""
        found = [body["card"] for body in self.replies if "card" in body]
        return found[-1] if found else None

    @property
    def text(self) -> str:
        """Everything of the last replies as text."""
        return "\n".join(body["text"] for body in self.replies)

    @property
    def case(self) -> Any:
        """Her open case, or None."""
        with self.parts.database.read() as connection:
            person = connection.execute(
                select(conversations.c.person_id).where(conversations.c.id == self.conversation)
            ).scalar_one()
            return cases.find_open(connection, person)

    @property
    def transcript(self) -> list[dict[str, Any]]:
        """Everything said so far."""
        return [sent.body for sent in self.parts.desk.transcript(self.conversation)]

    def heard_since(self, number: int) -> list[dict[str, Any]]:
        """What was said after so many messages."""
        return self.transcript[number:]


def pass_time(parts: Parts, **how_long: float) -> None:
    """Move the clock and let the worker do what has fallen due."""
    clock = parts.clock
    clock.at += timedelta(**how_long)  # type: ignore[attr-defined]
    for _ in range(20):
        with parts.database.write() as connection:
            rows = due.take(connection, clock.now(), kinds=parts.handlers)
        if not rows:
            return
        for row in rows:
            parts.handlers[row.kind](parts.database, row, clock.now())
    raise AssertionError("due rows without end")


def midwife_signs_in(parts: Parts, login: str = "amara", role: str = "midwife") -> Any:
    """A midwife at the board."""
    now: datetime = parts.clock.now()
    with parts.database.write() as connection:
        member = members.add(
            connection,
            line_id=parts.unit.line_id,
            login=login,
            name=f"{login.capitalize()} Example",
            role=role,
            password="a long enough password",
            now=now,
        )
        sessions.begin(connection, member, now)
        assert presence.anybody(connection, parts.unit.line_id, now)
    return member


__all__ = ["Phone", "midwife_signs_in", "pass_time"]
