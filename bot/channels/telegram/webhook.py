"""The door that Telegram calls."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from itertools import chain, repeat

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot
from telegram.error import TelegramError

from ..arrival import Desk
from ..posted import TooLarge, read_body
from ..turns import Turns
from .courier import open_bot
from .intake import Intake
from .settings import TelegramSettings

log = logging.getLogger(__name__)

PATH = "/telegram"
#: The longest text with the longest text it replies to, both written as escapes, is about 100 KiB.
LIMIT = 256 * 1024
#: All that we read. Groups and channels are refused, so nothing is asked about them.
UPDATES = ("message", "edited_message", "callback_query")
#: The pauses between tries to say where we are, in seconds.
ANNOUNCING = (1, 5, 15, 60)
HEADER = "x-telegram-bot-api-secret-token"


def routes(
    desk: Desk, settings: TelegramSettings, *, bot: Bot | None = None, turns: Turns | None = None
) -> list[Route]:
    """The webhook's route; none where updates are asked for instead."""
    if not settings.is_called:
        return []
    intake = Intake(desk, bot or open_bot(settings), turns or Turns())

    async def update(request: Request) -> Response:
        if not is_genuine(request.headers.get(HEADER), settings.secret):
            return Response(status_code=403)
        try:
            body = await read_body(request, LIMIT)
        except TooLarge:
            return Response(status_code=413)
        return Response(status_code=await _taken(intake, body))

    return [Route(PATH, update, methods=["POST"])]


def is_genuine(header: str | None, secret: str) -> bool:
    """Whether the caller knows the secret; takes as long for a wrong one as for a right one."""
    return bool(secret) and hmac.compare_digest((header or "").encode("utf-8", "replace"), secret.encode())


async def announce(bot: Bot, settings: TelegramSettings) -> None:
    """Tell Telegram where to call, trying until it listens; what has been waiting there is kept."""
    for pause in chain(ANNOUNCING, repeat(ANNOUNCING[-1])):
        try:
            await bot.set_webhook(
                settings.public_url.rstrip("/") + PATH,
                secret_token=settings.secret,
                allowed_updates=UPDATES,
                drop_pending_updates=False,
            )
        except TelegramError as problem:
            log.error("Telegram was not told where to call us: %s", type(problem).__name__)
            await asyncio.sleep(pause)
        else:
            return


async def _taken(intake: Intake, body: bytes) -> int:
    """200 once the update is durable; 503 makes Telegram bring it again. Nothing unreadable is asked for twice."""
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        raw = None
    if not isinstance(raw, dict):
        log.warning("a body that is no update was passed over")
        return 200
    try:
        await intake.take(raw)
    except Exception as problem:
        log.error("an update could not be stored: %s", type(problem).__name__)
        return 503
    return 200
