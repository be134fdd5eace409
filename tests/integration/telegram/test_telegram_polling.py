"""Asking for updates: nothing is confirmed before it is stored, and no poison stops the queue."""

from __future__ import annotations

import asyncio

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels import telegram
from bot.channels.telegram import Intake, TelegramSettings, polling
from bot.channels.turns import Turns
from tests.unit.channels.doubles import RecordingDesk, served

pytestmark = pytest.mark.anyio
CHAT = {"id": 42, "type": "private"}


@pytest.fixture
def anyio_backend():
    return "asyncio"


class Queue:
    """Telegram's side: keeps an update until an offset beyond it confirms it."""

    def __init__(self, updates) -> None:
        self.updates = updates
        self.offsets: list[int] = []
        self.answers: list[int] = []  # statuses to fail with first
        self.deleted = False

    async def ask(self, request: Request) -> Response:
        if request.path_params["method"] == "deleteWebhook":
            self.deleted = True
            return JSONResponse({"ok": True, "result": True})
        if self.answers:
            status = self.answers.pop(0)
            return JSONResponse({"ok": False, "parameters": {"retry_after": 0.01}}, status_code=status)
        offset = (await request.json())["offset"]
        self.offsets.append(offset)
        self.updates = [update for update in self.updates if update["update_id"] >= offset]
        if not self.updates:
            await asyncio.sleep(0.05)
        return JSONResponse({"ok": True, "result": self.updates[:3]})


def update(number, text="words"):
    sender = {"id": 42, "is_bot": False, "first_name": "Test"}
    return {
        "update_id": number,
        "message": {"message_id": number, "date": 1, "chat": CHAT, "from": sender, "text": text},
    }


async def run_until(queue, desk, done):
    app = Starlette(routes=[Route("/bot{token}/{method}", queue.ask, methods=["POST"])])
    with served(app) as api_url:
        settings = TelegramSettings("1:abc", api_url=api_url)
        bot, turns = telegram.open_bot(settings), Turns()
        asking = asyncio.create_task(polling.poll(settings, Intake(desk, bot, turns), patience=1))
        async with asyncio.timeout(10):
            while not done():
                await asyncio.sleep(0.01)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        await turns.finish()
        await telegram.close_bot(bot)


async def test_everything_arrives_in_order_and_is_confirmed():
    queue, desk = Queue([update(n, f"message {n}") for n in range(10, 30)]), RecordingDesk()
    await run_until(queue, desk, lambda: queue.offsets and queue.offsets[-1] == 30)
    assert desk.words == [f"message {n}" for n in range(10, 30)]


async def test_what_is_not_stored_is_not_confirmed(monkeypatch):
    monkeypatch.setattr(polling, "PAUSES", (0.01,))
    queue, desk = Queue([update(10)]), RecordingDesk()
    desk.broken = True

    def mended():
        if len(queue.offsets) == 3:
            desk.broken = False
        return queue.offsets and queue.offsets[-1] == 11

    await run_until(queue, desk, mended)
    assert queue.offsets[:3] == [0, 0, 0]
    assert desk.words == ["words"]


async def test_poison_is_stepped_over():
    poison = [{"update_id": 11, "message": {"chat": 7}}, {"update_id": 12, "poll": {"id": None}}, {"update_id": 13}]
    queue, desk = Queue([update(10), *poison, update(14)]), RecordingDesk()
    await run_until(queue, desk, lambda: queue.offsets and queue.offsets[-1] == 15)
    assert len(desk.arrivals) == 2


async def test_trouble_there_is_waited_out(monkeypatch):
    monkeypatch.setattr(polling, "PAUSES", (0.01,))
    queue, desk = Queue([update(10)]), RecordingDesk()
    queue.answers = [500, 502, 429, 409]
    await run_until(queue, desk, lambda: desk.arrivals)
    assert queue.deleted  # a webhook was still set: polling was chosen since
