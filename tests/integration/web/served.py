"""The web chat behind a real server, in a thread of its own."""

from __future__ import annotations

import socket
import threading
import time
from pathlib import Path
from typing import Any

import uvicorn

from .site import Site


class Served:
    """A `Site` on a free port of loopback. `go_away` and `come_back` are a server that restarts."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.site = Site(folder, **settings)
        self.port = _free_port()
        self.url = f"http://localhost:{self.port}"
        self.come_back()

    def come_back(self) -> None:
        """Serve, until `go_away`."""
        config = uvicorn.Config(
            self.site.app, port=self.port, log_level="error", timeout_graceful_shutdown=1, ws="none"
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        deadline = time.monotonic() + 10
        while not self._server.started:
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.02)

    def go_away(self) -> None:
        """Stop serving; the database stays."""
        self._server.should_exit = True
        self._thread.join(10)

    def close(self) -> None:
        """Stop for good."""
        self.go_away()
        self.site.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
