"""The webhook over real HTTP: genuine or refused, stored once, never a word in a log."""

from __future__ import annotations

import json
import logging
import secrets
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels import telegram
from bot.channels.telegram import TelegramSettings
from bot.channels.telegram.webhook import LIMIT, is_genuine
from bot.channels.turns import Turns
from tests.unit.channels.doubles import RecordingDesk, served, until

SECRET = secrets.token_urlsafe(32)
HER_WORDS = "zebra my waters broke zebra"
CHAT = 700900123


class BotApi:
    """Records every call; `status` makes it fail."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, str]]] = []
        self.status = 200

    async def answer(self, request: Request) -> Response:
        form = await request.form()
        self.calls.append((request.path_params["method"], {k: str(v) for k, v in form.items()}))
        if self.status != 200:
            return Response("<html>trouble</html>", status_code=self.status)
        return JSONResponse({"ok": True, "result": True})

    @property
    def methods(self) -> list[str]:
        return [method for method, _ in self.calls]


@pytest.fixture
def desk():
    return RecordingDesk()


@pytest.fixture
def api():
    return BotApi()


@pytest.fixture
def door(desk, api):
    app = Starlette(routes=[Route("/bot{token}/{method}", api.answer, methods=["POST"])])
    with served(app) as api_url:
        settings = TelegramSettings("1:abc", SECRET, api_url, "https://triage.example")
        bot, turns = telegram.open_bot(settings), Turns()

        @asynccontextmanager
        async def lifespan(_app):
            yield
            await turns.finish()
            await telegram.close_bot(bot)

        door = Starlette(routes=telegram.routes(desk, settings, bot=bot, turns=turns), lifespan=lifespan)
        with served(door) as url, httpx.Client(base_url=url, trust_env=False) as client:
            yield client


def update(number=1, **message):
    sender = {"id": CHAT, "is_bot": False, "first_name": "Test"}
    chat = {"id": CHAT, "type": "private"}
    return {"update_id": number, "message": {"message_id": number, "date": 1, "chat": chat, "from": sender, **message}}


def post(door, body, secret: str | bytes | None = SECRET):
    headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret}
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return door.post("/telegram", content=content, headers=headers)


def test_words_are_stored_before_200_and_answered_after(door, desk):
    assert post(door, update(text=HER_WORDS)).status_code == 200
    assert desk.words == [HER_WORDS]
    until(lambda: desk.answered == [1])


def test_500_wrong_tokens_are_refused(door, desk):
    wrong = [None, "", SECRET[:-1], SECRET + "x", SECRET.lower(), "é".encode(), b"\xff\xfe", "null"]
    wrong += [secrets.token_urlsafe(32) for _ in range(492)]
    statuses = {post(door, update(text=HER_WORDS), token).status_code for token in wrong}
    assert statuses == {403}
    assert desk.arrivals == []


def test_without_a_secret_nothing_is_genuine():
    assert not is_genuine("", "")
    assert not is_genuine(None, "")
    assert telegram.routes(RecordingDesk(), TelegramSettings("1:abc")) == []


def test_delivered_five_times_at_once_stored_once(door, desk):
    bodies = [update(number, text=f"message {number}") for number in range(1, 41)] * 5
    with ThreadPoolExecutor(20) as pool:
        statuses = set(pool.map(lambda body: post(door, body).status_code, bodies))
    assert statuses == {200}
    assert sorted(desk.words) == sorted(f"message {number}" for number in range(1, 41))


def test_what_could_not_be_stored_is_brought_again(door, desk, caplog):
    desk.broken = True
    assert post(door, update(text=HER_WORDS)).status_code == 503
    desk.broken = False
    assert post(door, update(text=HER_WORDS)).status_code == 200
    assert desk.words == [HER_WORDS]
    assert "zebra" not in caplog.text


def test_a_failing_turn_leaves_the_arrival_and_no_words_in_the_log(door, desk, caplog):
    caplog.set_level(logging.DEBUG)
    desk.answers_fail = True
    assert post(door, update(text=HER_WORDS)).status_code == 200
    until(lambda: "RuntimeError" in caplog.text)
    assert desk.words == [HER_WORDS]
    assert "zebra" not in caplog.text
    assert str(CHAT) not in caplog.text
    assert "1:abc" not in caplog.text


def test_a_tap_is_acknowledged_and_its_keyboard_taken_away(door, desk, api):
    query = {"id": "77", "from": update()["message"]["from"], "chat_instance": "1", "data": "ab12cd34.7.yes"}
    query["message"] = update(9, text="?")["message"]
    assert post(door, {"update_id": 3, "callback_query": query}).status_code == 200
    assert (desk.arrivals[0].kind, desk.arrivals[0].choice) == ("choice", "ab12cd34.7.yes")
    until(lambda: api.methods == ["answerCallbackQuery", "editMessageReplyMarkup"])
    assert api.calls[1][1] == {"chat_id": str(CHAT), "message_id": "9"}


def test_a_tap_too_old_to_acknowledge_is_stored_all_the_same(door, desk, api):
    api.status = 400
    query = {"id": "77", "from": update()["message"]["from"], "chat_instance": "1", "data": "x"}
    query["message"] = update(9, text="?")["message"]
    assert post(door, {"update_id": 3, "callback_query": query}).status_code == 200
    until(lambda: len(api.calls) == 2)
    assert len(desk.arrivals) == 1


def test_media_is_stored(door, desk):
    voice = {"file_id": "a", "file_unique_id": "b", "duration": 3}
    assert post(door, update(voice=voice)).status_code == 200
    assert (desk.arrivals[0].kind, desk.arrivals[0].words) == ("media", None)


def test_a_group_is_told_once_and_left(door, desk, api):
    body = update(text="hello")
    body["message"]["chat"] = {"id": -7, "type": "group", "title": "Antenatal class"}
    assert post(door, body).status_code == 200
    until(lambda: api.methods == ["sendMessage", "leaveChat"])
    assert "private chat" in api.calls[0][1]["text"]
    assert desk.arrivals == []


@pytest.mark.parametrize(
    "poison",
    [b"", b"{", b"[]", b"7", b"null", b"\xff\xfe", b"[" * 20000, b'{"update_id": 1}', b'{"message": {"chat": 1}}'],
    ids=range(9),
)
def test_poison_is_taken_once_and_never_a_500(door, desk, poison):
    assert post(door, poison).status_code == 200
    assert desk.arrivals == []


def test_a_body_beyond_the_limit_is_refused(door, desk):
    assert post(door, b"x" * (LIMIT + 1)).status_code == 413
    chunks = (b"x" * 1000 for _ in range(LIMIT // 1000 + 10))
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    assert door.post("/telegram", content=chunks, headers=headers).status_code == 413


def test_the_longest_text_in_reply_to_the_longest_text_fits(door, desk):
    longest = "\U0001f930" * 4096
    body = update(text=longest, reply_to_message=update(text=longest)["message"])
    assert post(door, body).status_code == 200
    assert desk.words == [longest]
