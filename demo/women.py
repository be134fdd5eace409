"""Invented women who write to a running server, through the doors that real ones would use.

python -m demo.women --web http://127.0.0.1:8000 --telegram http://127.0.0.1:8081 --sms http://127.0.0.1:8082
"""

from __future__ import annotations

import argparse
import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass

import httpx

from .doors import Door, PhoneDoor, WebDoor, newest_question
from .phrasebook import read_phrasebook
from .woman import Woman, read_women

log = logging.getLogger("demo.women")

LOOK_EVERY = 0.5
#: So long she stays with her phone when nothing more comes, in seconds at speed 1.
STAYS = 900.0


@dataclass(frozen=True)
class Town:
    """Where the doors are."""

    web: str
    telegram: str = ""
    sms: str = ""

    def door(self, woman: Woman, client: httpx.AsyncClient) -> Door | None:
        """The door of her channel; None where that carrier does not run."""
        if woman.channel == "web":
            return WebDoor(client, self.web)
        phones = self.telegram if woman.channel == "telegram" else self.sms
        return PhoneDoor(client, f"{phones}/phone/{woman.channel}", read_phrasebook()) if phones else None


async def play(woman: Woman, door: Door, *, speed: float = 1, stays: float = STAYS) -> None:
    """Her conversation: she writes, answers what she is asked, and answers the midwife; then she puts it away."""
    replies = iter(woman.when_midwife_writes)
    await door.begin(woman.name)
    for line in woman.says:
        await door.say(line)
        await asyncio.sleep(woman.waits / speed)
    quiet = 0.0
    while quiet < stays:
        shown = await door.news()
        quiet = 0.0 if shown else quiet + LOOK_EVERY
        asked = newest_question(shown)
        if asked is not None and asked.question is not None:
            await asyncio.sleep(woman.waits / speed)
            await door.answer(asked, woman.answer(asked.question, asked.options))
        elif any(one.midwife for one in shown) and (reply := next(replies, None)):
            await asyncio.sleep(woman.waits / speed)
            await door.say(reply)
        await asyncio.sleep(LOOK_EVERY / speed)


async def play_all(town: Town, women: Sequence[Woman], *, speed: float = 1, stays: float = STAYS) -> None:
    """Everybody, a few seconds apart. Who stumbles is named; the others go on."""

    async def one(woman: Woman, after: float) -> None:
        await asyncio.sleep(after)
        door = town.door(woman, client)
        if door is None:
            return
        try:
            await play(woman, door, speed=speed, stays=stays)
        except (httpx.HTTPError, KeyError) as problem:
            log.warning("%s stopped: %s", woman.name, type(problem).__name__)

    async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
        await asyncio.gather(*(one(woman, 3 * place / speed) for place, woman in enumerate(women)))


def main(arguments: Sequence[str] | None = None) -> None:
    """Play them all against a running server."""
    parser = argparse.ArgumentParser(description="Invented women write to a running server.")
    parser.add_argument("--web", default="http://127.0.0.1:8000", help="the server")
    parser.add_argument("--telegram", default="", help="the Telegram carrier, where it runs")
    parser.add_argument("--sms", default="", help="the SMS carrier, where it runs")
    parser.add_argument("--speed", type=float, default=1, help="2 is twice as fast")
    given = parser.parse_args(arguments)
    logging.basicConfig(format="%(message)s")
    asyncio.run(play_all(Town(given.web, given.telegram, given.sms), read_women(), speed=given.speed))


if __name__ == "__main__":
    main()
