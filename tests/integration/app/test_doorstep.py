"""Before anything is ready, whoever opens the page finds whom to ring; nobody is turned away at the change."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread

import pytest

from bot.app.doorstep import Doorstep, Notice, PortTaken
from bot.channels.web import unavailable

HOST = "127.0.0.1"
PHONE = "+441632960001"


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Doorstep]:
    sheet = tmp_path / "sheet.css"
    sheet.write_text("p { margin: 0 }")
    notice = Notice(unavailable.starting_page(PHONE), unavailable.starting_json(PHONE), {"/static/sheet.css": sheet})
    door = Doorstep.open(HOST, 0, notice)
    yield door
    door.hand_over().close()


def ask(door: Doorstep, path: str, method: str = "GET", body: str | None = None) -> tuple[int, dict[str, str], bytes]:
    connection = HTTPConnection(HOST, door.listening.getsockname()[1], timeout=5)
    try:
        connection.request(method, path, body)
        response = connection.getresponse()
        return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
    finally:
        connection.close()


def test_every_page_says_whom_to_ring(door: Doorstep) -> None:
    status, headers, page = ask(door, "/")
    assert (status, headers["retry-after"]) == (503, "2")
    assert b"tel:+441632960001" in page
    assert b"tel:999" in page
    assert b"not approved for clinical use" in page
    assert headers["refresh"] == "5"


def test_a_message_sent_too_early_is_told_what_to_do(door: Doorstep) -> None:
    status, headers, body = ask(door, "/api/messages", "POST", json.dumps({"text": "x" * 100_000}))
    assert (status, headers["content-type"]) == (503, "application/json")
    assert "999" in json.loads(body)["do"]


def test_the_page_is_dressed(door: Doorstep) -> None:
    status, headers, body = ask(door, "/static/sheet.css")
    assert (status, headers["content-type"].split(";")[0], body) == (200, "text/css", b"p { margin: 0 }")


def test_it_is_alive_and_not_ready(door: Doorstep) -> None:
    assert ask(door, "/health/live")[0] == 200
    assert ask(door, "/health/ready")[0] == 503


def test_somebody_who_says_nothing_keeps_nobody_waiting(door: Doorstep) -> None:
    with socket.create_connection(door.listening.getsockname()):
        assert ask(door, "/")[0] == 503


def test_rubbish_ends_nothing(door: Doorstep) -> None:
    with socket.create_connection(door.listening.getsockname()) as visitor:
        visitor.sendall(b"\x00\xff nonsense\r\ncontent-length: many\r\n\r\n")
        assert visitor.recv(12) == b"HTTP/1.1 503"
    assert ask(door, "/")[0] == 503


def test_whoever_comes_during_the_change_is_answered_by_the_next(door: Doorstep) -> None:
    listening = door.hand_over()
    answered: list[int] = []
    visitor = Thread(target=lambda: answered.append(ask(door, "/")[0]))
    visitor.start()
    taken, _ = listening.accept()
    with taken:
        taken.recv(4096)
        taken.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
    visitor.join(5)
    assert answered == [200]


def test_a_port_is_taken_once(door: Doorstep) -> None:
    notice = Notice("", "")
    with pytest.raises(PortTaken):
        Doorstep.open(HOST, door.listening.getsockname()[1], notice)


def test_answers_are_not_held_back(door: Doorstep) -> None:
    listening = door.hand_over()  # before anybody comes: until then the doorstep would take her itself
    with socket.create_connection(listening.getsockname()):
        taken, _ = listening.accept()
        with taken:
            assert taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
