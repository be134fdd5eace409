"""The conversation in a terminal, through the same front desk as the web."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from bot.channels.arrival import Arrival
from bot.dialogue.bodies import plain
from bot.records import vault
from bot.records.clock import SystemClock

from . import wiring
from .settings import Settings

HELP = "(Type your message and press Enter. An empty line or Ctrl-D ends the conversation. Nothing is kept.)"


def converse(settings: Settings) -> int:
    """Talk until she leaves; in a database that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        var = Path(folder)
        own = replace(settings, database_url=f"sqlite:///{var / 'talk.db'}", var=var, key=vault.new_key())
        parts = wiring.assemble(own, SystemClock())
        print("One moment, loading ...", flush=True)
        parts.dialogue.load(own.model)
        print(HELP)
        asyncio.run(_talk(parts))
        parts.dialogue.close()
        parts.database.close()
    return 0


async def _talk(parts: wiring.Parts) -> None:
    conversation = parts.desk.open_conversation("terminal").conversation_id
    while words := await asyncio.to_thread(_line):
        for sent in await parts.desk.receive(Arrival(conversation, uuid4().hex, "words", words=words)):
            print("\n" + plain(sent.body), flush=True)


def _line() -> str:
    print("\n> ", end="", flush=True)
    return sys.stdin.readline().strip()
