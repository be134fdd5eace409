"""The two sides: our service and stock Rasa, each started as a user would, and talked to as a browser would."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

import yaml

from .processes import HOST, ROOT, Running, free_port, is_free, page, seconds_until, start

#: The unit's number as the page shows it; the shipped unit is invented.
NUMBER = b"01632 960001"
MODEL = ROOT / "models" / "triage.tar.gz"


class PortTaken(RuntimeError):
    """The action server's port is taken by another program."""


class Talk(Protocol):
    """One conversation."""

    def say(self, words: str) -> list[str]:
        """Type and send; the texts of the replies."""
        ...


class Side(Protocol):
    """One of the two."""

    name: str
    seconds_to_ready: float

    def begin(self) -> Talk:
        """A new conversation, over a connection of its own."""
        ...

    def memory(self) -> float:
        """MB of all its processes."""
        ...

    def stop(self) -> None:
        """End its processes."""
        ...


class Web:
    """JSON over one connection that stays open, as a browser's does."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection(HOST, port, timeout=30)
        self.headers = {"content-type": "application/json"}

    def post(self, path: str, body: Any) -> Any:
        """What came back. Raises `RuntimeError` for an error."""
        self._connection.request("POST", path, json.dumps(body), self.headers)
        response = self._connection.getresponse()
        content = response.read()
        if response.status >= 300:
            raise RuntimeError(f"{path} answered {response.status}: {content[:300]!r}")
        return json.loads(content)


class OurTalk:
    """A conversation through our JSON API."""

    def __init__(self, port: int) -> None:
        self._web = Web(port)
        token = self._web.post("/api/conversations", {})["token"]
        self._web.headers["authorization"] = f"Bearer {token}"
        self._next = count(1)
        self.bodies: list[dict[str, Any]] = []

    def say(self, words: str) -> list[str]:
        """Type and send."""
        return self._send({"text": words})

    def press(self, option: dict[str, Any]) -> list[str]:
        """Press a button of the question that stands."""
        return self._send({"choice": option["token"]})

    @property
    def options(self) -> list[dict[str, Any]]:
        """The buttons of the question that stands."""
        questions = [body["question"] for body in self.bodies if body["kind"] == "question"]
        return questions[-1]["options"] if questions else []

    def _send(self, what: dict[str, str]) -> list[str]:
        answer = self._web.post("/api/messages", {"id": f"{uuid4().hex}-{next(self._next)}", **what})
        self.bodies = [one["body"] for one in answer["messages"]]
        return [body["text"] for body in self.bodies]


@dataclass
class Ours:
    """Our service: one process, SQLite on disk."""

    running: Running
    port: int
    seconds_to_number: float
    seconds_to_ready: float
    name: str = "ours"

    @classmethod
    def start(cls, folder: Path) -> Ours:
        """Start it on an empty database and wait until it is ready."""
        port = free_port()
        settings = {
            "HOST": HOST,
            "PORT": str(port),
            "TRIAGE_VAR": str(folder / "var"),
            "DATABASE_URL": f"sqlite:///{folder / 'ours.db'}",
        }
        running = start(["triage", "serve"], folder / "ours.log", settings)
        try:
            number = seconds_until(running, lambda: NUMBER in page(port, "/")[1])
            ready = seconds_until(running, lambda: page(port, "/health/ready")[0] == 200)
        except BaseException:
            running.stop()
            raise
        return cls(running, port, number, ready)

    def begin(self) -> OurTalk:
        """A new conversation."""
        return OurTalk(self.port)

    def memory(self) -> float:
        """MB of the one process."""
        return self.running.memory()

    def stop(self) -> None:
        """End it."""
        self.running.stop()


class StockTalk:
    """A conversation through Rasa's own REST channel."""

    def __init__(self, port: int) -> None:
        self._web = Web(port)
        self._sender = uuid4().hex

    def say(self, words: str) -> list[str]:
        """Type and send."""
        answer = self._web.post("/webhooks/rest/webhook", {"sender": self._sender, "message": words})
        return [reply["text"] for reply in answer if reply.get("text")]


@dataclass
class Stock:
    """`rasa run` and `rasa run actions` with the committed endpoints, and a SQLite tracker store."""

    server: Running
    actions: Running
    port: int
    seconds_to_ready: float
    name: str = "stock Rasa"

    @classmethod
    def start(cls, folder: Path) -> Stock:
        """Start both and wait until both can answer."""
        port, action_port = free_port(), _action_port()
        if not is_free(action_port):
            raise PortTaken(f"{PortTaken.__doc__} End what listens on {action_port} and run the bench again.")
        actions = start(["rasa", "run", "actions"], folder / "actions.log")
        running = [actions]
        try:
            server = start(_rasa_run(port, _endpoints(folder)), folder / "rasa.log")
            running.append(server)
            seconds_until(actions, lambda: page(action_port, "/health")[0] == 200)
            seconds_until(server, lambda: page(port, "/")[0] == 200)
            ready = max(seconds_until(one, lambda: True) for one in running)
        except BaseException:
            for one in running:
                one.stop()
            raise
        return cls(server, actions, port, ready)

    def begin(self) -> StockTalk:
        """A new conversation."""
        return StockTalk(self.port)

    def memory(self) -> float:
        """MB of both processes."""
        return self.server.memory() + self.actions.memory()

    def stop(self) -> None:
        """End both."""
        self.server.stop()
        self.actions.stop()


def _rasa_run(port: int, endpoints: Path) -> list[str]:
    files = ["--model", str(MODEL), "--endpoints", str(endpoints), "--credentials", str(ROOT / "credentials.yml")]
    return ["rasa", "run", "--interface", HOST, "--port", str(port), *files]


def _committed() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "endpoints.yml").read_text()))


def _action_port() -> int:
    return int(_committed()["action_endpoint"]["url"].rpartition(":")[2].partition("/")[0])


def _endpoints(folder: Path) -> Path:
    """The committed endpoints, and a file in which the trackers are kept."""
    trackers = {"type": "SQL", "dialect": "sqlite", "db": str(folder / "stock.db")}
    path = folder / "endpoints.yml"
    path.write_text(yaml.safe_dump({**_committed(), "tracker_store": trackers}))
    return path
