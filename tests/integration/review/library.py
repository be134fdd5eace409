"""A server that has nothing but the protocol's pages and the style they share, in a thread of its own."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Mapping

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from bot.channels.web.site import STYLE, dressed
from bot.protocol.content import Protocol
from bot.protocol.reader import read_protocol
from bot.review.routes import routes
from bot.review.standing import StandingOf, unsigned
from tests.integration.web.stand_in import Unit

FILLS = {"unit": Unit.name, "number": "01632 960001", "address": Unit.address}


class Library:
    """The pages on a free port of loopback."""

    def __init__(
        self, protocol: Protocol | None = None, *, standing: StandingOf = unsigned, fills: Mapping[str, str] = FILLS
    ) -> None:
        self.protocol = protocol or read_protocol()
        pages = routes(self.protocol, unit_name=Unit.name, fills=fills, standing=standing)
        style = StaticFiles(directory=STYLE.parents[1], check_dir=False)
        app = Starlette(routes=[Mount("/protocol", routes=pages), Mount("/static", style)])
        self.port = _free_port()
        self.url = f"http://localhost:{self.port}"
        config = uvicorn.Config(dressed(app, Unit()), port=self.port, log_level="error", ws="none")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        deadline = time.monotonic() + 10
        while not self._server.started:
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.02)

    def close(self) -> None:
        """Stop serving."""
        self._server.should_exit = True
        self._thread.join(10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
