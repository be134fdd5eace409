"""The chat's JSON API (docs/contracts.md): thin doors around the front desk."""

from __future__ import annotations

import functools
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from .caller import Caller, caller_of, forget, from_our_page, remember
from .intake import TooLong, Unclear, parse, said_in
from .needs import Desk, Unit, mark_of, wants
from .newcomers import TOO_MANY, Allowance, address_of
from .number import number_of
from .openapi import document
from .shape import batch
from .stream import SECONDS_BETWEEN_HEARTBEATS, Follower, TooManyEars, events

log = logging.getLogger(__name__)

#: SQLite and PostgreSQL count rows in 64 bits, browsers exactly only to here.
_LARGEST = 2**53
Door = Callable[["Api", Request], Awaitable[Response]]


class Refused(Exception):
    """The request cannot be served; carries the status and a sentence for her."""

    def __init__(self, status: int, sentence: str, do: str = "") -> None:
        super().__init__(sentence)
        self.status, self.sentence, self.do = status, sentence, do


def _kindly(door: Door) -> Door:
    """Turn whatever goes wrong into a sentence and the number to ring; her words are in neither reply nor log."""

    @functools.wraps(door)
    async def guarded(api: Api, request: Request) -> Response:
        try:
            return await door(api, request)
        except Refused as refusal:
            return api.error(refusal.status, refusal.sentence, refusal.do)
        except TooLong as problem:
            return api.error(413, str(problem), "Send it in two parts.")
        except Unclear as problem:
            return api.error(400, str(problem), "Please try again.")
        except Exception as problem:
            log.error("%s failed: %s", request.url.path, type(problem).__name__)
            return api.error(503, "Sorry, something went wrong on our side.", "Please try again in a moment.")

    return guarded


@dataclass(frozen=True)
class Api:
    """The doors of the API, with what they lead to."""

    desk: Desk
    unit: Unit
    settings: object
    follower: Follower
    allowance: Allowance = field(default_factory=Allowance)

    def routes(self) -> list[Route]:
        """Where each door stands."""
        return [
            Route("/api/conversations", self.begin, methods=["POST"]),
            Route("/api/messages", self.say, methods=["POST"]),
            Route("/api/messages", self.read, methods=["GET"]),
            Route("/api/stream", self.follow, methods=["GET"]),
            Route("/api/exit", self.exit, methods=["POST"]),
            Route("/api/openapi.json", self.describe, methods=["GET"]),
        ]

    def error(self, status: int, sentence: str, do: str = "") -> JSONResponse:
        """An error always names the number to ring."""
        number = number_of(self.unit.phone)
        advice = f"{do} You can ring {number.text} now. In an emergency call 999.".strip()
        body = {"error": sentence, "do": advice, "number": number.dial, "number_text": number.text}
        return JSONResponse(body, status_code=status)

    @_kindly
    async def begin(self, request: Request) -> Response:
        """Open a conversation and set the cookie."""
        self._from_our_page(request)
        _needs_json(request)
        if not self.allowance.takes(address_of(request)):
            raise Refused(429, TOO_MANY, "Please ring us.")
        opened = await run_in_threadpool(self.desk.open_conversation, "web", None)
        body = {"conversation": opened.conversation_id, "token": opened.token, "mark": mark_of(self.settings)}
        response = JSONResponse(body, status_code=201)
        remember(response, opened.token or "", https=_https(request))
        return response

    @_kindly
    async def say(self, request: Request) -> Response:
        """One message from her; the replies to it, or with `after` everything since that number."""
        caller, conversation_id = await self._hers(request)
        if caller.by_cookie:
            self._from_our_page(request)
        _needs_json(request)
        fields = parse(await request.body())
        said = said_in(fields)
        after = _whole(fields["after"]) if fields.get("after") is not None else None
        replies = await self.desk.receive(said.arrival(conversation_id))
        self.follower.nudge(conversation_id)
        if after is not None:
            replies = await run_in_threadpool(self.desk.transcript, conversation_id, after)
        response = JSONResponse(batch(replies, after or 0))
        if caller.by_cookie:  # the 24 hours begin anew
            remember(response, caller.token or "", https=_https(request))
        return response

    @_kindly
    async def read(self, request: Request) -> Response:
        """The transcript after a number."""
        _caller, conversation_id = await self._hers(request)
        after = _whole(request.query_params.get("after", "0"))
        found = await run_in_threadpool(self.desk.transcript, conversation_id, after)
        return JSONResponse(batch(found, after))

    @_kindly
    async def follow(self, request: Request) -> Response:
        """Server-sent events from a number on, or from where the browser lost us."""
        _caller, conversation_id = await self._hers(request)
        after = _resumed(request) or _whole(request.query_params.get("after", "0"))
        first = self._stream(conversation_id, after)
        opening = await anext(first)  # too many listeners must be said before 200 is

        async def whole() -> AsyncIterator[str]:
            yield opening
            async for event in first:
                yield event

        return StreamingResponse(whole(), media_type="text/event-stream", headers={"x-accel-buffering": "no"})

    async def _stream(self, conversation_id: str, after: int) -> AsyncIterator[str]:
        heartbeat = float(wants(self.settings, "heartbeat_seconds", SECONDS_BETWEEN_HEARTBEATS))
        try:
            with self.follower.listen(conversation_id) as ear:
                async for event in events(ear, self.desk, conversation_id, after, heartbeat):
                    yield event
        except TooManyEars:
            raise Refused(429, "This chat is open in too many places.", "Close the chat in another window.") from None

    @_kindly
    async def exit(self, request: Request) -> Response:
        """Quick exit: the session ends whether or not it was good; what she said is kept."""
        caller = caller_of(request)
        if caller.by_cookie:
            self._from_our_page(request)
        if caller.token is not None:
            await run_in_threadpool(self.desk.end_session, caller.token)
        response = Response(status_code=204)
        forget(response, https=_https(request))
        return response

    async def describe(self, request: Request) -> Response:
        """The OpenAPI document."""
        return JSONResponse(document(self.unit, mark_of(self.settings)))

    async def _hers(self, request: Request) -> tuple[Caller, str]:
        caller = caller_of(request)
        if caller.token is not None:
            conversation_id = await run_in_threadpool(self.desk.conversation_for, caller.token)
            if conversation_id is not None:
                return caller, conversation_id
        raise Refused(401, "This chat is not open on this phone.", "Start a new chat.")

    def _from_our_page(self, request: Request) -> None:
        if not from_our_page(request, str(wants(self.settings, "public_url", ""))):
            raise Refused(403, "That did not come from our own page.")


def _needs_json(request: Request) -> None:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Refused(415, "That message was not sent as JSON.", "Send it as application/json.")


def _https(request: Request) -> bool:
    return request.url.scheme == "https"


def _whole(value: Any) -> int:
    text = str(value)
    if isinstance(value, bool) or not (text.isascii() and text.isdecimal()) or len(text) > 16 or int(text) > _LARGEST:
        raise Unclear("`after` has to be the number of a message.")
    return int(text)


def _resumed(request: Request) -> int | None:
    try:
        return _whole(request.headers["last-event-id"])
    except (KeyError, Unclear):
        return None
