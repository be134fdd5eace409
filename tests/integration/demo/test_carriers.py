"""A phone, a carrier, our doors, the outbox, and the phone again: over real HTTP, for both carriers."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
import pytest
from sqlalchemy import insert, select
from starlette.applications import Starlette

from bot.channels import outbox, sms, telegram
from bot.channels.desk import intake, sessions
from bot.channels.turns import Turns
from bot.records.clock import SystemClock
from bot.records.database import Database
from bot.records.tables import arrivals, deliveries, messages
from demo.doors import PhoneDoor
from demo.phrasebook import read_phrasebook
from demo.sms_carrier import SmsCarrier
from demo.telegram_carrier import TelegramCarrier
from demo.woman import Answer
from tests.unit.channels.doubles import OUR_NUMBER, question, served, until

pytestmark = pytest.mark.anyio
TOKEN, SECRET = "1:abc", "s3cret"
ACCOUNT, AUTH = "AC" + "1" * 32, "a" * 32
ASKED = {**question(labels=("The same as normal", "No moves at all")), "text": "How is your baby moving today?"}


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture
def database(migrated_file, tmp_path):
    shutil.copy(migrated_file, tmp_path / "t.db")
    database = Database(f"sqlite:///{tmp_path / 't.db'}")
    yield database
    database.close()


@dataclass
class AskingDesk:
    """The front desk's two commits on a real database; every reply is the same question."""

    database: Database
    line_id: str
    unit_id: str

    def find_or_open(self, channel, address):
        with self.database.write() as connection:
            now = SystemClock().now()
            return sessions.find_or_open(connection, self.line_id, self.unit_id, channel, address, now)

    async def store(self, arrival):
        with self.database.write() as connection:
            return intake.store(connection, arrival, SystemClock().now(), "test")[0]

    async def answer(self, arrival_number):
        now = SystemClock().now()
        with self.database.write() as connection:
            arrival = connection.execute(select(arrivals).where(arrivals.c.id == arrival_number)).one()
            place = {name: arrival._mapping[name] for name in ("line_id", "unit_id", "conversation_id")}
            channel = "telegram" if arrival.carrier_id[:2] not in ("SM", "MM") else "sms"
            reply = insert(messages).values(author="assistant", body=ASKED, at=now, arrival_id=arrival.id, **place)
            ident = connection.execute(reply).inserted_primary_key[0]
            sending = {"message_id": ident, "channel": channel, "state": "waiting", "due_at": now}
            connection.execute(insert(deliveries).values(**sending, **place))
        return []

    def heard(self):
        with self.database.read() as connection:
            return connection.execute(select(arrivals).order_by(arrivals.c.id)).all()

    def delivered(self):
        with self.database.read() as connection:
            return connection.execute(select(deliveries).order_by(deliveries.c.id)).all()


@pytest.fixture
def desk(database, ward):
    return AskingDesk(database, ward.line_id, ward.unit.id)


async def on_the_phone(url, kind):
    client = httpx.AsyncClient(trust_env=False)
    door = PhoneDoor(client, f"{url}/phone/{kind}", read_phrasebook())
    await door.begin("Invented Olive")
    return client, door


async def next_question(door):
    async with asyncio.timeout(10):
        while True:
            if found := [one for one in await door.news() if one.question]:
                return found[0]
            await asyncio.sleep(0.02)


async def test_telegram_from_phone_to_phone(database, desk):
    carrier = TelegramCarrier(TOKEN)
    with served(carrier.app()) as api_url:
        calling = telegram.TelegramSettings(TOKEN, SECRET, api_url, "http://placeholder")
        bot, bot_there, turns = telegram.open_bot(calling), telegram.open_bot(calling), Turns()

        @asynccontextmanager
        async def lifespan(_app):
            yield
            await turns.finish()
            await telegram.close_bot(bot_there)

        door_routes = telegram.routes(desk, calling, bot=bot_there, turns=turns)
        with served(Starlette(routes=door_routes, lifespan=lifespan)) as ours:
            carrier.faults = [500]  # the first thing said to Telegram goes wrong, and is said again
            settings = telegram.TelegramSettings(TOKEN, SECRET, api_url, ours)
            carrying = asyncio.create_task(
                outbox.carry(database, {"telegram": telegram.TelegramCourier(bot)}, SystemClock(), pause=0.02)
            )
            announcing = asyncio.create_task(telegram.announce(bot, settings))
            client, door = await on_the_phone(api_url, "telegram")
            await door.say("my baby has gone quiet")
            asked = await next_question(door)
            assert asked.question == "movement"
            carrier_screen = next(iter(carrier.screens.values()))
            await door.answer(asked, Answer(options=("none",)))
            await asyncio.to_thread(until, lambda: len(desk.heard()) == 2)
            await asyncio.to_thread(until, lambda: carrier.acknowledged and not carrier_screen.bubbles[1].buttons)
            for task in (carrying, announcing):
                task.cancel()
            await asyncio.gather(carrying, announcing, return_exceptions=True)
            await client.aclose()
        await telegram.close_bot(bot)
    first, second = desk.heard()
    assert (first.words, second.choice) == ("my baby has gone quiet", "ab12cd34.7.no_moves_at_all")


async def test_sms_from_phone_to_phone_and_delivery_followed_up(database, desk):
    carrier = SmsCarrier(ACCOUNT, AUTH, OUR_NUMBER, "")
    with served(carrier.app()) as api_url:
        settings = sms.SmsSettings(ACCOUNT, AUTH, number=OUR_NUMBER, api_url=api_url, public_url="http://127.0.0.1")
        app = Starlette()
        with served(app) as ours:
            settings = sms.SmsSettings(ACCOUNT, AUTH, number=OUR_NUMBER, api_url=api_url, public_url=ours)
            app.router.routes.extend(sms.routes(desk, settings, database=database, clock=SystemClock()))
            carrier.webhook = f"{ours}/sms"
            couriers = {"sms": sms.SmsCourier(settings)}
            carrying = asyncio.create_task(outbox.carry(database, couriers, SystemClock(), pause=0.02))
            client, door = await on_the_phone(api_url, "sms")
            await door.say("my baby has gone quiet")
            asked = await next_question(door)
            assert "1 The same as normal\n2 No moves at all" in asked.source["text"]
            await door.answer(asked, Answer(options=("none",)))
            await asyncio.to_thread(until, lambda: len(desk.heard()) == 2)
            await asyncio.to_thread(until, lambda: [one.status for one in desk.delivered()][:1] == ["delivered"])
            carrying.cancel()
            await asyncio.gather(carrying, return_exceptions=True)
            await client.aclose()
    assert [one.words for one in desk.heard()] == ["my baby has gone quiet", "2"]


@pytest.mark.parametrize("kind", ["telegram", "sms"])
def test_the_phone_pages_are_escaped_and_need_nothing_from_elsewhere(kind):
    carrier = (
        TelegramCarrier(TOKEN) if kind == "telegram" else SmsCarrier(ACCOUNT, AUTH, OUR_NUMBER, "http://127.0.0.1:9")
    )
    with served(carrier.app()) as url, httpx.Client(base_url=url, trust_env=False, follow_redirects=True) as client:
        page = client.post(f"/phone/{kind}/new", data={"name": ""})
        path = page.url.path
        assert "Demonstration" in page.text
        page = client.post(f"{path}/do", data={"text": "<script>alert(1)</script> \N{RIGHT SINGLE QUOTATION MARK}"})
        assert "<script>alert" not in page.text
        assert "&lt;script&gt;alert(1)" in page.text
        assert "default-src 'none'" in page.headers["content-security-policy"]
        for address in ("/assets/phone.css", "/assets/phone.js"):
            assert client.get(address).status_code == 200
            assert f'"{address}"' in page.text
        assert "http://" not in page.text
        assert "https://" not in page.text
        assert client.get(f"/phone/{kind}/999").status_code == 404
