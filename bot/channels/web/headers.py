"""What every response carries, and how much a request may bring: two plain ASGI layers for the whole app."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .number import Number, number_of
from .unavailable import plain_page

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

#: A response may set its own value for these; the rest are not up for discussion.
DEFAULTS = {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
}
ALWAYS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
TRANSPORT = "max-age=31536000; includeSubDomains"

#: 100,000 characters, each at most 12 bytes once a form or JSON has escaped it, and room for the rest.
BODY_LIMIT = 1_300_000
BODY_SECONDS = 30.0


class SecurityHeaders:
    """Adds the security headers to every response, errors included."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                _dress(MutableHeaders(scope=message), https=scope.get("scheme") == "https")
            await send(message)

        await self.app(scope, receive, dressed)


def _dress(headers: MutableHeaders, *, https: bool) -> None:
    for name, value in DEFAULTS.items():
        headers.setdefault(name, value)
    for name, value in ALWAYS.items():
        headers[name] = value
    if https:
        headers["strict-transport-security"] = TRANSPORT


class TooMuch(Exception):
    """The request brought more bytes than are accepted."""


class BodyLimit:
    """Reads a request's body, counting as it comes, and turns away what is too long or too slow.

    The body is handed on in one piece: nothing in this service takes an upload.
    """

    def __init__(
        self, app: ASGIApp, phone: Callable[[], str], limit: int = BODY_LIMIT, seconds: float = BODY_SECONDS
    ) -> None:
        self.app, self.phone, self.limit, self.seconds = app, phone, limit, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self.app(scope, receive, send)
            return
        try:
            body = await self._read(scope, receive)
        except TooMuch:
            await self._refuse(scope, send, 413, "That is too long for us to take in one go.")
        except TimeoutError:
            await self._refuse(scope, send, 408, "Your message did not reach us in time.")
        else:
            if body is not None:
                await self.app(scope, _replay(body, receive), send)

    async def _read(self, scope: Scope, receive: Receive) -> bytes | None:
        """The whole body, or None when the caller went away. Raises `TooMuch` or `TimeoutError`."""
        declared = dict(scope["headers"]).get(b"content-length", b"")
        if declared.isdigit() and int(declared[:20]) > self.limit:
            raise TooMuch
        async with asyncio.timeout(self.seconds):
            return await self._collect(receive)

    async def _collect(self, receive: Receive) -> bytes | None:
        parts: list[bytes] = []
        counted = 0
        while True:
            message = await receive()
            if message["type"] != "http.request":
                return None
            parts.append(message.get("body", b""))
            counted += len(parts[-1])
            if counted > self.limit:
                raise TooMuch
            if not message.get("more_body"):
                return b"".join(parts)

    async def _refuse(self, scope: Scope, send: Send, status: int, sentence: str) -> None:
        number = number_of(self.phone())
        as_json = scope["path"].startswith("/api")
        body = _refusal(sentence, number) if as_json else plain_page(number, sentence).encode()
        kind = b"application/json" if as_json else b"text/html; charset=utf-8"
        headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode()), (b"connection", b"close")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def _refusal(sentence: str, number: Number) -> bytes:
    do = f"Send a shorter message, or ring {number.text}. In an emergency call 999."
    return json.dumps({"error": sentence, "do": do, "number": number.dial, "number_text": number.text}).encode()


def _replay(body: bytes, receive: Receive) -> Receive:
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
