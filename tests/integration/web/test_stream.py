"""Following a conversation over a real socket."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from bot.channels.web.stream import EARS_PER_CONVERSATION, Tail

from .served import Served
from .stand_in import Sent


@pytest.fixture
def hers(served: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served.url, timeout=5) as client:
        client.post("/api/conversations", json={}).raise_for_status()
        yield client


@contextmanager
def _listening(client: httpx.Client, after: int = 0, **headers: str) -> Iterator[Iterator[tuple[str, Any]]]:
    with client.stream("GET", f"/api/stream?after={after}", headers=headers) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        yield _events(response.iter_lines())


def _events(lines: Iterator[str]) -> Iterator[tuple[str, Any]]:
    event = ""
    for line in lines:
        if line.startswith("event: "):
            event = line[7:]
        elif line.startswith("data: "):
            yield event, json.loads(line[6:])
        elif line.startswith(":"):
            yield "beat", line


def _next(events: Iterator[tuple[str, Any]], kind: str = "message") -> Any:
    return next(data for event, data in events if event == kind)


def test_what_was_said_comes_first_and_then_what_is_said(served: Served, hers: httpx.Client) -> None:
    hers.post("/api/messages", json={"id": "a", "text": "fine"})
    with _listening(hers) as events:
        assert [_next(events)["author"], _next(events)["author"]] == ["her", "assistant"]
        served.site.desk.midwife_writes(served.site.desk.latest_conversation(), "Hello, I am Amara.")
        begun = time.monotonic()
        assert _next(events)["body"]["text"] == "Hello, I am Amara."
        assert time.monotonic() - begun < 1.5


def test_it_resumes_where_the_browser_lost_it(hers: httpx.Client) -> None:
    last = hers.post("/api/messages", json={"id": "a", "text": "fine"}).json()["last"]
    hers.post("/api/messages", json={"id": "b", "text": "html"})
    with _listening(hers, 0, **{"Last-Event-ID": str(last)}) as events:
        assert _next(events)["body"]["text"] == "html"


def test_a_heartbeat_keeps_the_line(hers: httpx.Client) -> None:
    with _listening(hers) as events:
        assert _next(events, "beat") == ": still here"


def test_it_ends_with_the_session(served: Served, hers: httpx.Client) -> None:
    with _listening(hers) as events:
        time.sleep(0.6)  # the poller has seen the session
        hers.post("/api/exit")
        assert _next(events, "end") == {}


def test_one_conversation_is_followed_from_so_many_places(hers: httpx.Client) -> None:
    from contextlib import ExitStack

    with ExitStack() as stack:
        for _ in range(EARS_PER_CONVERSATION):
            stack.enter_context(_listening(hers))
        refused = hers.get("/api/stream")
    assert refused.status_code == 429
    assert "01632 960001" in refused.json()["do"]


def test_a_late_lower_number_is_still_sent() -> None:
    def rows(*numbers: int) -> Any:
        return [Sent(number, "midwife", {}, None) for number in numbers]  # type: ignore[arg-type]

    tail = Tail(0)
    assert [one.id for one in tail.fresh(rows(5, 6, 8))] == [5, 6, 8]
    assert tail.floor < 7
    assert [one.id for one in tail.fresh(rows(5, 6, 7, 8, 9))] == [7, 9]


def test_a_long_talk_is_not_read_again_from_the_beginning() -> None:
    tail = Tail(0)
    tail.fresh([Sent(number, "her", {}, None) for number in range(1, 101)])  # type: ignore[arg-type]
    assert tail.floor == 81
