"""The board's live line: numbered events as server-sent events, without a single word of hers."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from .desk import HEADERS, Desk
from .follower import Beat, Change
from .guard import Endpoint, visitor
from .visit import Typed, Visit

#: A browser that lost the line comes back after this many milliseconds.
COME_BACK = 2000


def events(desk: Desk) -> Endpoint:
    """Everything after `Last-Event-ID`, or after the number in the address, as it happens."""

    async def endpoint(request: Request) -> Response:
        visit = await run_in_threadpool(_visitor, desk, request)
        if visit is None:
            return Response(status_code=401, headers=HEADERS)
        told = _follow(desk, visit, _after(request))
        headers = {**HEADERS, "x-accel-buffering": "no"}
        return StreamingResponse(told, media_type="text/event-stream", headers=headers)

    return endpoint


def _visitor(desk: Desk, request: Request) -> Visit | None:
    return visitor(desk, request, Typed(), desk.clock.now(), acted=False)


def _after(request: Request) -> int:
    number = request.headers.get("last-event-id") or request.query_params.get("after", "")
    return int(number) if number.isdecimal() and len(number) < 19 else 0


async def _follow(desk: Desk, visit: Visit, after: int) -> AsyncIterator[str]:
    yield f"retry: {COME_BACK}\n\n"
    async for news in desk.follower.follow(visit.member.line_id, after):
        if isinstance(news, Change):
            yield _sent("change", {"kind": news.kind, "case": news.case_id}, news.number)
            continue
        if isinstance(news, Beat) and await run_in_threadpool(_visitor, desk, visit.request) is None:
            return
        yield _sent("beat", {"now": desk.clock.now().isoformat()})


def _sent(name: str, data: dict[str, str | None], number: int | None = None) -> str:
    numbered = "" if number is None else f"id: {number}\n"
    return f"{numbered}event: {name}\ndata: {json.dumps(data)}\n\n"
