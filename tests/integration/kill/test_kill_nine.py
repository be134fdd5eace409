"""`kill -9` of the server, again and again, while women write on all three channels."""

from __future__ import annotations

from tests.integration.kill.conftest import KILLS


def test_nothing_is_lost_and_nothing_is_said_twice(played):
    assert played.findings == []


def test_the_play_was_worth_playing(played):
    """Somebody was in the middle of something when the server died."""
    assert played.log.kills == KILLS
    assert played.log.resends > 0
    assert played.messages > 60
    assert len(played.kept.cases) > 3
    assert {row.channel for row in played.kept.conversations} == {"web", "telegram", "sms"}
    assert all(phone.received for phone in played.log.phones)


def test_it_takes_less_than_a_minute_and_a_half(played):
    assert played.seconds < 90
