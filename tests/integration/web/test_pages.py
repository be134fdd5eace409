"""The pages without a browser: what a phone without JavaScript gets, and what every response carries."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.channels.web.headers import BodyLimit
from bot.channels.web.red_list import RED_LINES
from bot.channels.web.unavailable import unavailable_page
from bot.protocol.mark import UNTIL_KNOWN

from .site import Site

pytestmark = pytest.mark.anyio

PAGES = ["/", "/privacy", "/help", "/saved", "/api/docs", "/nowhere"]


def _form_id(page: str) -> str:
    found = re.search(r'name="id" value="([^"]+)"', page)
    assert found is not None
    return found[1]


async def _say(client: httpx.AsyncClient, **fields: Any) -> str:
    """Post the form as a browser would, and follow it."""
    page = (await client.get("/")).text
    sent = await client.post("/say", data={"id": _form_id(page), **fields})
    assert sent.status_code == 303, sent.text
    assert sent.headers["location"] == "/#latest"
    return (await client.get("/")).text


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_has_the_number_and_999_and_says_what_it_is(client: httpx.AsyncClient, path: str) -> None:
    page = (await client.get(path)).text
    assert 'href="tel:+441632960001"' in page
    assert "01632 960001" in page
    assert 'href="tel:999"' in page
    assert "https://999bsl.co.uk" in page
    assert UNTIL_KNOWN in page
    assert 'action="/exit"' in page
    assert "NHS logo" not in page


async def test_an_approved_service_says_no_more_that_it_is_not(migrated_file: Path, tmp_path: Path) -> None:
    shutil.copy(migrated_file, tmp_path / "chat.db")
    site = Site(tmp_path, production=True, mark="")
    try:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(site.app), base_url="http://chat.test") as client:
            for path in (*PAGES, "/api/openapi.json"):
                assert "approved" not in (await client.get(path)).text, path
            assert (await client.post("/api/conversations", json={})).json()["mark"] == ""
    finally:
        site.close()


@pytest.mark.parametrize("path", [*PAGES, "/api/openapi.json", "/api/messages", "/static/log.js", "/static/nothing"])
async def test_every_response_carries_the_headers(client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] in ("no-referrer", "same-origin")
    assert headers["cache-control"] == ("no-cache" if path == "/static/log.js" else "no-store")
    assert "strict-transport-security" not in headers


@pytest.mark.parametrize("path", PAGES)
async def test_no_page_has_script_or_style_of_its_own(client: httpx.AsyncClient, path: str) -> None:
    page = (await client.get(path)).text
    assert re.findall(r"<script(?![^>]* src=)", page) == []
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=", page) == []
    assert set(re.findall(r'(?:src|href)="(https?://[^"]+)"', page)) <= {"https://999bsl.co.uk"}


async def test_the_first_page_says_where_she_stands_and_begins_nothing(client: httpx.AsyncClient, site: Site) -> None:
    response = await client.get("/")
    assert "You are talking to a computer, not a person." in response.text
    assert "The midwives on this line can read it" in response.text
    assert all(line in response.text for line in RED_LINES)
    assert "set-cookie" not in response.headers
    assert site.desk.received == []


async def test_without_javascript_words_are_answered(client: httpx.AsyncClient) -> None:
    page = await _say(client, text="I am bleeding")
    assert "I am bleeding" in page
    assert "nhsuk-card--care--emergency" in page
    assert 'id="latest"' in page
    assert page.index('id="latest"') < page.index("Call 999 now</span>")


async def test_without_javascript_a_button_and_ticks_are_handed_on(client: httpx.AsyncClient, site: Site) -> None:
    page = await _say(client, start="yes")
    assert 'name="choice" value="1.less"' in page
    page = await _say(client, choice="1.less")
    await _say(client, text="signs")
    await _say(client, tick=["2.push", "2.blood"], tick_none="2.none", ticks="yes")
    await _say(client, tick_none="2.none", ticks="yes")
    await _say(client, choice="act:person", text="and my head hurts")
    got = [one.choice or one.words for one in site.desk.received]
    assert got == [None, "1.less", "signs", "2.push,2.blood", "2.none", "act:person", "and my head hurts"]


async def test_the_same_form_sent_twice_counts_once(client: httpx.AsyncClient) -> None:
    page = (await client.get("/")).text
    await client.post("/say", data={"id": _form_id(page), "text": "fine"})
    await client.post("/say", data={"id": _form_id(page), "text": "fine"})
    assert len((await client.get("/api/messages")).json()["messages"]) == 2


async def test_an_empty_form_is_explained(client: httpx.AsyncClient, site: Site) -> None:
    page = (await client.get("/")).text
    response = await client.post("/say", data={"id": _form_id(page), "text": "  "})
    assert response.status_code == 400
    assert "Write something, or press a button." in response.text
    assert site.desk.received == []


async def test_words_that_are_too_long_stay_in_the_box(client: httpx.AsyncClient) -> None:
    response = await client.post("/say", data={"id": "a", "text": "x" * 100_001})
    assert response.status_code == 400
    assert "too long" in response.text
    assert "x" * 100_001 in response.text


async def test_her_words_are_shown_as_words(client: httpx.AsyncClient) -> None:
    page = await _say(client, text="<script>alert(1)</script> html {{ 7 * 7 }}")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; html {{ 7 * 7 }}" in page


async def test_another_site_cannot_post_the_form(client: httpx.AsyncClient, site: Site) -> None:
    response = await client.post("/say", data={"id": "a", "text": "x"}, headers={"origin": "https://evil.example"})
    assert response.status_code == 403
    assert "set-cookie" not in response.headers
    assert site.desk.received == []


async def test_leaving_without_javascript_goes_somewhere_neutral(hers: httpx.AsyncClient) -> None:
    token = hers.cookies["triage"]
    response = await hers.post("/exit")
    assert response.headers["refresh"] == "0; url=https://www.bbc.co.uk/weather"
    assert 'triage=""' in response.headers["set-cookie"]
    assert "pregnan" not in response.text.lower()
    assert (await hers.get("/api/messages", headers={"authorization": f"Bearer {token}"})).status_code == 401


async def test_what_she_was_told_can_be_saved(client: httpx.AsyncClient) -> None:
    assert "nothing to save" in (await client.get("/saved")).text
    await _say(client, text="a midwife please")
    page = (await client.get("/saved")).text
    assert "If no one has rung you by <strong>03:25</strong>, ring this number." in page
    assert "a midwife please" in page


@pytest.mark.parametrize("path", ["/", "/saved"])
async def test_when_the_database_is_down_the_number_is_there(hers: httpx.AsyncClient, site: Site, path: str) -> None:
    def fall_over() -> None:
        raise RuntimeError("no database")

    site.desk.broken = fall_over
    response = await hers.get(path)
    assert response.status_code == 503
    assert response.text == unavailable_page("+441632960001")


async def test_before_the_model_is_ready_the_number_is_there_and_her_chat_still_is(
    client: httpx.AsyncClient, site: Site
) -> None:
    await _say(client, text="I am bleeding")
    site.desk.ready = False
    assert "Call 999 now" in (await client.get("/")).text
    client.cookies.clear()
    response = await client.get("/")
    assert response.status_code == 503
    assert "01632 960001" in response.text
    assert all(line in response.text for line in RED_LINES)


def test_the_page_that_needs_nothing_escapes_its_number() -> None:
    assert "<b>" not in unavailable_page("<b>")


async def test_a_body_is_counted_as_it_comes(site: Site) -> None:
    taken = 0

    async def endless() -> Any:
        nonlocal taken
        while True:
            taken += 1
            yield b"x" * 10_000

    transport = httpx.ASGITransport(BodyLimit(site.app, phone=lambda: "+441632960001", limit=100_000))
    async with httpx.AsyncClient(transport=transport, base_url="http://chat.test") as client:
        api = await client.post("/api/messages", content=endless())
        page = await client.post("/say", content=b"x" * 100_001)
    assert api.status_code == page.status_code == 413
    assert taken < 20
    assert "01632 960001" in api.json()["do"]
    assert "01632 960001" in page.text


async def test_a_body_that_never_ends_is_given_up(site: Site) -> None:
    import asyncio

    async def slow() -> Any:
        yield b"{"
        await asyncio.sleep(30)

    transport = httpx.ASGITransport(BodyLimit(site.app, phone=lambda: "+441632960001", seconds=0.05))
    async with httpx.AsyncClient(transport=transport, base_url="http://chat.test") as client:
        assert (await client.post("/api/messages", content=slow())).status_code == 408
