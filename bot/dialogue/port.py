"""The one way into the dialogue: a turn in, its replies and the new snapshot out.

Rasa has a thread and a loop of its own, so that no request waits for another woman's understanding.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from .quiet import hush

T = TypeVar("T")


@dataclass(frozen=True)
class TurnIn:
    """One message for Rasa, on state that was read before.

    `metadata` carries `now`, `site` and `understood`. `intent` and `pressed` are set for a button,
    which skips the trained part.
    """

    episode_id: str
    message_id: str
    text: str
    snapshot: dict[str, Any] | None
    metadata: dict[str, Any]
    intent: str | None = None
    pressed: tuple[str, ...] = ()


@dataclass(frozen=True)
class TurnOut:
    """What Rasa made of it. `replies` are bodies (docs/contracts.md)."""

    replies: tuple[dict[str, Any], ...]
    snapshot: dict[str, Any]
    events: tuple[dict[str, Any], ...]


class DialogueNotReady(RuntimeError):
    """The dialogue model has not been loaded."""


class TurnFailed(RuntimeError):
    """Rasa or one of its actions raised, or fell silent."""


class Dialogue:
    """The embedded dialogue. `load` once; then `turn` from any loop."""

    def __init__(self) -> None:
        self._agent: Any = None
        self.loading = False  # between asking for a model and having it, or having failed
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="dialogue", daemon=True)
        self._thread.start()

    @property
    def ready(self) -> bool:
        """Whether a model is loaded."""
        return self._agent is not None

    def load(self, model: Path) -> None:
        """Load a model file. Blocks for the import of Rasa (10-20 s) the first time."""
        self.loading = True
        try:
            hush()
            self._call(_load(self, model)).result()
        finally:
            self.loading = False

    async def turn(self, turn: TurnIn) -> TurnOut:
        """Run one turn. Raises `DialogueNotReady` or `TurnFailed`."""
        if not self.ready:
            raise DialogueNotReady(DialogueNotReady.__doc__)
        return await asyncio.wrap_future(self._call(self._turn(turn)))

    def read(self, text: str, metadata: dict[str, Any]) -> dict[str, Any]:
        """What Rasa's pipeline reads in one message, without a conversation. Raises `DialogueNotReady`."""
        if not self.ready:
            raise DialogueNotReady(DialogueNotReady.__doc__)
        parsed: dict[str, Any] = self._call(_read(self._agent, text, metadata)).result()
        return parsed

    def close(self) -> None:
        """Stop the thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)
        if not self._thread.is_alive():
            self._loop.close()

    def _call(self, work: Coroutine[Any, Any, T]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    async def _turn(self, turn: TurnIn) -> TurnOut:
        from .agent import run_turn

        return await run_turn(self._agent, turn)

    def adopt(self, agent: Any) -> None:
        """Take an agent that was loaded on this loop."""
        self._agent = agent


async def _load(dialogue: Dialogue, model: Path) -> None:
    from .agent import load_agent, warm_up

    agent = load_agent(model)
    await warm_up(agent)
    dialogue.adopt(agent)


async def _read(agent: Any, text: str, metadata: dict[str, Any]) -> dict[str, Any]:
    from .agent import read_message

    return await read_message(agent, text, metadata)


@asynccontextmanager
async def dialogue_for(model: Path) -> AsyncIterator[Dialogue]:
    """A loaded dialogue for the length of a block."""
    dialogue = Dialogue()
    await asyncio.to_thread(dialogue.load, model)
    try:
        yield dialogue
    finally:
        dialogue.close()
