"""The outbox on both databases: red first, in order, once; retries, crashes, and a line that hears of failure."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from bot.channels import outbox
from bot.channels.courier import PermanentFailure, Sent, TemporaryFailure
from bot.channels.outbox import BATCH, LEASE, PAUSES, TRIES_BEFORE_ALARM, deliver_due
from bot.channels.sms import status
from bot.records import events
from bot.records.clock import SetClock
from bot.records.tables import conversations, deliveries, messages
from tests.unit.channels.doubles import HER_NUMBER, card, question

pytestmark = pytest.mark.anyio
SAY = {"kind": "say", "text": "zebra thank you"}


@pytest.fixture
def anyio_backend():
    return "asyncio"


class Carrier:
    """Takes everything, or fails as told."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.bodies: list[dict] = []
        self.fails: list[Exception] = []
        self.hangs = False

    async def send(self, address, body) -> Sent:
        if self.hangs:
            await asyncio.sleep(30)
        if self.fails:
            raise self.fails.pop(0)
        self.sent.append((address, body["text"]))
        self.bodies.append(body)
        return Sent(f"SM{len(self.sent)}", "queued")

    @property
    def texts(self):
        return [text for _, text in self.sent]


@pytest.fixture
def carrier():
    return Carrier()


@pytest.fixture
def her(database, ward):
    def woman(channel="sms", address=HER_NUMBER):
        one = ward.woman(channel)
        with database.write() as connection:
            connection.execute(
                update(conversations).where(conversations.c.id == one.conversation_id).values(address=address)
            )
        return one

    return woman


@pytest.fixture
def post(database, ward, now):
    """Put a reply into the outbox; returns the delivery's number."""

    def reply(woman, body, channel="sms", due=None):
        place = {"line_id": ward.line_id, "unit_id": ward.unit.id, "conversation_id": woman.conversation_id}
        with database.write() as connection:
            written = connection.execute(insert(messages).values(author="assistant", body=body, at=now, **place))
            message_id = written.inserted_primary_key[0]
            delivery = {"message_id": message_id, "channel": channel, "state": "waiting", "due_at": due or now}
            return connection.execute(insert(deliveries).values(**delivery, **place)).inserted_primary_key[0]

    return reply


@pytest.fixture
def row(database):
    def one(number):
        with database.read() as connection:
            return connection.execute(select(deliveries).where(deliveries.c.id == number)).one()

    return one


@pytest.fixture
def heard(database, ward):
    """The events that the line has heard of undelivered replies."""

    def all_of_them():
        with database.read() as connection:
            found = events.after(connection, ward.line_id, 0, bodies=True)
        return [event for event in found if event.kind == "undelivered"]

    return all_of_them


async def drain(database, carrier, now, channel="sms"):
    while await deliver_due(database, {channel: carrier}, now):
        pass


async def test_sent_and_marked_with_the_carriers_id(database, carrier, her, post, row, now):
    number = post(her(), SAY)
    assert await deliver_due(database, {"sms": carrier}, now) == 1
    assert carrier.sent == [(HER_NUMBER, "zebra thank you")]
    assert carrier.bodies[0]["number_text"] == "01632 960001"
    done = row(number)
    assert (done.state, done.carrier_id, done.status, done.due_at) == ("sent", "SM1", "queued", None)
    assert await deliver_due(database, {"sms": carrier}, now + timedelta(hours=9)) == 0


async def test_in_order_for_each_woman_and_red_before_all_others(database, carrier, her, post, now):
    women = [her() for _ in range(3)]
    for number in range(4):
        for who, woman in enumerate(women):
            post(woman, {"kind": "say", "text": f"{who}.{number}"})
    post(women[1], card(text="red"))
    post(women[2], {**question(urgent=True), "text": "urgent"})
    await drain(database, carrier, now)
    assert set(carrier.texts[:2]) == {"red", "urgent"}
    for who in range(3):
        assert [text for text in carrier.texts if text.startswith(f"{who}.")] == [f"{who}.{n}" for n in range(4)]


async def test_red_leaves_first_whatever_is_waiting(database, carrier, her, post, now):
    for _ in range(3 * BATCH):
        post(her(), SAY)
    post(her(), card(text="red"))
    await deliver_due(database, {"sms": carrier}, now)
    assert len(carrier.sent) == BATCH
    assert carrier.texts[0] == "red"


async def test_a_later_reply_waits_for_the_earlier_but_red_does_not(database, carrier, her, post, now):
    woman = her()
    carrier.fails = [TemporaryFailure("500")]
    post(woman, {"kind": "say", "text": "first"})
    post(woman, {"kind": "say", "text": "second"})
    await drain(database, carrier, now)
    assert carrier.sent == []
    post(woman, card(text="red"))
    await drain(database, carrier, now)
    assert carrier.texts == ["red"]
    await drain(database, carrier, now + timedelta(seconds=15))
    assert carrier.texts == ["red", "first", "second"]


async def test_tried_again_after_15_30_60_seconds_and_given_up_at_last(database, carrier, her, post, row, heard, now):
    woman = her()
    case = woman.case()
    number = post(woman, SAY)
    at = now
    for pause in PAUSES:
        carrier.fails = [TemporaryFailure("30001")]
        await drain(database, carrier, at)
        assert row(number).due_at == at + timedelta(seconds=pause)
        assert await deliver_due(database, {"sms": carrier}, at + timedelta(seconds=pause - 1)) == 0
        at += timedelta(seconds=pause)
    carrier.fails = [TemporaryFailure("30001")]
    await drain(database, carrier, at)
    assert (row(number).state, row(number).problem, row(number).tries) == ("failed", "30001", len(PAUSES) + 1)
    assert [(event.case_id, event.body["problem"]) for event in heard()] == [(case.id, "30001")]
    assert carrier.sent == []


async def test_the_carrier_may_ask_for_a_longer_pause(database, carrier, her, post, row, now):
    number = post(her(), SAY)
    carrier.fails = [TemporaryFailure("RetryAfter", after=40)]
    await drain(database, carrier, now)
    assert row(number).due_at == now + timedelta(seconds=40)


async def test_a_permanent_failure_is_told_to_the_line_once(database, carrier, her, post, row, heard, now):
    woman = her()
    number = post(woman, SAY)
    carrier.fails = [PermanentFailure("21610")]
    await drain(database, carrier, now)
    await drain(database, carrier, now + timedelta(hours=1))
    assert row(number).state == "failed"
    (event,) = heard()
    assert (event.case_id, event.conversation_id) == (None, woman.conversation_id)
    assert event.body["problem"] == "21610"
    assert event.body["trying"] is False


async def test_a_red_reply_that_will_not_go_alarms_the_line_while_we_try(database, carrier, her, post, heard, now):
    post(her(), card())
    at = now
    for attempt in range(TRIES_BEFORE_ALARM):
        assert heard() == []
        carrier.fails = [TemporaryFailure("TimedOut")]
        await drain(database, carrier, at)
        at += timedelta(seconds=PAUSES[attempt])
    assert [event.body["trying"] for event in heard()] == [True]
    await drain(database, carrier, at)
    assert len(carrier.sent) == 1


async def test_without_an_address_it_fails(database, carrier, her, post, row, heard, now):
    number = post(her(address=None), SAY)
    await drain(database, carrier, now)
    assert row(number).problem == "no address"
    assert len(heard()) == 1


async def test_what_nobody_foresaw_is_tried_again_and_no_word_is_logged(database, carrier, her, post, row, now, caplog):
    caplog.set_level(logging.DEBUG)
    number = post(her(), SAY)
    carrier.fails = [RuntimeError(f"zebra {HER_NUMBER}")]
    await drain(database, carrier, now)
    assert (row(number).state, row(number).problem) == ("waiting", "RuntimeError")
    assert "zebra" not in caplog.text
    assert HER_NUMBER not in caplog.text


async def test_a_carrier_that_hangs_has_failed(database, carrier, her, post, row, now, monkeypatch):
    monkeypatch.setattr(outbox, "SEND_LIMIT", timedelta(seconds=0.05))
    number = post(her(), SAY)
    carrier.hangs = True
    await drain(database, carrier, now)
    assert row(number).problem == "TimeoutError"


async def test_a_crash_between_sending_and_marking_sends_once_more(
    database, carrier, her, post, row, now, monkeypatch, caplog
):
    number = post(her(), SAY)
    with monkeypatch.context() as crash:
        crash.setattr(outbox, "_mark", lambda *_: 1 / 0)
        await deliver_due(database, {"sms": carrier}, now)
    assert row(number).state == "waiting"
    assert await deliver_due(database, {"sms": carrier}, now + LEASE - timedelta(seconds=1)) == 0
    await drain(database, carrier, now + LEASE)
    await drain(database, carrier, now + timedelta(hours=9))
    assert len(carrier.sent) == 2
    assert row(number).state == "sent"


async def test_eight_workers_send_each_reply_once(database, carrier, her, post, now):
    women = [her() for _ in range(20)]
    for number in range(3):
        for who, woman in enumerate(women):
            post(woman, {"kind": "say", "text": f"{who}.{number}"})
    await asyncio.gather(*(drain(database, carrier, now) for _ in range(8)))
    await drain(database, carrier, now)
    assert len(carrier.sent) == 60
    assert len(set(carrier.texts)) == 60
    for who in range(20):
        assert [text for text in carrier.texts if text.startswith(f"{who}.")] == [f"{who}.{n}" for n in range(3)]


async def test_cancelled_meanwhile_is_not_sent(database, carrier, her, post, now):
    number = post(her(), SAY)
    with database.write() as connection:
        connection.execute(update(deliveries).where(deliveries.c.id == number).values(state="cancelled"))
    await drain(database, carrier, now)
    assert carrier.sent == []


async def test_a_channel_without_a_courier_waits(database, carrier, her, post, row, now):
    number = post(her("telegram", "42"), SAY, channel="telegram")
    await drain(database, carrier, now)
    assert row(number).state == "waiting"


async def test_one_carriers_trouble_does_not_hold_up_the_other(database, her, post, now):
    stuck, good = Carrier(), Carrier()
    stuck.hangs = True
    post(her(), SAY)
    post(her("telegram", "42"), SAY, channel="telegram")
    carrying = asyncio.create_task(outbox.carry(database, {"sms": stuck, "telegram": good}, SetClock(now), pause=0.01))
    async with asyncio.timeout(5):
        while not good.sent:
            await asyncio.sleep(0.01)
    carrying.cancel()
    await asyncio.gather(carrying, return_exceptions=True)


# What became of it, as Twilio says --------------------------------------------------------------


@pytest.fixture
async def sent(database, carrier, her, post, now):
    number = post(her(), SAY)
    await drain(database, carrier, now)
    return number


def note(database, word, now, code="", sid="SM1"):
    with database.write() as connection:
        return status.note(connection, sid, word, code, now)


@pytest.mark.parametrize(
    "said",
    [
        ("queued", "sent", "delivered"),
        ("delivered", "sent", "queued"),
        ("sent", "delivered", "sending", "undelivered"),
        ("delivered", "nonsense", "delivered"),
    ],
)
async def test_statuses_only_go_forward(database, sent, row, heard, now, said):
    for word in said:
        assert note(database, word, now)
    assert (row(sent).status, row(sent).state) == ("delivered", "sent")
    assert heard() == []


async def test_a_status_of_nothing_of_ours(database, now):
    assert not note(database, "delivered", now, sid="SM404")


@pytest.mark.parametrize("code", ["21610", "30005", "30006", "30007", "30034", ""])
async def test_lost_for_good_is_told_to_the_line_once(database, sent, row, heard, now, code):
    note(database, "undelivered", now, code)
    note(database, "failed", now, code)
    assert row(sent).state == "failed"
    assert [event.body["trying"] for event in heard()] == [False]


@pytest.mark.parametrize("code", status.PASSING)
async def test_lost_for_now_is_sent_again_and_the_line_knows(database, carrier, sent, row, heard, now, code):
    at = now
    for attempt in range(1, status.TRIES):
        note(database, "undelivered", at, code, sid=f"SM{attempt}")
        assert row(sent).state == "waiting"
        at += timedelta(seconds=PAUSES[attempt - 1])
        await drain(database, carrier, at)
    assert len(carrier.sent) == status.TRIES
    note(database, "undelivered", at, code, sid=f"SM{status.TRIES}")
    assert row(sent).state == "failed"
    assert [event.body["trying"] for event in heard()] == [True] * (status.TRIES - 1) + [False]
