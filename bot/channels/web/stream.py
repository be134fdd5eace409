"""Following a conversation as it grows: one poller a process, any number of listeners, server-sent events."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import deque
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import func, select
from starlette.concurrency import run_in_threadpool

from bot.records.database import Database
from bot.records.tables import conversations, messages

from .needs import Desk, Sent
from .shape import message

log = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 0.25
SECONDS_BETWEEN_HEARTBEATS = 15.0
EARS_PER_CONVERSATION = 6
_AT_ONCE = 500
#: Two writers may commit out of order; a reader goes back this many of its last numbers.
_LOOK_BACK = 20

Mark = tuple[int, int]
Key = str | None


class TooManyEars(Exception):
    """This conversation is already followed from several places."""


class Ear:
    """One listener to one conversation."""

    def __init__(self) -> None:
        self.woken = asyncio.Event()
        self.ended = False  # her session is over
        self.closing = False  # this process is going away; she may come back to another


class Follower:
    """Looks every 250 ms whether a followed conversation has grown or its session ended, and wakes its listeners."""

    def __init__(self, database: Database, between: float = SECONDS_BETWEEN_LOOKS) -> None:
        self._database = database
        self._between = between
        self._ears: dict[str, set[Ear]] = {}
        self._marks: dict[str, Mark] = {}
        self._keys: dict[str, Key] = {}
        self._task: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    @contextmanager
    def listen(self, conversation_id: str) -> Iterator[Ear]:
        """An ear for as long as the block lasts. Raises `TooManyEars`."""
        ears = self._ears.setdefault(conversation_id, set())
        if len(ears) >= EARS_PER_CONVERSATION:
            raise TooManyEars(TooManyEars.__doc__)
        ear = Ear()
        ears.add(ear)
        self._start()
        try:
            yield ear
        finally:
            ears.discard(ear)
            if not ears:
                self._forget(conversation_id)

    def nudge(self, conversation_id: str) -> None:
        """Something was just written here: wake its listeners now. May be called from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake, conversation_id)

    def close(self) -> None:
        """Let every listener go: for shutting down."""
        for ears in self._ears.values():
            for ear in ears:
                ear.closing = True
                ear.woken.set()

    def _start(self) -> None:
        self._loop = asyncio.get_running_loop()
        if self._task is None or self._task.done():
            self._task = self._loop.create_task(self._watch())

    def _forget(self, conversation_id: str) -> None:
        self._ears.pop(conversation_id, None)
        self._marks.pop(conversation_id, None)
        self._keys.pop(conversation_id, None)

    def _wake(self, conversation_id: str) -> None:
        for ear in self._ears.get(conversation_id, ()):
            ear.woken.set()

    async def _watch(self) -> None:
        while self._ears:
            try:
                await self._look()
            except Exception as problem:  # the database may come back; the chat polls meanwhile
                log.warning("following the chats failed: %s", type(problem).__name__)
                await asyncio.sleep(1)
            await asyncio.sleep(self._between)

    async def _look(self) -> None:
        followed = list(self._ears)
        for start in range(0, len(followed), _AT_ONCE):
            marks, keys = await run_in_threadpool(self._read, followed[start : start + _AT_ONCE])
            for conversation_id, mark in marks.items():
                if self._marks.get(conversation_id) != mark:
                    self._marks[conversation_id] = mark
                    self._wake(conversation_id)
            for conversation_id, key in keys.items():
                if self._keys.setdefault(conversation_id, key) != key:
                    self._end(conversation_id)

    def _end(self, conversation_id: str) -> None:
        for ear in self._ears.get(conversation_id, ()):
            ear.ended = True
            ear.woken.set()

    def _read(self, ids: Sequence[str]) -> tuple[dict[str, Mark], dict[str, Key]]:
        count = (
            select(messages.c.conversation_id, func.count(messages.c.id), func.max(messages.c.id))
            .where(messages.c.conversation_id.in_(ids))
            .group_by(messages.c.conversation_id)
        )
        key = select(conversations.c.id, conversations.c.token_hash).where(conversations.c.id.in_(ids))
        with self._database.read() as connection:
            marks = {row[0]: (row[1], row[2]) for row in connection.execute(count)}
            keys = {row[0]: row[1] for row in connection.execute(key)}
        return marks, keys


class Tail:
    """What one listener has had already: nothing is sent twice, and a late lower number is still sent."""

    def __init__(self, after: int) -> None:
        self._after = after
        self._sent: deque[int] = deque(maxlen=_LOOK_BACK * 4)

    @property
    def floor(self) -> int:
        """The number to read from."""
        return self._sent[-_LOOK_BACK] if len(self._sent) >= _LOOK_BACK else self._after

    def fresh(self, found: Sequence[Sent]) -> list[Sent]:
        """Those of `found` that were not sent before."""
        new = [one for one in found if one.id not in self._sent]
        self._sent.extend(one.id for one in new)
        return new


async def events(ear: Ear, desk: Desk, conversation_id: str, after: int, heartbeat: float) -> AsyncIterator[str]:
    """The stream itself: every message after `after`, then each new one, a comment in between, `end` at the end."""
    tail = Tail(after)
    yield "retry: 2000\n\n"
    while not (ear.ended or ear.closing):
        ear.woken.clear()
        for sent in tail.fresh(await run_in_threadpool(desk.transcript, conversation_id, tail.floor)):
            yield f"id: {sent.id}\nevent: message\ndata: {json.dumps(message(sent))}\n\n"
        try:
            async with asyncio.timeout(heartbeat):
                await ear.woken.wait()
        except TimeoutError:
            yield ": still here\n\n"
    if ear.ended:
        yield "event: end\ndata: {}\n\n"
