"""The live line: within a second, in order, from where one left off, and honest when the database is gone."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

import pytest

from bot.line.console.follower import Beat, Change, Follower
from bot.protocol.level import Level
from bot.records import events
from tests.integration.ward import Ward

pytestmark = pytest.mark.anyio


async def next_change(news: AsyncIterator[Any]) -> Change:
    async with asyncio.timeout(3):
        async for one in news:
            if isinstance(one, Change):
                return one
    raise AssertionError("the line ended")


async def test_a_case_is_told_within_a_second_of_its_commit(ward: Ward) -> None:
    async with aclosing(Follower(ward.database).follow(ward.line_id, 0)) as news:
        assert isinstance(await anext(news), Beat)
        case = await asyncio.to_thread(ward.case, Level.R_GO)
        committed = time.monotonic()
        change = await next_change(news)
        assert (change.kind, change.case_id) == ("case_opened", case.id)
        assert time.monotonic() - committed < 1


async def test_a_browser_comes_back_to_where_it_left_off(ward: Ward) -> None:
    opened = [ward.case(Level.A15) for _ in range(4)]
    with ward.database.read() as connection:
        numbers = [one.number for one in events.after(connection, ward.line_id, 0)]
    async with aclosing(Follower(ward.database).follow(ward.line_id, numbers[1])) as news:
        told = [await next_change(news), await next_change(news)]
    assert [one.case_id for one in told] == [opened[2].id, opened[3].id]
    assert [one.number for one in told] == numbers[2:]


async def test_one_far_behind_is_told_once_to_look_again(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.line.console.follower.MOST_MISSED", 3)
    for _ in range(5):
        ward.case(Level.A15)
    async with aclosing(Follower(ward.database).follow(ward.line_id, 0)) as news:
        assert (await next_change(news)).kind == "behind"


async def test_no_line_hears_another(ward: Ward) -> None:
    other = Ward(ward.database, ward.now, "Moor Line")
    follower = Follower(ward.database)
    async with aclosing(follower.follow(ward.line_id, 0)) as news, aclosing(follower.follow(other.line_id, 0)) as far:
        await anext(news)
        await anext(far)
        theirs = await asyncio.to_thread(other.case, Level.R_GO)
        ours = await asyncio.to_thread(ward.case, Level.R_GO)
        assert (await next_change(news)).case_id == ours.id
        assert (await next_change(far)).case_id == theirs.id


async def test_no_sign_of_life_while_the_database_is_gone(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    follower = Follower(ward.database, pause=0.02, beat=0.02)
    async with aclosing(follower.follow(ward.line_id, 0)) as news:
        assert isinstance(await anext(news), Beat)
        assert isinstance(await anext(news), Beat)
        with monkeypatch.context() as broken:
            broken.setattr(follower, "_fresh", lambda heads: 1 / 0)
            await asyncio.sleep(0.1)
            silent = asyncio.ensure_future(anext(news))
            await asyncio.sleep(0.2)
            beats = [silent.result()] if silent.done() else []
            assert len(beats) <= 1  # at most the one that was on its way
        async with asyncio.timeout(2):
            await silent


async def test_one_look_serves_every_browser(ward: Ward) -> None:
    follower = Follower(ward.database, pause=0.05)
    looks = 0
    look = follower._fresh

    def counted(heads: dict[str, int]) -> Any:
        nonlocal looks
        looks += 1
        return look(heads)

    follower._fresh = counted  # type: ignore[method-assign]
    streams = [follower.follow(ward.line_id, 0) for _ in range(20)]
    for stream in streams:
        await anext(stream)
    await asyncio.sleep(0.5)
    assert looks < 20
    await asyncio.to_thread(ward.case, Level.R_GO)
    assert {(await next_change(stream)).kind for stream in streams} == {"case_opened"}
    for stream in streams:
        await stream.aclose()  # type: ignore[attr-defined]
