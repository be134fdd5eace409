"""The doors that Twilio calls: her messages, and what became of ours."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.records.clock import Clock
from bot.records.database import Database

from ..arrival import Arrival, Desk
from ..posted import TooLarge, read_body
from ..turns import Turns
from . import status
from .reading import NotAMessage, read
from .settings import SmsSettings
from .signature import HEADER, NotGenuine, fields, prove

log = logging.getLogger(__name__)

PATH = "/sms"
LIMIT = 64 * 1024
#: How long a status may be ahead of our own mark, in seconds between looks.
LOOKS = (0.5, 1, 2, 4)
NOTHING_TO_SAY = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'

Form = Mapping[str, str]


def routes(
    desk: Desk, settings: SmsSettings, *, database: Database, clock: Clock, turns: Turns | None = None
) -> list[Route]:
    """The two doors: her messages go to the desk, statuses to the outbox."""
    turns = turns or Turns()

    async def message(form: Form) -> None:
        incoming = read(form)
        conversation = await run_in_threadpool(desk.find_or_open, "sms", incoming.address)
        number = await desk.store(Arrival(conversation, incoming.carrier_id, incoming.kind, incoming.words))
        turns.answer(desk, number)

    async def report(form: Form) -> None:
        if not await _noted(database, clock, form):
            turns.start(_noted_later(database, clock, form), "noting a status")

    return [
        Route(PATH, _door(settings, PATH, message), methods=["POST"]),
        Route(status.PATH, _door(settings, status.PATH, report), methods=["POST"]),
    ]


def _door(
    settings: SmsSettings, path: str, take: Callable[[Form], Awaitable[None]]
) -> Callable[[Request], Awaitable[Response]]:
    async def door(request: Request) -> Response:
        try:
            form = fields(await read_body(request, LIMIT))
            prove(settings, settings.address(path, request.url.query), form, request.headers.get(HEADER))
        except TooLarge:
            return Response(status_code=413)
        except NotGenuine:
            return Response(status_code=403)
        return await _taken(take, form)

    return door


async def _taken(take: Callable[[Form], Awaitable[None]], form: Form) -> Response:
    """200 once it is durable; 503 sends Twilio to its fallback address."""
    try:
        await take(form)
    except NotAMessage:
        return Response(status_code=400)
    except Exception as problem:
        log.error("a call could not be stored: %s", type(problem).__name__)
        return Response(status_code=503)
    return Response(NOTHING_TO_SAY, media_type="text/xml")


async def _noted(database: Database, clock: Clock, form: Form) -> bool:
    def note() -> bool:
        with database.write() as connection:
            sid, word, code = (form.get(name, "") for name in ("MessageSid", "MessageStatus", "ErrorCode"))
            return status.note(connection, sid, word, code, clock.now())

    return await run_in_threadpool(note)


async def _noted_later(database: Database, clock: Clock, form: Form) -> None:
    """The carrier was quicker than our own mark: look again."""
    for pause in LOOKS:
        await asyncio.sleep(pause)
        if await _noted(database, clock, form):
            return
    log.warning("a status belongs to no delivery of ours")
