"""Turns that run after the carrier has been told 200."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from .arrival import Desk

log = logging.getLogger(__name__)


class Turns:
    """Background work of one app. A turn that fails loses nothing: its arrival stays due for the worker."""

    def __init__(self, wake: Callable[[], object] | None = None) -> None:
        """`wake` is called after each turn, so that the outbox need not wait for its next round."""
        self._wake = wake
        self._running: set[asyncio.Task[None]] = set()

    def answer(self, desk: Desk, arrival_number: int) -> None:
        """Answer this arrival in the background."""
        self.start(self._answer(desk, arrival_number), f"the turn of arrival {arrival_number}")

    def start(self, work: Coroutine[Any, Any, object], what: str) -> None:
        """Run `work` in the background; a failure is logged by its name only."""
        task = asyncio.get_running_loop().create_task(_guarded(work, what))
        self._running.add(task)  # the loop itself keeps only a weak reference
        task.add_done_callback(self._running.discard)

    async def finish(self) -> None:
        """Wait for everything that is running: for shutting down."""
        while self._running:
            await asyncio.gather(*self._running)

    async def _answer(self, desk: Desk, arrival_number: int) -> None:
        try:
            await desk.answer(arrival_number)
        finally:
            if self._wake is not None:
                self._wake()


async def _guarded(work: Awaitable[object], what: str) -> None:
    try:
        await work
    except Exception as problem:
        # Not the message or the traceback: both may quote her words or her number.
        log.warning("%s failed: %s", what, type(problem).__name__)
