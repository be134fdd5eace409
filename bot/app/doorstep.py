"""The first moments of a start: the number to ring is served while everything else is still being read.

Importing the parts takes seconds, training the model a minute. Only the standard library is needed here, so that
whoever opens the page meanwhile finds whom to ring. The listening socket is handed on and never closed: nobody is
turned away in between.
"""

from __future__ import annotations

import selectors
import socket
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

#: A visitor who sends nothing is let go after this.
SECONDS_FOR_A_REQUEST = 2.0
_LONGEST_HEAD = 16_384
_LONGEST_BODY = 1_500_000
_BACKLOG = 2048
_HEAD = (
    "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\nretry-after: 2\r\n"
    "cache-control: no-store\r\nx-content-type-options: nosniff\r\nx-frame-options: DENY\r\n"
    "referrer-policy: no-referrer\r\nconnection: close\r\n"
)
_AGAIN = "refresh: 5\r\n"  # a page that waits by itself, for a phone without scripts
_NOT_YET = "503 Service Unavailable"
_KINDS = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}


class PortTaken(OSError):
    """Nobody can listen at this address."""


@dataclass(frozen=True)
class Notice:
    """What is said meanwhile: a page to people, JSON to front ends, and the files that the page is dressed in."""

    page: str
    json: str
    files: Mapping[str, Path] = field(default_factory=dict)  # by path; of type CSS or SVG


@dataclass(frozen=True)
class Doorstep:
    """Answers every request with the notice, until the door opens."""

    listening: socket.socket
    _wake: socket.socket
    _thread: Thread

    @classmethod
    def open(cls, host: str, port: int, notice: Notice) -> Doorstep:
        """Listen and answer from now on. Raises `PortTaken`."""
        listening = _listen(host, port)
        wake, waiting = socket.socketpair()
        thread = Thread(target=_answer_until, args=(listening, waiting, notice), daemon=True, name="doorstep")
        thread.start()
        return cls(listening, wake, thread)

    def hand_over(self) -> socket.socket:
        """Stop answering; the socket goes on listening, and whoever comes now waits in its queue."""
        self._wake.close()
        self._thread.join()
        self.listening.setblocking(True)
        return self.listening


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as problem:
        raise PortTaken(str(problem)) from problem
    # Whoever takes the socket over may not: without it each answer in two pieces waits 40 ms for the other side.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def _answer_until(listening: socket.socket, waiting: socket.socket, notice: Notice) -> None:
    listening.setblocking(False)
    with selectors.DefaultSelector() as selector, waiting:
        selector.register(listening, selectors.EVENT_READ)
        selector.register(waiting, selectors.EVENT_READ)
        while waiting not in [key.fileobj for key, _ in selector.select()]:
            with suppress(OSError):
                visitor, _ = listening.accept()
                Thread(target=_answer, args=(visitor, notice), daemon=True).start()


def _answer(visitor: socket.socket, notice: Notice) -> None:
    with visitor, suppress(OSError):
        visitor.settimeout(SECONDS_FOR_A_REQUEST)
        visitor.sendall(_reply(_path(visitor), notice))


def _path(visitor: socket.socket) -> str:
    """Read the whole request, for a body left unread would break the answer; its path."""
    head, _, body = _head(visitor)
    length = next((line[15:] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), b"0")
    left = min(int(length) if length.strip().isdigit() else 0, _LONGEST_BODY) - len(body)
    while left > 0 and (more := visitor.recv(min(left, 65_536))):
        left -= len(more)
    return b"".join(head.split(b" ")[1:2]).decode("latin-1")


def _head(visitor: socket.socket) -> tuple[bytes, bytes, bytes]:
    read = b""
    while b"\r\n\r\n" not in read and len(read) < _LONGEST_HEAD and (more := visitor.recv(4096)):
        read += more
    return read.partition(b"\r\n\r\n")


def _reply(path: str, notice: Notice) -> bytes:
    """The process is alive and not ready; to people it says whom to ring."""
    if path in notice.files:
        file = notice.files[path]
        return _written("200 OK", _KINDS[file.suffix], file.read_bytes())
    if path == "/health/live":
        return _written("200 OK", "application/json", b'{"live": true}')
    if path.startswith(("/health", "/api")):
        return _written(_NOT_YET, "application/json", notice.json.encode())
    return _written(_NOT_YET, "text/html; charset=utf-8", notice.page.encode(), again=True)


def _written(status: str, kind: str, body: bytes, *, again: bool = False) -> bytes:
    head = _HEAD.format(status=status, kind=kind, length=len(body)) + (_AGAIN if again else "")
    return f"{head}\r\n".encode() + body
