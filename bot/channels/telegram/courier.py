"""The Bot API as a courier: what it refuses for now, and what for good."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from telegram import Bot, LinkPreviewOptions
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from .. import sentences
from ..courier import PermanentFailure, Sent, TemporaryFailure
from .settings import TelegramSettings
from .writing import write

TIMEOUT = 10.0
CONNECTIONS = 32
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class _Request(HTTPXRequest):
    """PTB's own, except that an answer which is no JSON is not written into the log."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        try:
            return dict(json.loads(payload.decode("utf-8", "replace")))
        except ValueError:
            raise TelegramError("the answer is not JSON") from None


def open_bot(settings: TelegramSettings) -> Bot:
    """A bot that only carries; nothing is sent yet, and `close_bot` gives its connections back."""
    for library in ("telegram", "httpx", "httpcore"):  # they log addresses that hold the token, and her words
        logging.getLogger(library).setLevel(logging.WARNING)
    web, base = _request(settings), f"{settings.api_url.rstrip('/')}/bot"
    return Bot(settings.token, base_url=base, request=web, get_updates_request=web)


async def close_bot(bot: Bot) -> None:
    """Close the bot's connections."""
    await bot.request.shutdown()


def _request(settings: TelegramSettings) -> HTTPXRequest:
    return _Request(
        connection_pool_size=CONNECTIONS,
        connect_timeout=TIMEOUT,
        read_timeout=TIMEOUT,
        write_timeout=TIMEOUT,
        pool_timeout=TIMEOUT,
        httpx_kwargs={"trust_env": urlsplit(settings.api_url).hostname not in LOOPBACK},
    )


class TelegramCourier:
    """Sends a reply to a chat."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._sentences = sentences.read(Path(__file__).parent)

    async def send(self, address: str, body: Mapping[str, Any]) -> Sent:
        """Send the reply; the carrier's id is that of its last message."""
        letter = write(body, self._sentences)
        try:
            for text in letter.texts[:-1]:
                await self._send(address, text)
            last = await self._send(address, letter.texts[-1], reply_markup=letter.keyboard)
        except TelegramError as error:
            raise failure(error) from None
        return Sent(str(last))

    async def _send(self, address: str, text: str, **more: Any) -> int:
        plain = LinkPreviewOptions(is_disabled=True)
        message = await self._bot.send_message(int(address), text, link_preview_options=plain, **more)
        return message.message_id


def failure(error: TelegramError) -> TemporaryFailure | PermanentFailure:
    """Whether trying again can help. A wrong token is the operator's to mend: her reply waits for it."""
    name = type(error).__name__
    if isinstance(error, RetryAfter):
        after = error.retry_after
        return TemporaryFailure(name, after if isinstance(after, int | float) else after.total_seconds())
    if isinstance(error, Forbidden | BadRequest | ChatMigrated):
        return PermanentFailure(name)
    return TemporaryFailure(name)
