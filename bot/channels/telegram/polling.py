"""Asking Telegram for updates, where it cannot call us: with nothing but a token."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx

from .courier import LOOPBACK, TIMEOUT
from .intake import Intake
from .settings import TelegramSettings
from .webhook import UPDATES

log = logging.getLogger(__name__)

#: How long Telegram holds a question open when it has nothing for us.
PATIENCE = 25
#: The pause after a failure, growing to the last, in seconds.
PAUSES = (1, 2, 5, 10, 30)


class Refused(Exception):  # noqa: N818 - named by what went wrong
    """Telegram did not give us updates."""

    def __init__(self, status: int, after: float = 0) -> None:
        """`after`: how many seconds Telegram asks us to wait."""
        super().__init__(f"status {status}")
        self.after = after


async def poll(settings: TelegramSettings, intake: Intake, *, patience: int = PATIENCE) -> None:
    """Ask for updates until cancelled.

    An update is confirmed to Telegram by the offset of the next question, and the offset moves only when the
    update is stored. So it need not be kept: after a crash Telegram brings what was not confirmed, and what was
    stored already is known by its id.
    """
    offset, failures = 0, 0
    trust_env = urlsplit(settings.api_url).hostname not in LOOPBACK
    async with httpx.AsyncClient(timeout=httpx.Timeout(TIMEOUT, read=patience + TIMEOUT), trust_env=trust_env) as web:
        while True:
            try:
                for raw in await _updates(web, settings, offset, patience):
                    await intake.take(raw)
                    offset = int(raw["update_id"]) + 1
                failures = 0
            except Exception as problem:
                log.warning("asking for updates failed: %s", type(problem).__name__)
                pause = PAUSES[min(failures, len(PAUSES) - 1)]
                failures += 1
                await asyncio.sleep(max(pause, getattr(problem, "after", 0)))


async def _updates(
    web: httpx.AsyncClient, settings: TelegramSettings, offset: int, patience: int
) -> list[Mapping[str, Any]]:
    """The next updates, raw: one that PTB cannot read must not keep the others from being read."""
    question = {"offset": offset, "timeout": patience, "allowed_updates": list(UPDATES)}
    answer = await web.post(f"{settings.endpoint}/getUpdates", json=question)
    if answer.status_code == httpx.codes.CONFLICT:  # a webhook is set: polling was chosen since
        await web.post(f"{settings.endpoint}/deleteWebhook", json={"drop_pending_updates": False})
    if answer.status_code != httpx.codes.OK:
        raise Refused(answer.status_code, _wait(answer))
    return list(answer.json()["result"])


def _wait(answer: httpx.Response) -> float:
    try:
        return float(answer.json()["parameters"]["retry_after"])
    except (ValueError, KeyError, TypeError):
        return 0
