"""Women write, the server dies and comes back, again and again; then everything is checked."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

import uvicorn

from bot.records import vault
from bot.records.database import Database
from demo import telegram_carrier
from demo.sms_carrier import SmsCarrier
from demo.telegram_carrier import TelegramCarrier

from ..processes import HOST
from . import checker, record
from .log import Log
from .server import ACCOUNT, SMS_NUMBER, TELEGRAM_TOKEN, Server
from .women import PhoneWoman, WebWoman, Woman

#: So much faster runs the server's clock: leases of a minute run out in five seconds.
SPEED = 12.0
ON_THE_WEB, ON_TELEGRAM, BY_SMS = 6, 2, 2
#: A kill comes so many seconds after somebody has been answered, at most; one in ten, while the server starts.
LATEST_KILL = 0.8
WHILE_STARTING = 0.1
#: How long women go on writing after the last restart, and how long everything may take to come to rest.
AFTERWARDS = 2.0
SECONDS_TO_REST = 45.0
#: Telegram's pauses between tries, shortened as all others: otherwise it would be silent for half of the play.
PAUSES = (0.1, 0.1, 0.2, 0.2, 0.4, 0.4)


@dataclass(frozen=True)
class Played:
    """What a play came to, and what it left."""

    log: Log
    kept: record.Record
    findings: list[str]
    seconds: float
    slowest_start: float
    folder: Path
    key: str

    @property
    def messages(self) -> int:
        """How many messages arrived."""
        return len(self.kept.arrivals)

    @property
    def repeated(self) -> int:
        """How many replies came more than once by telephone."""
        return sum(len(phone.received) for phone in self.log.phones) - sum(map(len, self.kept.letters.values()))

    def __str__(self) -> str:
        found = f"{len(self.findings)} findings" if self.findings else "nothing lost, nothing asked or answered twice"
        return (
            f"{self.log.kills} kills in {self.seconds:.0f} s, {self.messages} messages, {len(self.kept.cases)} cases, "
            f"{self.log.resends} resends on the web "
            f"({self.log.errors} after an error), {self.repeated} replies repeated by telephone, "
            f"slowest restart {self.slowest_start:.2f} s: {found}"
        )


async def play(kills: int, seed: int, folder: Path) -> Played:
    """Kill the server so many times while women write; what is left in `folder` can be looked at afterwards."""
    chance, log = Random(seed), Log(kills=kills)
    server = Server(folder, SPEED)
    await server.load()
    begun = time.monotonic()
    try:
        async with _carriers(server) as (telegram, sms):
            women = _women(server, telegram, sms, chance, log)
            await _written(server, women, kills, chance, log)
            await _at_rest(folder / "triage.db", telegram)
            await _looked(women)
    finally:
        await server.end()
    seconds = time.monotonic() - begun
    kept = read(server.database_url, server.key)
    return Played(log, kept, checker.check(kept, log), seconds, server.slowest_start, folder, server.key)


def read(database_url: str, key: str) -> record.Record:
    """The record in a database under this key."""
    vault.open_with(key)
    database = Database(database_url)
    try:
        return record.read(database)
    finally:
        database.close()


async def _written(server: Server, women: list[Woman], kills: int, chance: Random, log: Log) -> None:
    """The women write until the last restart and a little longer. A woman who gives up ends it all."""
    await server.start()
    await server.ready()
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for number, woman in enumerate(women):
            group.create_task(_writes(woman, stop, Random(chance.getrandbits(32) + number)))
        await _killed(server, kills, chance, log)
        await asyncio.sleep(AFTERWARDS)
        stop.set()


async def _writes(woman: Woman, stop: asyncio.Event, chance: Random) -> None:
    while not stop.is_set():
        await woman.write()
        await asyncio.sleep(chance.uniform(0, 0.05))


async def _killed(server: Server, kills: int, chance: Random, log: Log) -> None:
    for _ in range(kills):
        if chance.random() < WHILE_STARTING:
            await asyncio.sleep(chance.uniform(0, 0.4))
        else:
            await server.ready()
            await _somebody_answered(log)
            await asyncio.sleep(chance.uniform(0, LATEST_KILL))
        server.kill()
        await server.start()
    await server.ready()


async def _somebody_answered(log: Log) -> None:
    """Where everything waits for a lease of the one before, there is nothing to kill."""
    before, end = log.answered, time.monotonic() + 15
    while log.answered == before and time.monotonic() < end:
        await asyncio.sleep(0.005)


async def _at_rest(database: Path, telegram: TelegramCarrier) -> None:
    """Wait until all is brought, answered and sent; what is not by then is a finding."""
    end = time.monotonic() + SECONDS_TO_REST
    while time.monotonic() < end:
        open_work = await asyncio.to_thread(_has_open_work, database)
        if not open_work and not telegram._waiting:
            return
        await asyncio.sleep(0.2)


def _has_open_work(database: Path) -> bool:
    unanswered = "select count(*) from arrivals where answered_at is null"
    waiting = "select count(*) from deliveries where state = 'waiting'"
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        return any(connection.execute(question).fetchone()[0] for question in (unanswered, waiting))


async def _looked(women: list[Woman]) -> None:
    for woman in women:
        if isinstance(woman, WebWoman):
            await woman.look()
            await woman.close()
        elif isinstance(woman, PhoneWoman):
            woman.note()


def _women(server: Server, telegram: TelegramCarrier, sms: SmsCarrier, chance: Random, log: Log) -> list[Woman]:
    def dice() -> Random:
        return Random(chance.getrandbits(64))

    web: list[Woman] = [WebWoman(server.url, dice(), log) for _ in range(ON_THE_WEB)]
    phones = [PhoneWoman("telegram", telegram, dice(), log) for _ in range(ON_TELEGRAM)]
    texts = [PhoneWoman("sms", sms, dice(), log) for _ in range(BY_SMS)]
    return [*web, *phones, *texts]


@asynccontextmanager
async def _carriers(server: Server) -> AsyncIterator[tuple[TelegramCarrier, SmsCarrier]]:
    """Both carriers on loopback, for the length of a block."""
    telegram = TelegramCarrier(TELEGRAM_TOKEN)
    telegram_carrier.PAUSES = PAUSES  # type: ignore[assignment]
    sms = SmsCarrier(ACCOUNT, server.sms_token, SMS_NUMBER, f"{server.url}/sms")
    apps = [(telegram.app(), server.telegram_port), (sms.app(), server.sms_port)]
    serving = [
        _serving(uvicorn.Config(app, host=HOST, port=port, log_level="critical", ws="none")) for app, port in apps
    ]
    tasks = [asyncio.create_task(one.serve()) for one in serving]
    try:
        while not all(one.started for one in serving):
            await asyncio.sleep(0.01)
        yield telegram, sms
    finally:
        for one in serving:
            one.should_exit = True
        await asyncio.gather(*tasks, return_exceptions=True)


def _serving(config: uvicorn.Config) -> uvicorn.Server:
    server = uvicorn.Server(config)
    server.capture_signals = suppress  # type: ignore[method-assign,assignment]  # the program is stopped, not its parts
    return server
