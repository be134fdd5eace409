"""The loop that owns time: due rows, unanswered arrivals, retention, the heartbeat."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import update

from bot.channels.desk import overdue
from bot.channels.front_desk import FrontDesk
from bot.records import due, retention
from bot.records.clock import Clock
from bot.records.database import Database
from bot.records.due import Handler
from bot.records.once import insert_once
from bot.records.tables import heartbeats

log = logging.getLogger(__name__)

#: How often the worker looks; every promise is in minutes.
SECONDS_BETWEEN_ROUNDS = 0.5
BETWEEN_PURGES = timedelta(hours=1)


class Worker:
    """One per process. Any number may run: rows are taken, never shared."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        desk: FrontDesk,
        handlers: Mapping[str, Handler],
    ) -> None:
        self.database = database
        self.clock = clock
        self.desk = desk
        self.handlers = handlers
        self.name = uuid4().hex
        self.purged_at: datetime | None = None
        self.answering: dict[int, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Round after round until cancelled; one failing part does not stop the others."""
        while True:
            for part in (self.beat, self.due_rows, self.late_arrivals, self.purge):
                await self._guarded(part)
            await asyncio.sleep(SECONDS_BETWEEN_ROUNDS)

    async def beat(self) -> None:
        """Say that this worker is alive."""
        await asyncio.to_thread(self._beat)

    async def due_rows(self) -> None:
        """Do what time must do."""
        for row in await asyncio.to_thread(self._take):
            try:
                await asyncio.to_thread(self.handlers[row.kind], self.database, row, self.clock.now())
            except Exception as error:  # this row comes back by itself; the others must not wait for it
                log.error("a row of kind %s failed: %s", row.kind, type(error).__name__)
            if row.conversation_id:
                self.desk.nudge(row.conversation_id)

    async def late_arrivals(self) -> None:
        """Answer what nobody has answered: a crash, a restart, a model that was still loading.

        Each in a task of its own: one that has to wait must not hold up the clocks.
        """
        for number in await asyncio.to_thread(self._late):
            if number not in self.answering:
                self.answering[number] = asyncio.create_task(self._answer(number))

    async def _answer(self, number: int) -> None:
        try:
            await self.desk.answer(number)
        except Exception as error:  # it stays due, and is tried again
            log.error("a late arrival failed: %s", type(error).__name__)
        finally:
            self.answering.pop(number, None)

    async def purge(self) -> None:
        """Once an hour, delete what has been kept for long enough."""
        now = self.clock.now()
        if self.purged_at is None or now - self.purged_at > BETWEEN_PURGES:
            self.purged_at = now
            await asyncio.to_thread(self._purge)

    async def _guarded(self, part: Callable[[], Awaitable[object]]) -> None:
        try:
            await part()
        except Exception as error:
            # The name only: a message may quote her words.
            log.error("%s failed: %s", getattr(part, "__name__", "a part"), type(error).__name__)

    def _beat(self) -> None:
        now = self.clock.now()
        with self.database.write() as connection:
            if not insert_once(connection, heartbeats, {"worker": self.name, "at": now}):
                connection.execute(update(heartbeats).where(heartbeats.c.worker == self.name).values(at=now))

    def _purge(self) -> None:
        with self.database.write() as connection:
            retention.purge(connection, self.clock.now(), self.desk.kept_days)

    def _take(self) -> list[due.DueRow]:
        with self.database.write() as connection:
            return due.take(connection, self.clock.now(), kinds=self.handlers)

    def _late(self) -> list[int]:
        with self.database.read() as connection:
            return overdue.unanswered(connection, self.clock.now())
