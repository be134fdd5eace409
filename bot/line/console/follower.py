"""Follows the numbered events once per process, for every browser that is listening.

Nothing is remembered that matters: a browser that reconnects names the last number it saw, and the table answers.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool

from bot.records import events
from bot.records.database import Database
from bot.records.events import Event

log = logging.getLogger(__name__)

#: A case stands on the board within a second of its commit: looked up this often, and fetched by the browser.
PAUSE = 0.25
#: A sign of life for the browser, sent only after the database answered.
BEAT = 10.0
#: A listener this far behind is let go; it comes back by itself and asks for what it missed.
MOST_WAITING = 500
#: A browser this far behind is told to ask for everything instead.
MOST_MISSED = 200


@dataclass(frozen=True)
class Beat:
    """The events were looked up just now."""


@dataclass(frozen=True)
class Change:
    """Something happened; who wants to know what asks for the page again."""

    number: int
    kind: str
    case_id: str | None


Waiting = asyncio.Queue[Change | Beat | None]


@dataclass
class _Line:
    """One line's listeners, and the last number they were all told."""

    head: int
    listeners: set[Waiting] = field(default_factory=set)

    def tell(self, news: Change | Beat) -> None:
        for listener in list(self.listeners):
            if listener.full():
                self.listeners.discard(listener)
                listener.get_nowait()
                listener.put_nowait(None)
            else:
                listener.put_nowait(news)


class Follower:
    """One shared look at the events, however many browsers follow."""

    def __init__(self, database: Database, pause: float = PAUSE, beat: float = BEAT) -> None:
        self._database, self._pause, self._beat = database, pause, beat
        self._lines: dict[str, _Line] = {}
        self._task: asyncio.Task[None] | None = None

    async def follow(self, line_id: str, after: int) -> AsyncIterator[Change | Beat]:
        """Everything on the line after that number, for ever; a beat first, and now and then."""
        waiting: Waiting = asyncio.Queue(MOST_WAITING)
        line = await self._join(line_id, waiting)
        try:
            missed = await run_in_threadpool(self._missed, line_id, after)
            yield Beat()
            for change in missed:
                after = change.number
                yield change
            while (news := await waiting.get()) is not None:
                if isinstance(news, Beat):
                    yield news
                elif news.number > after:
                    after = news.number
                    yield news
        finally:
            line.listeners.discard(waiting)

    async def _join(self, line_id: str, waiting: Waiting) -> _Line:
        if line_id not in self._lines:
            head = await run_in_threadpool(self._last, line_id)
            self._lines.setdefault(line_id, _Line(head))
        line = self._lines[line_id]
        line.listeners.add(waiting)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._watch())
        return line

    async def _watch(self) -> None:
        told = 0.0
        clock = asyncio.get_running_loop().time
        while any(line.listeners for line in self._lines.values()):
            beat = clock() - told >= self._beat
            if await self._look(beat) and beat:
                told = clock()
            await asyncio.sleep(self._pause)
        self._lines.clear()

    async def _look(self, beat: bool) -> bool:
        heads = {line_id: line.head for line_id, line in self._lines.items()}
        try:
            found = await run_in_threadpool(self._fresh, heads)
        except Exception as problem:
            log.warning("the events cannot be followed: %s", type(problem).__name__)
            return False
        for line_id, fresh in found.items():
            line = self._lines[line_id]
            for event in fresh:
                line.head = event.number
                line.tell(_change(event))
            if beat:
                line.tell(Beat())
        return True

    def _fresh(self, heads: dict[str, int]) -> dict[str, list[Event]]:
        with self._database.read() as connection:
            return {line_id: events.after(connection, line_id, head) for line_id, head in heads.items()}

    def _last(self, line_id: str) -> int:
        with self._database.read() as connection:
            return events.last(connection, line_id)

    def _missed(self, line_id: str, after: int) -> list[Change]:
        with self._database.read() as connection:
            missed = events.after(connection, line_id, after, limit=MOST_MISSED)
            if len(missed) < MOST_MISSED:
                return [_change(event) for event in missed]
            return [Change(events.last(connection, line_id), "behind", None)]


def _change(event: Event) -> Change:
    return Change(event.number, event.kind, event.case_id)
