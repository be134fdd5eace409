"""An update taken in: stored first, then answered and acknowledged in the background."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from telegram import Bot
from telegram.error import TelegramError

from .. import sentences
from ..arrival import Arrival, Desk
from ..turns import Turns
from .reading import Elsewhere, Incoming, read

log = logging.getLogger(__name__)


class Intake:
    """What webhook and polling have in common."""

    def __init__(self, desk: Desk, bot: Bot, turns: Turns) -> None:
        self._desk = desk
        self._bot = bot
        self._turns = turns
        self._sentences = sentences.read(Path(__file__).parent)

    async def take(self, raw: Mapping[str, Any]) -> None:
        """Returns when the update is durable, or needs no keeping. Raises when it could not be stored."""
        incoming = read(raw)
        if isinstance(incoming, Incoming):
            number = await self._store(incoming)
            self._turns.answer(self._desk, number)
            if incoming.tap is not None:
                self._turns.start(self._acknowledge(incoming), "acknowledging a tap")
        elif isinstance(incoming, Elsewhere):
            self._turns.start(self._refuse(incoming), "refusing a group")
        else:
            log.info("an update with nothing to answer was passed over")

    async def _store(self, incoming: Incoming) -> int:
        conversation = await run_in_threadpool(self._desk.find_or_open, "telegram", incoming.chat)
        arrival = Arrival(conversation, incoming.carrier_id, incoming.kind, incoming.words, incoming.choice)
        return await self._desk.store(arrival)

    async def _acknowledge(self, incoming: Incoming) -> None:
        """Stop the button's waiting sign, and take the used keyboard away."""
        tap = incoming.tap
        assert tap is not None
        try:
            await self._bot.answer_callback_query(tap.query_id)
        except TelegramError as error:  # too old to be acknowledged; the keyboard still has to go
            log.info("a tap was not acknowledged: %s", type(error).__name__)
        if tap.message_id is not None:
            await self._bot.edit_message_reply_markup(chat_id=int(incoming.chat), message_id=tap.message_id)

    async def _refuse(self, elsewhere: Elsewhere) -> None:
        """Say it once, and leave: others are reading there."""
        try:
            await self._bot.send_message(int(elsewhere.chat), self._sentences["private"])
        finally:
            await self._bot.leave_chat(int(elsewhere.chat))
