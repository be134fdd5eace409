"""One ASGI application: the chat, the channels, the console, the health checks and the loop that owns time.

It answers at once; Rasa is imported and loaded beside it, and until then the number to ring is served.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import text
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp

from bot.channels import outbox
from bot.channels.turns import Turns
from bot.channels.web import site as web
from bot.channels.web.stream import Follower
from bot.line.console import routes as console_routes
from bot.review.routes import routes as protocol_routes

from .wiring import Parts, sms_of, telegram_of, unit_fills
from .worker import Worker

log = logging.getLogger(__name__)


def build(parts: Parts) -> ASGIApp:
    """The application over these parts."""
    follower = Follower(parts.database)
    parts.desk.nudge = follower.nudge
    turns = Turns()
    app = Starlette(
        routes=_routes(parts, follower, turns),
        exception_handlers=web.exception_handlers(parts.desk, parts.database, parts.unit, parts.settings),
        lifespan=lambda app: _lifespan(parts, turns),
    )
    return web.dressed(app, parts.unit)


def _routes(parts: Parts, follower: Follower, turns: Turns) -> list[BaseRoute]:
    routes: list[BaseRoute] = [
        *_health(parts),
        Mount("/line", routes=_console(parts)),
        Mount("/protocol", routes=_protocol(parts)),
    ]
    if settings := telegram_of(parts.settings):
        from bot.channels import telegram

        routes += telegram.routes(parts.desk, settings, bot=parts.bot, turns=turns)
    if texts := sms_of(parts.settings):
        from bot.channels import sms

        routes += sms.routes(parts.desk, texts, database=parts.database, clock=parts.clock, turns=turns)
    return [*routes, *web.routes(parts.desk, parts.database, parts.unit, parts.settings, follower)]


def _console(parts: Parts) -> list[BaseRoute]:
    given = (parts.database, parts.clock, parts.unit, parts.settings, lambda: parts.dialogue.ready, parts.approves)
    return list(console_routes(*given))


def _protocol(parts: Parts) -> list[BaseRoute]:
    return protocol_routes(
        parts.served.protocol,
        unit_name=parts.unit.name,
        fills=unit_fills(parts.settings),
        demonstration=not parts.settings.production,
        standing=parts.signatures.standing,
    )


@asynccontextmanager
async def _lifespan(parts: Parts, turns: Turns) -> AsyncIterator[None]:
    worker = Worker(parts.database, parts.clock, parts.desk, parts.handlers)
    delivering = outbox.carry(parts.database, parts.couriers, parts.clock)
    work = [_load(parts), worker.run(), delivering, *_polling(parts, turns)]
    tasks = [asyncio.create_task(one) for one in work]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await turns.finish()
        if parts.bot is not None:
            from bot.channels import telegram

            await telegram.close_bot(parts.bot)


async def _load(parts: Parts) -> None:
    if parts.dialogue.ready:
        return
    try:
        await asyncio.to_thread(parts.dialogue.load, parts.settings.model)
    except Exception as error:
        log.critical(
            "The dialogue model could not be loaded (%s). The number to ring is served and messages are kept; "
            "run `triage train` and start again.",
            error,
        )


def _polling(parts: Parts, turns: Turns) -> list[Coroutine[Any, Any, None]]:
    """With nothing but a token, Telegram is asked for updates; otherwise it calls us."""
    settings = telegram_of(parts.settings)
    if settings is None or parts.bot is None:
        return []
    from bot.channels import telegram

    if settings.is_called:
        return [telegram.announce(parts.bot, settings)]
    return [telegram.poll(settings, telegram.Intake(parts.desk, parts.bot, turns))]


def _health(parts: Parts) -> list[BaseRoute]:
    async def live(request: Request) -> JSONResponse:
        return JSONResponse({"live": True})

    async def ready(request: Request) -> JSONResponse:
        database = await run_in_threadpool(_database_answers, parts)
        state = {"database": database, "dialogue": parts.dialogue.ready}
        return JSONResponse(state, status_code=200 if all(state.values()) else 503)

    return [Route("/health/live", live), Route("/health/ready", ready)]


def _database_answers(parts: Parts) -> bool:
    try:
        with parts.database.read() as connection:
            return connection.execute(text("select 1")).scalar() == 1
    except Exception as error:
        log.error("the database does not answer: %s", type(error).__name__)
        return False
