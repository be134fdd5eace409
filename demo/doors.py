"""The public doors by which an invented woman reaches the server: the web's JSON API, or a phone of a carrier."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import uuid4

import httpx

from bot.channels.sms.writing import plain

from .phrasebook import Phrasebook
from .woman import Answer

#: Marks the person as invented; the server heeds it in demonstration mode only.
INVENTED = {"X-Triage-Invented": "1"}
QUIETLY = {"x-quietly": "1"}
_NUMBERED = re.compile(r"^(\d+) (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Shown:
    """Something new on her screen: a question with its options, a midwife's words, or anything else."""

    question: str | None = None
    options: tuple[str, ...] = ()
    midwife: bool = False
    source: Any = None


class Door(Protocol):
    """One conversation, seen from her side."""

    async def begin(self, name: str) -> None: ...
    async def say(self, text: str) -> None: ...
    async def answer(self, shown: Shown, answer: Answer) -> None: ...
    async def news(self) -> list[Shown]: ...


class WebDoor:
    """The chat's JSON API, as any other front end uses it."""

    def __init__(self, web: httpx.AsyncClient, address: str) -> None:
        self._web, self._address = web, address.rstrip("/")
        self._headers: dict[str, str] = {}
        self._last = 0

    async def begin(self, name: str) -> None:
        """Open a conversation."""
        answer = await self._web.post(f"{self._address}/api/conversations", json={}, headers=INVENTED)
        self._headers = {"Authorization": f"Bearer {answer.raise_for_status().json()['token']}"}

    async def say(self, text: str) -> None:
        """Send words."""
        await self._send(text=text)

    async def answer(self, shown: Shown, answer: Answer) -> None:
        """Press buttons, or send words."""
        tokens = {option["id"]: option["token"] for option in shown.source["options"]}
        pressed = [tokens[option] for option in answer.options if option in tokens]
        if answer.text or not pressed:
            await self._send(text=answer.text or " ".join(answer.options))
        else:
            await self._send(choice=pressed if shown.source["kind"] == "ticks" else pressed[0])

    async def _send(self, **what: Any) -> None:
        body = {"id": str(uuid4()), **what}
        answer = await self._web.post(f"{self._address}/api/messages", json=body, headers=self._headers)
        answer.raise_for_status()

    async def news(self) -> list[Shown]:
        """What is new in the transcript."""
        address = f"{self._address}/api/messages"
        answer = await self._web.get(address, params={"after": self._last}, headers=self._headers)
        batch = answer.raise_for_status().json()
        self._last = max(self._last, int(batch["last"]))
        return [self._shown(message) for message in batch["messages"] if message["author"] != "her"]

    @staticmethod
    def _shown(message: dict[str, Any]) -> Shown:
        question = message["body"].get("question")
        if question is None:
            return Shown(midwife=message["author"] == "midwife")
        return Shown(question["id"], tuple(option["id"] for option in question["options"]), source=question)


class PhoneDoor:
    """A phone of one of the carriers on loopback; she sees words and buttons, nothing else."""

    def __init__(self, web: httpx.AsyncClient, phones: str, book: Phrasebook) -> None:
        self._web, self._phones, self._book = web, phones.rstrip("/"), book
        self._key = ""
        self._seen = 0

    async def begin(self, name: str) -> None:
        """Take a new phone."""
        answer = await self._web.post(f"{self._phones}/new", data={"name": name}, headers=QUIETLY)
        self._key = answer.raise_for_status().json()["key"]

    async def say(self, text: str) -> None:
        """Type and send."""
        await self._do(text=text)

    async def answer(self, shown: Shown, answer: Answer) -> None:
        """Tap the button, or type the number, of each option; words otherwise."""
        labels = [self._book.label(shown.question or "", option) for option in answer.options]
        buttons = {plain(label): data for label, data in shown.source["buttons"]}
        if len(labels) == 1 and labels[0] in buttons:
            await self._do(bubble=str(shown.source["id"]), tap=buttons[labels[0]])
            return
        numbers = {label: number for number, label in _NUMBERED.findall(plain(shown.source["text"]))}
        typed = " ".join(numbers.get(label, label) for label in labels)
        await self._do(text=answer.text or typed)

    async def _do(self, **what: str) -> None:
        answer = await self._web.post(f"{self._phones}/{self._key}/do", data=what, headers=QUIETLY)
        answer.raise_for_status()

    async def news(self) -> list[Shown]:
        """The bubbles since the last look."""
        answer = await self._web.get(f"{self._phones}/{self._key}/messages")
        bubbles = answer.raise_for_status().json()
        new, self._seen = bubbles[self._seen :], len(bubbles)
        return [self._shown(bubble) for bubble in new if not bubble["hers"]]

    def _shown(self, bubble: dict[str, Any]) -> Shown:
        question = self._book.question(bubble["text"])
        if question is None:
            return Shown(midwife=not self._book.is_the_assistants(bubble["text"]), source=bubble)
        return Shown(question, tuple(self._book.options(question)), source=bubble)


def newest_question(shown: Sequence[Shown]) -> Shown | None:
    """The question to answer: only the last one stands."""
    return next((one for one in reversed(shown) if one.question), None)
