"""The front desk: every message from every channel passes here, in two short commits.

Read `receive` first: it is the way of one message (docs/architecture.md).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from bot.dialogue import heard as hearings
from bot.dialogue.heard import Heard
from bot.dialogue.port import Dialogue, TurnIn
from bot.protocol.mark import UNTIL_KNOWN
from bot.protocol.statement import Statement
from bot.records.clock import Clock, local_date
from bot.records.database import Database
from bot.understanding import read as understand

from .arrival import Arrival
from .desk import commit, guard, intake, sessions, state
from .desk.commit import LostRace, Sent
from .desk.presses import Press, understood_press
from .desk.state import State

log = logging.getLogger(__name__)

#: A reply that takes longer than this is replaced by the prepared card.
SECONDS_FOR_A_TURN = 3.0
#: So often is a turn tried before the prepared safe reply goes out.
TRIES = 3
#: So often may somebody else be quicker in the same conversation.
RACES = 12
#: How long a message waits for the one before it, or for the model while it loads.
SECONDS_TO_WAIT = 10.0
_STEP = 0.02


@dataclass(frozen=True)
class Opened:
    """A new conversation; `token` proves the browser's or front end's right to it."""

    conversation_id: str
    token: str


class FrontDesk:
    """Joins the dialogue and the line. One per process; state lives in the database."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        dialogue: Dialogue,
        *,
        unit_id: str,
        line_id: str,
        kept_days: int = 30,
        demo: bool = False,
        mark: str = UNTIL_KNOWN,
        nudge: Callable[[str], None] = lambda _conversation: None,
    ) -> None:
        self.database = database
        self.clock = clock
        self.dialogue = dialogue
        self.unit_id = unit_id
        self.line_id = line_id
        self.kept_days = kept_days
        self.demo = demo
        self.mark = mark
        self.nudge = nudge
        self.taker = uuid4().hex

    @property
    def ready(self) -> bool:
        """Whether the dialogue can answer."""
        return self.dialogue.ready

    async def receive(self, arrival: Arrival) -> list[Sent]:
        """Store the arrival and answer it; a repeated one is answered as it was then."""
        number, is_next = await asyncio.to_thread(self._store, arrival)
        return await self.answer(number, is_next=is_next)

    async def store(self, arrival: Arrival) -> int:
        """First commit. Once this returns, the message cannot be lost. Its number."""
        number, _ = await asyncio.to_thread(self._store, arrival)
        return number

    async def answer(self, number: int, *, is_next: bool = False) -> list[Sent]:
        """The turn and the second commit; waits for earlier arrivals of the same conversation."""
        if not is_next:
            await self._wait_for_turn(number)
        failures = 0
        for _ in range(RACES):
            found = await asyncio.to_thread(self._state, number, self.clock.now())
            if found.arrival.answered_at is not None:
                break
            try:
                return await self._answered_now(found, last_try=failures + 1 >= TRIES)
            except LostRace:
                continue
            except Exception as error:
                failures += 1
                # The name only: a message or traceback may quote her words.
                log.error("turn failed (%s), try %s of %s", type(error).__name__, failures, TRIES)
                if failures >= TRIES:
                    return await self._last_resort(found, error)
        return await asyncio.to_thread(self._answered, number)

    async def _answered_now(self, found: State, *, last_try: bool) -> list[Sent]:
        now = self.clock.now()
        outcome = await self._outcome(found, now, last_try=last_try)
        sent = await asyncio.to_thread(self._commit, found, outcome, now)
        self.nudge(found.conversation.id)
        return sent

    async def _last_resort(self, found: State, error: Exception) -> list[Sent]:
        """What could not be written down is replaced by the safe reply, on the chart as it was."""
        press = understood_press(found.arrival.kind, found.arrival.words, found.arrival.choice, found.chart)
        outcome = commit.last_resort(found, press, type(error).__name__)
        sent = await asyncio.to_thread(self._commit, found, outcome, self.clock.now())
        self.nudge(found.conversation.id)
        return sent

    # Conversations -------------------------------------------------------------------------------

    def open_conversation(self, channel: str, address: str | None = None) -> Opened:
        """A conversation with somebody who may stay nameless; in a demonstration everybody is invented."""
        with self.database.write() as connection:
            home = (self.line_id, self.unit_id, channel, address, self.clock.now())
            return Opened(*sessions.open_conversation(connection, *home, invented=self.demo))

    def find_or_open(self, channel: str, address: str) -> str:
        """The conversation of a Telegram chat or a telephone number."""
        with self.database.write() as connection:
            home = (self.line_id, self.unit_id, channel, address, self.clock.now())
            return sessions.find_or_open(connection, *home, invented=self.demo)

    def conversation_for(self, token: str) -> str | None:
        """The conversation that a token opens, for 24 hours after its last use."""
        with self.database.read() as connection:
            return sessions.conversation_for(connection, token, self.clock.now())

    def end_session(self, token: str) -> None:
        """Quick exit: the token opens nothing any more; the case stays."""
        with self.database.write() as connection:
            sessions.end(connection, token)

    def transcript(self, conversation_id: str, after: int = 0) -> list[Sent]:
        """Everything said in this conversation after message number `after`."""
        with self.database.read() as connection:
            return commit.transcript(connection, conversation_id, after)

    # One turn ------------------------------------------------------------------------------------

    def _store(self, arrival: Arrival) -> tuple[int, bool]:
        with self.database.write() as connection:
            return intake.store(connection, arrival, self.clock.now(), self.taker)

    def _state(self, number: int, now: datetime) -> State:
        with self.database.read() as connection:
            found = state.read(connection, number, now, self.kept_days)
        return replace(found, site=replace(found.site, mark=self.mark))

    def _answered(self, number: int) -> list[Sent]:
        with self.database.read() as connection:
            return commit.answered(connection, number)

    async def _wait_for_turn(self, number: int) -> None:
        """Hold the conversation, after every earlier arrival has been answered or given up."""
        waited = 0.0
        while not await asyncio.to_thread(self._my_turn, number):
            if waited >= SECONDS_TO_WAIT:
                return
            await asyncio.sleep(_STEP)
            waited += _STEP

    def _my_turn(self, number: int) -> bool:
        with self.database.read() as connection:
            if commit.is_next(connection, number, self.taker, self.clock.now()):
                return True
        return False

    async def _outcome(self, found: State, now: datetime, *, last_try: bool) -> commit.Outcome:
        """What the turn comes to. Whatever goes wrong on the last try, there is a reply."""
        press = understood_press(found.arrival.kind, found.arrival.words, found.arrival.choice, found.chart)
        try:
            return await self._turn(found, press, self._heard(found, press, now), last_try=last_try)
        except Exception as error:
            if not last_try:
                raise
            log.error("the safe reply went out: %s", type(error).__name__)
            return commit.last_resort(found, press, type(error).__name__)

    async def _turn(self, found: State, press: Press, heard: Heard, *, last_try: bool) -> commit.Outcome:
        demanded = guard.required(found.chart, heard)
        if found.owner is not None:
            return commit.with_midwife(found, heard, press, demanded)
        await self._loaded()
        try:
            turn = await asyncio.wait_for(self.dialogue.turn(self._turn_in(found, press, heard)), SECONDS_FOR_A_TURN)
        except Exception as error:
            if demanded is None and not last_try and self.dialogue.ready:
                raise
            return commit.prepared(found, heard, press, type(error).__name__)
        if demanded is not None and not guard.contains(turn.replies, demanded):
            return commit.prepared(found, heard, press, "instruction missing")
        return commit.from_dialogue(found, heard, press, turn)

    async def _loaded(self) -> None:
        """Wait a little for a model that is still being loaded."""
        waited = 0.0
        while getattr(self.dialogue, "loading", False) and waited < SECONDS_TO_WAIT:
            await asyncio.sleep(_STEP)
            waited += _STEP

    def _heard(self, found: State, press: Press, now: datetime) -> Heard:
        words = found.arrival.words or ""
        return Heard(
            id=str(found.arrival.id),
            words=press.text,
            understood=understand(words, local_date(now)),
            now=now,
            pressed=press.pressed,
            for_the_question=press.answers,
        )

    def _turn_in(self, found: State, press: Press, heard: Heard) -> TurnIn:
        return TurnIn(
            episode_id=found.episode_id,
            message_id=heard.id,
            text=press.text,
            snapshot=found.snapshot,
            metadata={
                "now": heard.now.isoformat(),
                "site": found.site.to_json(),
                "understood": hearings.to_json(heard.understood),
                "channel": found.conversation.channel,
            },
            intent=press.intent,
            pressed=press.pressed,
        )

    def _commit(self, found: State, outcome: commit.Outcome, now: datetime) -> list[Sent]:
        with self.database.write() as connection:
            return commit.write(connection, found, outcome, now)


__all__ = ["Arrival", "FrontDesk", "Opened", "Sent", "Statement"]
