"""Conversations begin at a human pace; whoever is refused is told whom to ring."""

from __future__ import annotations

import httpx
import pytest

from bot.channels.web.newcomers import AT_ONCE, REMEMBERED, Allowance


def test_one_address_begins_so_many_and_one_more_each_second() -> None:
    now = [0.0]
    allowance = Allowance(lambda: now[0])
    assert [allowance.takes("a") for _ in range(AT_ONCE + 1)] == [True] * AT_ONCE + [False]
    assert allowance.takes("b")
    now[0] = 1.0
    assert [allowance.takes("a"), allowance.takes("a")] == [True, False]


def test_the_memory_of_addresses_is_bounded() -> None:
    allowance = Allowance(lambda: 0.0)
    for number in range(REMEMBERED + 5):
        allowance.takes(str(number))
    assert len(allowance._left) == REMEMBERED


@pytest.mark.anyio
@pytest.mark.parametrize("path", ["/api/conversations", "/say"])
async def test_a_flood_is_refused_with_the_number_to_ring(client: httpx.AsyncClient, path: str) -> None:
    sent = {"json": {}} if path.startswith("/api") else {"data": {"text": "hello", "id": "1"}}
    answers = []
    for _ in range(AT_ONCE + 1):
        client.cookies.clear()
        client.cookies.set("triage", "not-a-conversation")
        answers.append(await client.post(path, **sent))
    assert [one.status_code for one in answers[:-1]] != [429] * AT_ONCE
    assert answers[-1].status_code == 429
    assert "01632" in answers[-1].text
    assert "999" in answers[-1].text
