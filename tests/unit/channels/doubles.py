"""Stand-ins for tests of the channels: a desk that records, a server on loopback, bodies of replies."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route

from bot.channels.arrival import Arrival

#: Telephone numbers that Ofcom keeps for drama.
HER_NUMBER = "+447700900123"
OUR_NUMBER = "+447700900999"
UNIT_NUMBER = "+441632960001"


class RecordingDesk:
    """Stores each (conversation, carrier id) once, as the front desk does; answers nothing."""

    def __init__(self) -> None:
        self.arrivals: list[Arrival] = []
        self.answered: list[int] = []
        self.broken = False
        self.answers_fail = False
        self._lock = threading.Lock()

    def find_or_open(self, channel: str, address: str) -> str:
        return f"{channel}:{address}"

    async def store(self, arrival: Arrival) -> int:
        if self.broken:
            raise RuntimeError(f"no room for {arrival.words}")
        await asyncio.sleep(0.001)
        with self._lock:
            same = (arrival.conversation_id, arrival.carrier_id)
            for number, seen in enumerate(self.arrivals, 1):
                if (seen.conversation_id, seen.carrier_id) == same:
                    return number
            self.arrivals.append(arrival)
            return len(self.arrivals)

    async def answer(self, arrival_number: int) -> list[Any]:
        self.answered.append(arrival_number)
        if self.answers_fail:
            raise RuntimeError(self.arrivals[arrival_number - 1].words)
        return []

    @property
    def words(self) -> list[str | None]:
        return [arrival.words for arrival in self.arrivals]


@contextmanager
def served(routes: list[Route] | Starlette) -> Iterator[str]:
    """The address of a server on loopback, with real HTTP."""
    app = routes if isinstance(routes, Starlette) else Starlette(routes=routes)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, ws="none", loop="asyncio"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: server.started)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


def until(true: Any, seconds: float = 5) -> None:
    """Wait until `true()`; fails after a while."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


def question(kind: str = "choice", labels: tuple[str, ...] = ("Yes", "No", "Not sure"), **more: Any) -> dict[str, Any]:
    ids = [label.lower().replace(" ", "_") for label in labels]
    ids = ["unsure" if one == "not_sure" else "none" if one == "none_of_these" else one for one in ids]
    options = [{"id": i, "label": label, "token": f"ab12cd34.7.{i}"} for i, label in zip(ids, labels, strict=True)]
    return {
        "kind": "question",
        "text": "Is your baby moving as usual?",
        "question": {"id": "movement", "n": 7, "kind": kind, "urgent": False, "options": options, **more},
    }


def card(colour: str = "red", **more: Any) -> dict[str, Any]:
    return {
        "kind": "card",
        "text": "Call 999 now\nLie on your left side\u2026",
        "card": {"colour": colour, "number": UNIT_NUMBER, "number_text": "01632 960001"},
        **more,
    }
