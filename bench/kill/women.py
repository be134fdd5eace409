"""Women who write: on the web as the page's script does, by telephone through the carriers of the demonstration."""

from __future__ import annotations

import asyncio
from random import Random
from typing import Any, Protocol
from uuid import UUID

import httpx

from demo.phone import Screen
from demo.sms_carrier import SmsCarrier
from demo.telegram_carrier import TelegramCarrier

from . import answers
from .log import Exchange, Log, PhoneLog, WebLog

#: How long the page waits before it sends again. `post.js` waits from one second; here it is in more of a hurry.
AGAIN_AFTER = 0.1
PATIENCE = 25.0
MESSAGES_A_CONVERSATION = 14
#: So often is a message sent before she gives up and begins again: a minute, and longer where answers take long.
TRIES = 300


class GaveUp(RuntimeError):
    """A message was sent again and again, and never answered."""


class Woman(Protocol):
    """Somebody who writes, one message after the other."""

    async def write(self) -> None:
        """Write one message and wait for what comes of it."""
        ...


class WebWoman:
    """One browser. Every message has an id of its own, and goes again under it until it is answered."""

    def __init__(self, url: str, chance: Random, log: Log) -> None:
        self._web = httpx.AsyncClient(base_url=url, trust_env=False, timeout=PATIENCE)
        self._chance, self._log = chance, log
        self._talk: WebLog | None = None

    async def write(self) -> None:
        """One message, or a new conversation."""
        if self._talk is None or len(self._talk.exchanges) >= MESSAGES_A_CONVERSATION:
            await self._open()
        try:
            await self._say()
        except GaveUp as problem:
            assert self._talk is not None
            self._log.given_up.append(f"conversation {self._talk.conversation}: {problem}")
            self._talk = None

    async def look(self) -> None:
        """Open the page again, in the end: what does it show?"""
        if self._talk is not None:
            page, _tries = await self._until_answered("GET", "/api/messages?after=0", None)
            self._talk.shown = page["messages"]

    async def close(self) -> None:
        """Close the browser."""
        await self._web.aclose()

    async def _open(self) -> None:
        await self.look()
        begun, _tries = await self._until_answered("POST", "/api/conversations", {})
        self._web.headers["authorization"] = f"Bearer {begun['token']}"
        self._talk = WebLog(begun["conversation"])
        self._log.web.append(self._talk)

    async def _say(self) -> None:
        assert self._talk is not None
        talk = self._talk
        first = not talk.exchanges
        beginning = {"text": self._chance.choice(answers.BEGINNINGS)}
        content = beginning if first else answers.to_question(self._chance, _open_question(talk))
        message = {"id": UUID(int=self._chance.getrandbits(128)).hex, **content, "after": max(talk.seen, default=0)}
        answer, tries = await self._until_answered("POST", "/api/messages", message)
        came = answer["messages"]
        talk.seen |= {one["id"]: one for one in came}
        answered = any(one["author"] != "her" for one in came)
        talk.exchanges.append(Exchange(message["id"], tries, answered))

    async def _until_answered(self, method: str, path: str, content: dict[str, Any] | None) -> tuple[Any, int]:
        """The answer, and after how many tries. Raises `GaveUp`."""
        last = "no answer"
        for tries in range(1, TRIES):
            try:
                response = await self._web.request(method, path, json=content)
                if response.is_success:
                    return response.json(), tries
                self._log.errors += 1
                last = f"status {response.status_code}"
                assert response.status_code >= 500, f"{path} answered {response.status_code}: {response.text[:200]}"
            except (httpx.TransportError, ValueError):
                pass
            await asyncio.sleep(AGAIN_AFTER)
        raise GaveUp(f"{GaveUp.__doc__} The last time: {last}.")


class PhoneWoman:
    """One telephone, at one of the carriers. She waits a little for a reply, then writes all the same."""

    def __init__(self, channel: str, carrier: SmsCarrier | TelegramCarrier, chance: Random, log: Log) -> None:
        self._carrier, self._chance = carrier, chance
        self._key = carrier.open_phone()
        self._screen: Screen = carrier.screens[self._key]
        address = f"+{self._key}" if channel == "sms" else self._key
        self._log = PhoneLog(channel, address)
        self._said = 0
        log.phones.append(self._log)

    async def write(self) -> None:
        """One message or tap; its carrier brings it."""
        version, theirs = self._screen.version, self._received()
        self._said += 1
        await self._carrier.did(self._key, self._next())
        for _ in range(40):  # a reply leaves with the next round of the outbox
            await self._screen.wait(version, 0.1)
            version = self._screen.version
            if len(self._received()) > len(theirs):
                return

    def _next(self) -> dict[str, str]:
        theirs = [bubble for bubble in self._screen.bubbles if not bubble.hers]
        if not theirs:
            return {"text": self._chance.choice(answers.BEGINNINGS)}
        if theirs[-1].buttons and self._chance.random() < 0.8:
            return {"bubble": str(theirs[-1].id), "tap": self._chance.choice(theirs[-1].buttons)[1]}
        return {"text": answers.by_phone(self._chance, theirs[-1].text)}

    def note(self) -> None:
        """In the end: what was handed over, and what came."""
        hers = [bubble for bubble in self._screen.bubbles if bubble.hers]
        lost = sum(bubble.status not in ("", "delivered") for bubble in hers)
        self._log.handed_over, self._log.unknown = self._said - lost, lost
        self._log.received = self._received()

    def _received(self) -> list[str]:
        return [bubble.text for bubble in self._screen.bubbles if not bubble.hers]


def _open_question(talk: WebLog) -> dict[str, Any] | None:
    """The question that stands on her screen, as `log.js` decides it."""
    for one in reversed(sorted(talk.seen.values(), key=lambda one: one["id"])):
        kind = one["body"].get("kind")
        if kind == "question":
            question: dict[str, Any] = one["body"]["question"]
            return question
        if kind in ("card", "signpost", "midwife"):
            return None
    return None
