"""The courier against a Bot API on loopback: what it refuses for now, what for good, and a quiet log."""

from __future__ import annotations

import asyncio
import logging

import pytest
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.channels import telegram
from bot.channels.courier import PermanentFailure, TemporaryFailure
from bot.channels.telegram import TelegramCourier, TelegramSettings
from bot.channels.telegram import courier as module
from demo.telegram_carrier import TelegramCarrier
from tests.unit.channels.doubles import card, question, served

pytestmark = pytest.mark.anyio
TOKEN = "1:secret-token"
SAY = {"kind": "say", "text": "zebra thank you"}


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture
def carrier():
    return TelegramCarrier(TOKEN)


@pytest.fixture
async def courier(carrier):
    with served(carrier.app()) as api_url:
        bot = telegram.open_bot(TelegramSettings(TOKEN, api_url=api_url))
        yield TelegramCourier(bot)
        await telegram.close_bot(bot)


async def test_a_question_with_its_buttons(carrier, courier):
    chat = carrier.open_phone()
    sent = await courier.send(chat, question())
    (bubble,) = carrier.screens[chat].bubbles
    assert sent.carrier_id == str(bubble.id)
    assert bubble.buttons[0] == ("Yes", "ab12cd34.7.yes")


async def test_a_card(carrier, courier):
    chat = carrier.open_phone()
    await courier.send(chat, card())
    assert carrier.screens[chat].bubbles[0].text.endswith("Ring 01632 960001")


async def test_a_long_reply_goes_in_order(carrier, courier):
    chat = carrier.open_phone()
    await courier.send(chat, {"kind": "midwife", "text": "\n".join("x" * 100 for _ in range(90))})
    assert len(carrier.screens[chat].bubbles) == 3


async def test_blocked_or_unknown_is_for_good(carrier, courier):
    chat = carrier.open_phone()
    carrier.blocked.add(chat)
    with pytest.raises(PermanentFailure, match="Forbidden"):
        await courier.send(chat, SAY)
    with pytest.raises(PermanentFailure, match="BadRequest"):
        await courier.send("12345", SAY)


@pytest.mark.parametrize("status", [500, 502, 503, 401])
async def test_trouble_there_is_for_now(carrier, courier, status, caplog):
    caplog.set_level(logging.DEBUG)
    chat = carrier.open_phone()
    carrier.faults = [status]
    with pytest.raises(TemporaryFailure):
        await courier.send(chat, SAY)
    await courier.send(chat, SAY)
    assert [bubble.text for bubble in carrier.screens[chat].bubbles] == ["zebra thank you"]
    for never in ("zebra", chat, TOKEN):
        assert never not in caplog.text


async def answering(handler):
    with served(Starlette(routes=[Route("/bot{token}/{method}", handler, methods=["POST"])])) as api_url:
        bot = telegram.open_bot(TelegramSettings(TOKEN, api_url=api_url))
        try:
            await TelegramCourier(bot).send("42", SAY)
        finally:
            await telegram.close_bot(bot)


async def test_slow_down_is_heeded():
    async def busy(request):
        parameters = {"retry_after": 37}
        return JSONResponse(
            {"ok": False, "description": "Too Many Requests", "parameters": parameters}, status_code=429
        )

    with pytest.raises(TemporaryFailure) as failure:
        await answering(busy)
    assert failure.value.after == 37


async def test_no_answer_in_time_is_for_now(monkeypatch):
    monkeypatch.setattr(module, "TIMEOUT", 0.2)

    async def slow(request):
        await asyncio.sleep(1)
        return JSONResponse({})

    with pytest.raises(TemporaryFailure, match="TimedOut"):
        await answering(slow)


async def test_an_answer_that_is_no_json_is_for_now(caplog):
    async def odd(request):
        return JSONResponse("zebra", media_type="text/html", headers={"x": "y"})

    with pytest.raises(TemporaryFailure):
        await answering(odd)
    assert "zebra" not in caplog.text


async def test_nobody_there_is_for_now():
    bot = telegram.open_bot(TelegramSettings(TOKEN, api_url="http://127.0.0.1:9"))
    with pytest.raises(TemporaryFailure, match="NetworkError"):
        await TelegramCourier(bot).send("42", SAY)
    await telegram.close_bot(bot)


async def test_the_webhook_is_announced_until_telegram_listens(carrier, monkeypatch, caplog):
    monkeypatch.setattr("bot.channels.telegram.webhook.ANNOUNCING", (0.01,))
    carrier.faults = [502, 500]
    with served(carrier.app()) as api_url:
        settings = TelegramSettings(TOKEN, "s3cret", api_url, "https://triage.example/")
        bot = telegram.open_bot(settings)
        await telegram.announce(bot, settings)
        await telegram.close_bot(bot)
    assert (carrier.webhook, carrier.secret) == ("https://triage.example/telegram", "s3cret")
    assert TOKEN not in caplog.text


def test_settings_do_not_show_their_secrets():
    assert "secret" not in repr(TelegramSettings(TOKEN, "secret"))
