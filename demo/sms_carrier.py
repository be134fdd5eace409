"""Text messages on loopback: the part of Twilio that the assistant uses, and phones to play with."""

from __future__ import annotations

import asyncio
import base64
import hmac
import re
from collections.abc import Coroutine, Mapping
from email.utils import formatdate
from secrets import token_hex
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from twilio.request_validator import RequestValidator

from .phone import Bubble, Kind, Phones, Screen

KIND = Kind("/phone/sms", "Text messages", (("picture", "A picture"),))
#: Ofcom keeps 07700 900000 to 900999 for drama: no such telephone rings.
FIRST_NUMBER = 447700900100
#: Words by which a carrier stops and starts messages, as Twilio does by default.
STOPPING = ("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT")
STARTING = ("START", "UNSTOP", "YES")
STEP = 0.3


class SmsCarrier:
    """One account with one number, and the phones that write to it.

    `faults` are (status, code) for the next sends; `losing` is an error code for every message from now on.
    """

    def __init__(self, account_sid: str, auth_token: str, number: str, webhook: str) -> None:
        self.account_sid, self.number, self.webhook = account_sid, number, webhook
        self.screens: dict[str, Screen] = {}
        self.stopped: set[str] = set()
        self.faults: list[tuple[int, int]] = []
        self.losing = ""
        self._auth_token = auth_token
        self._signer = RequestValidator(auth_token)
        self._next = FIRST_NUMBER
        self._running: set[asyncio.Task[None]] = set()

    def app(self) -> Starlette:
        """The carrier as an application."""
        api = Route("/2010-04-01/Accounts/{sid}/Messages.json", self._api, methods=["POST"])
        return Starlette(routes=[api, *Phones(KIND, self.screens, self.open_phone, self.did).routes()])

    # Her side ------------------------------------------------------------------------------------

    def open_phone(self, name: str = "") -> str:
        """A new phone; the key of its pages is its number without the plus sign."""
        self._next += 1
        key = str(self._next)
        self.screens[key] = Screen(f"{name or 'Invented phone'}, 0{key[2:]}")
        return key

    async def did(self, key: str, form: Mapping[str, str]) -> None:
        """She sent words or a picture."""
        if form.get("unseen") == "picture":
            bubble = self.screens[key].add(hers=True, text="A picture", status="sending")
            self._start(self._bring(key, bubble, "", NumMedia="1", MediaUrl0=f"{self.webhook}/none.jpg"))
        elif form.get("text", "").strip():
            text = form["text"]
            bubble = self.screens[key].add(hers=True, text=text, status="sending")
            self._keep_track(key, text.strip().upper())
            self._start(self._bring(key, bubble, text))

    def _keep_track(self, key: str, word: str) -> None:
        if word in STOPPING:
            self.stopped.add(key)
        elif word in STARTING:
            self.stopped.discard(key)

    async def _bring(self, key: str, bubble: Bubble, text: str, **media: str) -> None:
        sid = ("MM" if media else "SM") + token_hex(16)
        form = {"AccountSid": self.account_sid, "ApiVersion": "2010-04-01", "Body": text, "From": f"+{key}"}
        form |= {"FromCity": "", "FromCountry": "GB", "FromState": "", "FromZip": "", "MessageSid": sid}
        form |= {"NumMedia": "0", "NumSegments": "1", "SmsMessageSid": sid, "SmsSid": sid, "SmsStatus": "received"}
        taken = await self._post(self.webhook, {**form, "To": self.number, **media})
        bubble.status = "delivered" if taken else "not delivered"
        self.screens[key].changed()

    # Our side ------------------------------------------------------------------------------------

    async def _api(self, request: Request) -> Response:
        if not self._known(request):
            return _refused(401, 20003, "Authenticate")
        if self.faults:
            status, code = self.faults.pop(0)
            return _refused(status, code, "trouble") if code else Response("<html>trouble</html>", status_code=status)
        form = {name: str(value) for name, value in (await request.form()).items()}
        to, key = form.get("To", ""), form.get("To", "").lstrip("+")
        if not re.fullmatch(r"\+[1-9]\d{6,14}", to):
            return _refused(400, 21211, f"The 'To' number {to} is not a valid phone number.")
        if key in self.stopped:
            return _refused(400, 21610, "Attempt to send to unsubscribed recipient")
        return JSONResponse(self._taken(key, form), status_code=201)

    def _known(self, request: Request) -> bool:
        right = base64.b64encode(f"{self.account_sid}:{self._auth_token}".encode()).decode()
        given = request.headers.get("authorization", "")
        sid = request.path_params["sid"] == self.account_sid
        return sid and hmac.compare_digest(given.encode(), f"Basic {right}".encode())

    def _taken(self, key: str, form: Mapping[str, str]) -> dict[str, Any]:
        sid = "SM" + token_hex(16)
        screen = self.screens.setdefault(key, Screen(f"Invented phone, 0{key[2:]}"))
        bubble = screen.add(hers=False, text=form["Body"], status="queued")
        self._start(self._report(screen, bubble, sid, form))
        now = formatdate(usegmt=True)
        known = {"sid": sid, "account_sid": self.account_sid, "to": form["To"], "from": form.get("From")}
        dates = {"date_created": now, "date_updated": now, "date_sent": None}
        return {**known, **dates, "body": form["Body"], "status": "queued", "direction": "outbound-api"}

    async def _report(self, screen: Screen, bubble: Bubble, sid: str, form: Mapping[str, str]) -> None:
        """Say what became of it, step by step."""
        for status in ("queued", "sent", "undelivered" if self.losing else "delivered"):
            bubble.status = status
            screen.changed()
            told = {"AccountSid": self.account_sid, "MessageSid": sid, "MessageStatus": status, "SmsSid": sid}
            told |= {"SmsStatus": status, "To": form["To"], "From": self.number, "ApiVersion": "2010-04-01"}
            if status == "undelivered":
                told["ErrorCode"] = self.losing
            if form.get("StatusCallback"):
                await self._post(form["StatusCallback"], told)
            await asyncio.sleep(STEP)

    async def _post(self, address: str, form: Mapping[str, str]) -> bool:
        """Call the assistant, signed; three times if need be."""
        headers = {"X-Twilio-Signature": self._signer.compute_signature(address, dict(form))}
        async with httpx.AsyncClient(trust_env=False, timeout=15) as web:
            for pause in (0.5, 2, 0):
                try:
                    if (await web.post(address, data=dict(form), headers=headers)).is_success:
                        return True
                except httpx.HTTPError:
                    pass
                await asyncio.sleep(pause)
        return False

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)


def _refused(status: int, code: int, message: str) -> Response:
    return JSONResponse({"code": code, "message": message, "status": status}, status_code=status)
