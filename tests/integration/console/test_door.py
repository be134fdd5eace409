"""Signing in: who comes in, what is not told, and what ends a session."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from bot.line import console, members
from bot.records.clock import SetClock
from bot.records.database import Database
from tests.integration.console.conftest import Browser
from tests.integration.ward import Ward

pytestmark = pytest.mark.anyio


async def test_a_midwife_signs_in_and_sees_the_board(browser: Browser, ward: Ward) -> None:
    page = await browser.sign_in(ward.amara.login)
    assert page.url.path == "/line/"
    assert "Amara Obi, midwife" in page.text


async def test_nobody_learns_whether_a_login_exists(browser: Browser, ward: Ward) -> None:
    wrong = await browser.sign_in(ward.amara.login, "not her password")
    unknown = await browser.sign_in("nobody.here", "not her password")
    assert wrong.status_code == unknown.status_code == 401
    assert "do not belong together" in wrong.text
    assert wrong.text.replace(ward.amara.login, "nobody.here") == unknown.text


async def test_guessing_is_slowed_and_the_wait_is_told(browser: Browser, ward: Ward, clock: SetClock) -> None:
    answers = [await browser.sign_in(ward.amara.login, f"guess number {n}") for n in range(7)]
    assert answers[-1].status_code == 429
    assert "Try again after" in answers[-1].text
    clock.at += timedelta(minutes=2)
    assert (await browser.sign_in(ward.amara.login)).status_code == 200


async def test_signing_in_needs_the_forms_token(browser: Browser, ward: Ward) -> None:
    await browser.get("/line/sign-in")
    refused = await browser.post("/line/sign-in", csrf="made up", login=ward.amara.login, password="x" * 12)
    assert refused.status_code == 403


async def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(browser: Browser, ward: Ward) -> None:
    await browser.get("/line/sign-in")
    answer = await browser.post("/line/sign-in", False, login=ward.amara.login, password="correct horse battery")
    cookie = next(one for one in answer.headers.get_list("set-cookie") if one.startswith("line_session="))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


async def test_over_tls_the_cookie_belongs_to_this_host_alone(database: Database, clock: SetClock, ward: Ward) -> None:
    settings = SimpleNamespace(public_url="https://line.test")
    routes = console.routes(database, clock, ward.unit, settings, lambda: True)
    browser = Browser(Starlette(routes=[Mount("/line", routes=routes)]), clock, "https://line.test")
    await browser.get("/line/sign-in")
    answer = await browser.post("/line/sign-in", False, login=ward.amara.login, password="correct horse battery")
    cookie = next(one for one in answer.headers.get_list("set-cookie") if one.startswith("__Host-line_session="))
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


async def test_signing_out_ends_the_session_on_the_server(browser: Browser, ward: Ward) -> None:
    await browser.sign_in(ward.amara.login)
    kept = dict(browser.client.cookies)
    assert "You are signed out" in (await browser.post("/line/sign-out")).text
    browser.client.cookies.update(kept)
    assert (await browser.get("/line/")).headers["location"].startswith("/line/sign-in")


async def test_a_disabled_member_is_out_at_once(browser: Browser, ward: Ward) -> None:
    await browser.sign_in(ward.amara.login)
    with ward.database.write() as connection:
        members.disable(connection, ward.amara.id)
    assert (await browser.get("/line/")).status_code == 303
    assert (await browser.get("/line/board-rows", headers={"X-Console": "part"})).status_code == 401
    assert (await browser.get("/line/events")).status_code == 401


async def test_a_board_nobody_touches_is_signed_out_in_the_end(browser: Browser, ward: Ward, clock: SetClock) -> None:
    await browser.sign_in(ward.amara.login)
    for _ in range(5):
        clock.at += timedelta(minutes=7)
        answer = await browser.get("/line/board-rows", headers={"X-Console": "part", "X-Acted": "no"})
    assert answer.status_code == 401


async def test_a_board_somebody_touches_stays(browser: Browser, ward: Ward, clock: SetClock) -> None:
    await browser.sign_in(ward.amara.login)
    for _ in range(5):
        clock.at += timedelta(minutes=7)
        answer = await browser.get("/line/board-rows", headers={"X-Console": "part", "X-Acted": "yes"})
    assert answer.status_code == 200
