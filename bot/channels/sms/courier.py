"""The Messages API as a courier: what it refuses for now, and what for good."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from .. import sentences
from ..courier import PermanentFailure, Sent, TemporaryFailure
from .settings import SmsSettings
from .status import PATH as STATUS_PATH
from .writing import write

TIMEOUT = 10.0
#: A message that has not reached her telephone by then comes back as undelivered (30036), and a midwife hears of
#: it; Twilio's own limit is ten hours. It is the gap after which whatever she writes is about something new.
VALID_FOR_SECONDS = 4 * 60 * 60
LOOPBACK = ("127.0.0.1", "localhost", "::1")
#: What Twilio says to a request it could take at another time: busy, our account, our queue is full.
_PASSING_STATUSES = (401, 408, 409, 429)
_PASSING_CODES = (20003, 20005, 20429, 21611, 30001)


class _Web(TwilioHttpClient):
    """Twilio's own client, talking to the configured address, with a time limit, and writing no log."""

    def __init__(self, api_url: str) -> None:
        silent = logging.Logger("silent", level=logging.CRITICAL)
        super().__init__(timeout=TIMEOUT, logger=silent)
        self._home = urlsplit(api_url)
        if self.session is not None:
            self.session.trust_env = self._home.hostname not in LOOPBACK

    def request(self, method: str, url: str, *rest: Any, **more: Any) -> Response:
        there = urlsplit(url)._replace(scheme=self._home.scheme, netloc=self._home.netloc)
        return super().request(method, there.geturl(), *rest, **more)


class SmsCourier:
    """Sends a reply to a telephone."""

    def __init__(self, settings: SmsSettings) -> None:
        web = _Web(settings.api_url)
        self._client = Client(settings.account_sid, settings.auth_token, http_client=web)
        self._settings = settings
        self._sentences = sentences.read(Path(__file__).parent)

    async def send(self, address: str, body: Mapping[str, Any]) -> Sent:
        """Send the reply as one message."""
        return await asyncio.to_thread(self._send, address, write(body, self._sentences))

    def _send(self, address: str, text: str) -> Sent:
        try:
            message = self._client.messages.create(
                to=address,
                from_=self._settings.number,
                body=text,
                status_callback=self._settings.address(STATUS_PATH),
                validity_period=VALID_FOR_SECONDS,
            )
        except Exception as error:  # the library's own, its transport's, and whatever an odd answer makes of it
            raise failure(error) from None
        if not message.sid:
            raise TemporaryFailure("no message id")
        return Sent(str(message.sid), str(message.status or "queued"))


def failure(error: Exception) -> TemporaryFailure | PermanentFailure:
    """Whether trying again can help. Our own account's trouble is the operator's to mend: her reply waits for it."""
    if not isinstance(error, TwilioRestException):
        return TemporaryFailure(type(error).__name__)
    passing = error.status >= 500 or error.status in _PASSING_STATUSES or error.code in _PASSING_CODES
    return TemporaryFailure(str(error.code)) if passing else PermanentFailure(str(error.code))
