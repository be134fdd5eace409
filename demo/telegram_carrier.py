"""Telegram on loopback: the part of the Bot API that the assistant uses, and phones to play with."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .phone import Bubble, Kind, Phones, Screen

KIND = Kind(
    "/phone/telegram",
    "Telegram",
    (("voice", "A voice note"), ("photo", "A photo"), ("location", "Where I am"), ("sticker", "A sticker")),
)
PAUSES = (0.2, 0.5, 1, 2, 5, 10)
_FILE = {"file_id": "f", "file_unique_id": "f"}
UNSEEN: Mapping[str, Any] = {
    "voice": {**_FILE, "duration": 4},
    "photo": [{**_FILE, "width": 90, "height": 90}],
    "location": {"latitude": 51.5, "longitude": -0.1},
    "sticker": {**_FILE, "width": 90, "height": 90, "is_animated": False, "is_video": False, "type": "regular"},
}


class Refusal(Exception):  # noqa: N818 - named by what went wrong
    """What the Bot API answers when it does not do it."""

    def __init__(self, status: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.status = status
        self.body = {"ok": False, "error_code": status, "description": description, "parameters": parameters}


class TelegramCarrier:
    """One bot and the phones that talk to it. `faults` are statuses for the next calls, to try failures."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.screens: dict[str, Screen] = {}
        self.blocked: set[str] = set()
        self.faults: list[int] = []
        self.webhook, self.secret = "", ""
        self.acknowledged: list[str] = []
        self._waiting: list[dict[str, Any]] = []
        self._news = asyncio.Event()
        self._updates = int(time.time())
        self._chats = 700900000
        self._methods = {
            "getMe": self._me,
            "getUpdates": self._updates_for,
            "sendMessage": self._send,
            "answerCallbackQuery": self._acknowledge,
            "editMessageReplyMarkup": self._edit_markup,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "leaveChat": self._yes,
        }

    def app(self) -> Starlette:
        """The carrier as an application."""

        @asynccontextmanager
        async def lifespan(_app: Starlette) -> AsyncIterator[None]:
            calling = asyncio.create_task(self._call_the_webhook())
            yield
            calling.cancel()
            await asyncio.gather(calling, return_exceptions=True)

        api = Route("/bot{token}/{method}", self._api, methods=["GET", "POST"])
        pages = Phones(KIND, self.screens, self.open_phone, self.did).routes()
        return Starlette(routes=[api, *pages], lifespan=lifespan)

    # Her side ------------------------------------------------------------------------------------

    def open_phone(self, name: str = "") -> str:
        """A new phone; its chat's id."""
        self._chats += 1
        key = str(self._chats)
        self.screens[key] = Screen(name or f"Invented phone {self._chats - 700900000}")
        return key

    async def did(self, key: str, form: Mapping[str, str]) -> None:
        """She typed, tapped, or sent something else."""
        screen = self.screens[key]
        if "tap" in form:
            self._tapped(key, screen, form)
        elif form.get("unseen") in UNSEEN:
            bubble = screen.add(hers=True, text=dict(KIND.unseen)[form["unseen"]])
            self._update(message=self._message(key, bubble, **{form["unseen"]: UNSEEN[form["unseen"]]}))
        elif form.get("text", "").strip():
            bubble = screen.add(hers=True, text=form["text"])
            self._update(message=self._message(key, bubble, text=form["text"]))

    def _tapped(self, key: str, screen: Screen, form: Mapping[str, str]) -> None:
        bubble = next((one for one in screen.bubbles if str(one.id) == form.get("bubble")), None)
        if bubble is None or form["tap"] not in [data for _, data in bubble.buttons]:
            return
        message = self._message(key, bubble, text=bubble.text)
        sender = message.pop("from")
        self._updates += 1
        query = {"id": str(self._updates), "from": sender, "chat_instance": key, "message": message}
        self._update(callback_query={**query, "data": form["tap"]})

    def _message(self, key: str, bubble: Bubble, **what: Any) -> dict[str, Any]:
        name = self.screens[key].name
        person = {"id": int(key), "first_name": name}
        chat = {**person, "type": "private"}
        sender = {**person, "is_bot": False}
        return {"message_id": bubble.id, "date": int(time.time()), "chat": chat, "from": sender, **what}

    def _update(self, **what: Any) -> None:
        self._updates += 1
        self._waiting.append({"update_id": self._updates, **what})
        self._news.set()

    # Our side ------------------------------------------------------------------------------------

    async def _api(self, request: Request) -> Response:
        method = self._methods.get(request.path_params["method"])
        if request.path_params["token"] != self.token:
            return JSONResponse(Refusal(401, "Unauthorized").body, status_code=401)
        if self.faults:
            return Response("<html>trouble</html>", status_code=self.faults.pop(0))
        try:
            if method is None:
                raise Refusal(404, "Not Found")
            return JSONResponse({"ok": True, "result": await method(await _parameters(request))})
        except Refusal as refusal:
            return JSONResponse(refusal.body, status_code=refusal.status)

    async def _me(self, given: Mapping[str, Any]) -> Any:
        return {"id": 1, "is_bot": True, "first_name": "Maternity assistant (invented)", "username": "invented_bot"}

    async def _yes(self, given: Mapping[str, Any]) -> Any:
        return True

    async def _updates_for(self, given: Mapping[str, Any]) -> Any:
        if self.webhook:
            raise Refusal(409, "Conflict: can't use getUpdates method while webhook is active")
        offset = int(given.get("offset") or 0)
        self._waiting = [update for update in self._waiting if update["update_id"] >= offset]
        if not self._waiting:
            await self._wait_for_news(float(given.get("timeout") or 0))
        return self._waiting[:100]

    async def _send(self, given: Mapping[str, Any]) -> Any:
        key, text = str(given.get("chat_id")), str(given.get("text") or "")
        if key not in self.screens:
            raise Refusal(400, "Bad Request: chat not found")
        if key in self.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        if not 0 < len(text) <= 4096:
            raise Refusal(400, "Bad Request: message is too long" if text else "Bad Request: message text is empty")
        bubble = self.screens[key].add(hers=False, text=text, buttons=_buttons(given))
        return self._message(key, bubble, text=text)

    async def _acknowledge(self, given: Mapping[str, Any]) -> Any:
        self.acknowledged.append(str(given.get("callback_query_id")))
        return True

    async def _edit_markup(self, given: Mapping[str, Any]) -> Any:
        screen = self.screens.get(str(given.get("chat_id")))
        bubbles = [one for one in screen.bubbles if str(one.id) == str(given.get("message_id"))] if screen else []
        if screen is None or not bubbles:
            raise Refusal(400, "Bad Request: message to edit not found")
        new = _buttons(given)
        if bubbles[0].buttons == new:
            raise Refusal(400, "Bad Request: message is not modified")
        bubbles[0].buttons = new
        screen.changed()
        return self._message(str(given["chat_id"]), bubbles[0], text=bubbles[0].text)

    async def _set_webhook(self, given: Mapping[str, Any]) -> Any:
        self.webhook, self.secret = str(given["url"]), str(given.get("secret_token") or "")
        self._news.set()
        return True

    async def _delete_webhook(self, given: Mapping[str, Any]) -> Any:
        self.webhook = ""
        return True

    async def _wait_for_news(self, seconds: float) -> None:
        self._news.clear()
        try:
            await asyncio.wait_for(self._news.wait(), seconds or 0.01)
        except TimeoutError:
            return

    async def _call_the_webhook(self) -> None:
        """Each update until it is taken, in order, as Telegram does."""
        failures = 0
        async with httpx.AsyncClient(trust_env=False, timeout=30) as web:
            while True:
                if not (self.webhook and self._waiting):
                    await self._wait_for_news(0.5)
                elif await self._brought(web, self._waiting[0]):
                    self._waiting.pop(0)
                    failures = 0
                else:
                    await asyncio.sleep(PAUSES[min(failures, len(PAUSES) - 1)])
                    failures += 1

    async def _brought(self, web: httpx.AsyncClient, update: Mapping[str, Any]) -> bool:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret}
        try:
            answer = await web.post(self.webhook, json=update, headers=headers)
        except httpx.HTTPError:
            return False
        return answer.is_success


async def _parameters(request: Request) -> dict[str, Any]:
    if request.headers.get("content-type", "").startswith("application/json"):
        return dict(await request.json())
    return {**request.query_params, **(await request.form())}


def _buttons(given: Mapping[str, Any]) -> list[tuple[str, str]]:
    markup = given.get("reply_markup") or "{}"
    rows = (json.loads(markup) if isinstance(markup, str) else markup).get("inline_keyboard", [])
    buttons = [(str(button["text"]), str(button["callback_data"])) for row in rows for button in row]
    if any(not 1 <= len(data.encode()) <= 64 for _, data in buttons):
        raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")
    return buttons
