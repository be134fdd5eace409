"""The courier against Twilio on loopback: what it refuses for now, what for good, and a quiet log."""

from __future__ import annotations

import asyncio
import logging

import pytest
from starlette.applications import Starlette
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route

from bot.channels.courier import PermanentFailure, TemporaryFailure
from bot.channels.sms import SmsCourier, SmsSettings
from bot.channels.sms import courier as module
from demo.sms_carrier import SmsCarrier
from tests.unit.channels.doubles import HER_NUMBER, OUR_NUMBER, card, question, served

pytestmark = pytest.mark.anyio
ACCOUNT, TOKEN = "AC" + "1" * 32, "a" * 32
KEY = HER_NUMBER[1:]
SAY = {"kind": "say", "text": "zebra thank you"}


@pytest.fixture
def anyio_backend():
    return "asyncio"


def settings(api_url, token=TOKEN):
    return SmsSettings(ACCOUNT, token, number=OUR_NUMBER, api_url=api_url, public_url="http://127.0.0.1:9")


@pytest.fixture
def carrier():
    return SmsCarrier(ACCOUNT, TOKEN, OUR_NUMBER, "http://127.0.0.1:9/sms")


@pytest.fixture
def api_url(carrier):
    with served(carrier.app()) as url:
        yield url


@pytest.fixture
def courier(api_url):
    return SmsCourier(settings(api_url))


async def test_a_question_is_one_message(carrier, courier):
    sent = await courier.send(HER_NUMBER, {**question(), "short": "Moving?"})
    assert sent.carrier_id.startswith("SM")
    assert sent.status == "queued"
    (bubble,) = carrier.screens[KEY].bubbles
    assert bubble.text == "Moving?\n1 Yes\n2 No\n3 Not sure\nReply with a number."


async def test_a_red_card_is_its_short_form(carrier, courier):
    await courier.send(HER_NUMBER, card(short="CALL 999 NOW. Unit: 01632 960001"))
    assert carrier.screens[KEY].bubbles[0].text == "CALL 999 NOW. Unit: 01632 960001"


async def test_what_twilio_is_asked_for(monkeypatch):
    asked = {}

    async def messages(request):
        asked.update(await request.form())
        return JSONResponse({"sid": "SM" + "0" * 32, "status": "accepted"}, status_code=201)

    with served(Starlette(routes=[Route("/2010-04-01/Accounts/{sid}/Messages.json", messages, methods=["POST"])])) as u:
        await SmsCourier(settings(u)).send(HER_NUMBER, SAY)
    assert asked == {
        "To": HER_NUMBER,
        "From": OUR_NUMBER,
        "Body": "zebra thank you",
        "StatusCallback": "http://127.0.0.1:9/sms/status",
        "ValidityPeriod": "14400",
    }


@pytest.mark.parametrize(
    ("status", "code"), [(500, 0), (502, 0), (503, 20503), (429, 20429), (429, 0), (400, 21611), (401, 20003)]
)
async def test_trouble_there_is_for_now(carrier, courier, status, code, caplog):
    caplog.set_level(logging.DEBUG)
    carrier.faults = [(status, code)]
    with pytest.raises(TemporaryFailure):
        await courier.send(HER_NUMBER, SAY)
    await courier.send(HER_NUMBER, SAY)
    assert len(carrier.screens[KEY].bubbles) == 1
    for never in ("zebra", HER_NUMBER, KEY, TOKEN):
        assert never not in caplog.text


@pytest.mark.parametrize("code", [21211, 21408, 21610, 21612, 21614])
async def test_a_number_that_cannot_be_reached_is_for_good(carrier, courier, code):
    carrier.faults = [(400, code)]
    with pytest.raises(PermanentFailure, match=str(code)):
        await courier.send(HER_NUMBER, SAY)


async def test_after_stop_the_carrier_refuses(carrier, courier):
    carrier.stopped.add(KEY)
    with pytest.raises(PermanentFailure, match="21610"):
        await courier.send(HER_NUMBER, SAY)


async def test_a_wrong_token_is_the_operators_to_mend(api_url):
    with pytest.raises(TemporaryFailure, match="20003"):
        await SmsCourier(settings(api_url, "wrong")).send(HER_NUMBER, SAY)


@pytest.mark.parametrize("answer", ["", "zebra", "[]", "{}"])
async def test_an_answer_that_says_nothing_is_for_now_or_taken(answer, caplog):
    async def odd(request):
        return PlainTextResponse(answer, status_code=201)

    with served(Starlette(routes=[Route("/{rest:path}", odd, methods=["POST"])])) as url:
        courier = SmsCourier(settings(url))
        with pytest.raises(TemporaryFailure):
            await courier.send(HER_NUMBER, SAY)
    assert "zebra" not in caplog.text


async def test_no_answer_in_time_is_for_now(monkeypatch):
    monkeypatch.setattr(module, "TIMEOUT", 0.2)

    async def slow(request):
        await asyncio.sleep(1)
        return JSONResponse({})

    routes = [Route("/{rest:path}", slow, methods=["POST"])]
    with served(routes) as url, pytest.raises(TemporaryFailure, match="ReadTimeout"):
        await SmsCourier(settings(url)).send(HER_NUMBER, SAY)


async def test_nobody_there_is_for_now():
    with pytest.raises(TemporaryFailure, match="ConnectionError"):
        await SmsCourier(settings("http://127.0.0.1:9")).send(HER_NUMBER, SAY)


def test_settings_do_not_show_their_secrets():
    assert TOKEN not in repr(settings("x"))
