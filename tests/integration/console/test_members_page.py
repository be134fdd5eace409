"""The admin's page: who can sign in."""

from __future__ import annotations

import pytest

from bot.line import members
from tests.integration.console.conftest import Browser
from tests.integration.ward import PASSWORD, Ward

pytestmark = pytest.mark.anyio


@pytest.fixture
async def office(browser: Browser, ward: Ward) -> Browser:
    """The admin's browser, on the members' page."""
    await browser.sign_in(ward.member("root", "Ruth Root", "admin").login)
    await browser.get("/line/members")
    return browser


NEW = {"name": "Dana Moss", "login": "dana", "role": "midwife", "password": "a fine long one"}


async def test_a_new_member_can_sign_in(office: Browser, other_browser: Browser) -> None:
    assert "The member is added." in (await office.post("/line/members/add", **NEW)).text
    assert "Dana Moss, midwife" in (await other_browser.sign_in("dana", NEW["password"])).text


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"password": "short"}, "at least 12"),
        ({"login": "AMARA.harbour"}, "already"),
        ({"login": " "}, "Enter a name and a login"),
        ({"role": "king"}, "Choose a role"),
    ],
)
async def test_what_is_wrong_is_said_and_the_rest_is_kept(office: Browser, wrong: dict[str, str], told: str) -> None:
    page = await office.post("/line/members/add", **{**NEW, **wrong})
    assert page.status_code == 422
    assert told in page.text
    assert "Dana Moss" in page.text


async def test_disabled_means_out_at_once(office: Browser, other_browser: Browser, ward: Ward) -> None:
    await other_browser.sign_in(ward.amara.login)
    await office.post(f"/line/members/{ward.amara.id}/disable")
    assert (await other_browser.get("/line/")).status_code == 303
    assert (await other_browser.sign_in(ward.amara.login)).status_code == 401


async def test_a_new_password_ends_the_old_ones_sessions(office: Browser, other_browser: Browser, ward: Ward) -> None:
    await other_browser.sign_in(ward.amara.login)
    await office.post(f"/line/members/{ward.amara.id}/password", password="quite another one")
    assert (await other_browser.get("/line/")).status_code == 303
    assert (await other_browser.sign_in(ward.amara.login, PASSWORD)).status_code == 401
    assert (await other_browser.sign_in(ward.amara.login, "quite another one")).status_code == 200


async def test_nobody_shuts_herself_out(office: Browser, ward: Ward) -> None:
    with ward.database.read() as connection:
        me = next(one for one in members.of_line(connection, ward.line_id) if one.name == "Ruth Root")
    assert (await office.post(f"/line/members/{me.id}/disable")).status_code == 422
