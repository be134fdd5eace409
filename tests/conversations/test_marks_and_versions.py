"""What she is told of the service on channels without a page of ours, and on which version her episode ends."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.app import wiring
from bot.app.wiring import Parts
from bot.dialogue import shelf
from bot.protocol.choices import SiteChoices
from bot.protocol.located import Table
from bot.protocol.mark import UNTIL_KNOWN
from bot.protocol.reader import from_content
from bot.records.tables import cases, episodes, events, protocols
from tests.phone import Phone, midwife_signs_in


@pytest.mark.parametrize("channel", ["telegram", "sms", "terminal"])
def test_the_first_reply_says_that_nothing_is_approved(parts: Parts, channel: str) -> None:
    first = Phone(parts, channel).says("my baby is moving less").replies[0]
    assert UNTIL_KNOWN in first["text"]
    assert UNTIL_KNOWN in first.get("short", UNTIL_KNOWN)


def test_on_the_web_the_page_says_it_and_the_reply_need_not(phone: Phone) -> None:
    assert not any(UNTIL_KNOWN in body["text"] for body in phone.says("my baby is moving less").replies)


def test_an_approved_service_says_nothing_of_it(parts: Parts) -> None:
    parts.desk.mark = ""
    assert not any("approved" in body["text"] for body in Phone(parts, "telegram").says("hello").replies)


def test_level_case_and_events_carry_the_version_of_the_episode(parts: Parts, phone: Phone) -> None:
    phone.says("I cannot feel my baby move at all, 34 weeks").until_told()
    with parts.database.read() as connection:
        served = connection.scalar(select(episodes.c.protocol_hash))
        assert connection.scalar(select(cases.c.protocol_hash)) == served
        assert connection.scalar(select(protocols.c.hash)) == served
        told = connection.execute(
            select(events.c.kind, events.c.body).where(events.c.kind.in_(["told", "case_opened"]))
        )
        assert {(kind, body["protocol"]) for kind, body in told} == {("told", served), ("case_opened", served)}


def test_an_episode_ends_on_the_version_it_began_with(parts: Parts, phone: Phone) -> None:
    phone.says("I am 34 weeks and have a question")
    began = shelf.current()
    content = dict(began.content)
    content["protocol.yml"] = content["protocol.yml"].replace('version: "0.1"', 'version: "0.2"')
    shelf.put(from_content(content), current=True)
    shelf._loaded.pop(began.hash)  # as in a process that was started after the new version came
    try:
        phone.answers(main_worry="other")
        with parts.database.read() as connection:
            assert connection.scalars(select(episodes.c.protocol_hash)).all() == [began.hash]
        assert shelf.version(began.hash).version == "0.1"
        Phone(parts).says("hello")
        with parts.database.read() as connection:
            assert set(connection.scalars(select(protocols.c.version))) == {"0.1", "0.2"}
    finally:
        shelf.put(began, current=True)


def test_a_site_with_shorter_clocks_promises_and_keeps_them(parts: Parts) -> None:
    """Her card and the midwives' board name the same time."""
    sooner = Table(1)
    sooner["ring_within_A15"] = 10
    own = replace(parts.settings, clinical=SiteChoices("harbour.yml", sooner))
    try:
        again = wiring.assemble(own, parts.clock, parts.dialogue)
        midwife_signs_in(again)
        phone = Phone(again)
        phone.says("my baby is moving less today, 30 weeks").until_told()
        assert phone.card is not None
        assert phone.card["by"] == "03:10"
        with again.database.read() as connection:
            assert connection.scalar(select(cases.c.due_at)).astimezone().strftime("%M") == "10"
        again.database.close()
    finally:
        wiring.assemble(parts.settings, parts.clock, parts.dialogue).database.close()
