"""A process that loads Rasa once and forks a server for every line it reads: a restart takes a fraction of a second.

What is forked is the server itself: the same parts, uvicorn, the real SQLite file. Only the import of Rasa and the
reading of the model are not done again. Threads and loops are made in the child.
"""

from __future__ import annotations

import argparse
import asyncio
import ctypes
import os
import signal
import sys
from contextlib import suppress
from importlib import import_module
from typing import Any

from bot.app import wiring
from bot.app.settings import Settings, from_environment
from bot.dialogue import shelf
from bot.dialogue.port import Dialogue, TurnIn
from bot.dialogue.quiet import hush

from .clock import QuickClock

_PR_SET_PDEATHSIG = 1


def main() -> int:
    """Load, then fork at each line `start`; ends with its input, and its server with it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--zero", type=float, required=True)
    parser.add_argument("--speed", type=float, required=True)
    given = parser.parse_args()
    settings, clock = from_environment(), QuickClock(given.zero, given.speed)
    agent = _loaded(settings, clock)
    print("loaded", flush=True)
    child = 0
    for line in sys.stdin:
        _reap(child)
        if line.strip() != "start":
            break
        child = os.fork()
        if child == 0:
            _serve(settings, clock, agent)
        print(child, flush=True)
    _reap(child)
    return 0


def _loaded(settings: Settings, clock: QuickClock) -> Any:
    """The agent after one turn, with everything that a child imports: what is read once is read here."""
    hush()
    from bot.dialogue.agent import load_agent, run_turn

    for name in ("uvicorn", "bot.app.server"):
        import_module(name)
    shelf.current()

    async def load() -> Any:
        agent = load_agent(settings.model)
        await run_turn(agent, TurnIn("warming-up", "1", "hello", None, {"now": clock.now().isoformat()}))
        return agent

    return asyncio.run(load())


def _reap(child: int) -> None:
    """The child has been killed, or is now."""
    if child:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(child, 0)


def _serve(settings: Settings, clock: QuickClock, agent: Any) -> None:
    """Never returns."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    try:
        import uvicorn

        from bot.app.server import build

        dialogue = Dialogue()
        dialogue.adopt(agent)
        parts = wiring.assemble(settings, clock, dialogue)
        app = build(parts)
        config = uvicorn.Config(app, settings.host, settings.port, access_log=False, log_level="warning", ws="none")
        asyncio.run(uvicorn.Server(config).serve())
    except BaseException as problem:
        print(f"the server ended: {type(problem).__name__}: {problem}", file=sys.stderr, flush=True)
    finally:
        os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
