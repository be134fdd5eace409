"""Every address of the console: form token, role, line and headers, route by route."""

from __future__ import annotations

import re

import pytest
from httpx import Response
from sqlalchemy import func, select
from starlette.applications import Starlette
from starlette.routing import Mount, Route

from bot.line.console.desk import HERE
from bot.line.console.routes import PAGES
from bot.line.members import Role
from bot.protocol.level import Level
from bot.records.database import Database
from bot.records.tables import events
from tests.integration.console.conftest import Browser
from tests.integration.ward import Ward

pytestmark = pytest.mark.anyio


def posts(app: Starlette) -> list[str]:
    """Every route of the app that takes a POST."""
    mount = app.routes[0]
    assert isinstance(mount, Mount)
    return [f"/line{one.path}" for one in mount.routes if isinstance(one, Route) and "POST" in (one.methods or ())]


def at(path: str, case_id: str, member_id: str) -> str:
    return path.replace("{case}", case_id).replace("{member}", member_id)


def happened(database: Database) -> int:
    with database.read() as connection:
        return int(connection.scalar(select(func.count()).select_from(events)) or 0)


async def test_no_post_is_taken_without_its_form_token(app: Starlette, browser: Browser, ward: Ward) -> None:
    case = ward.case(Level.R_GO)
    root = ward.member("root", "Ruth Root", "admin")
    assert len(posts(app)) >= 12
    for login in (ward.amara.login, root.login):
        await browser.sign_in(login)
        before = happened(ward.database)
        for path in posts(app):
            for csrf in ("", "0" * 64):
                answer = await browser.post(
                    at(path, case.id, ward.bryn.id), False, csrf=csrf, level="R-999", text="x", result="spoke"
                )
                assert answer.status_code == 403, path
        assert happened(ward.database) == before


async def test_anothers_token_is_not_ones_own(browser: Browser, other_browser: Browser, ward: Ward) -> None:
    await browser.sign_in(ward.amara.login)
    await other_browser.sign_in(ward.bryn.login)
    browser.csrf = other_browser.csrf
    assert (await browser.post("/line/next")).status_code == 403


@pytest.mark.parametrize("role", list(Role))
async def test_each_role_reaches_its_own_pages_only(browser: Browser, ward: Ward, role: Role) -> None:
    member = ward.member("someone", "Some One", role)
    case = ward.case(Level.A60)
    for method, path, _page, roles in PAGES:
        await browser.sign_in(member.login)
        address = at(f"/line{path}", case.id, ward.bryn.id)
        answer: Response = await (browser.get(address) if method == "GET" else browser.post(address, False))
        assert (answer.status_code == 403) is (role not in roles), f"{role} {method} {path}"


async def test_nobody_signed_in_sees_anything(browser: Browser, ward: Ward) -> None:
    case = ward.case(Level.A60)
    for method, path, _page, _roles in PAGES:
        address = at(f"/line{path}", case.id, ward.bryn.id)
        answer = await (browser.get(address) if method == "GET" else browser.post(address, False))
        assert answer.headers["location"].startswith("/line/sign-in"), path


async def test_another_lines_case_is_not_there(browser: Browser, ward: Ward) -> None:
    stranger = Ward(ward.database, ward.now, "Moor Line").case(Level.R_GO)
    await browser.sign_in(ward.amara.login)
    assert stranger.reference not in (await browser.get("/line/")).text
    assert (await browser.get(f"/line/case/{stranger.id}")).status_code == 404
    for _method, path, _page, roles in [one for one in PAGES if one[0] == "POST" and "{case}" in one[1]]:
        assert ward.amara.role in roles
        await browser.get("/line/")
        answer = await browser.post(at(f"/line{path}", stranger.id, ""), level="R-999", outcome="unknown", text="x")
        assert answer.status_code == 404, path
    await browser.get("/line/")
    found = await browser.post("/line/find", reference=stranger.reference)
    assert "There is no case with that reference" in found.text


async def test_another_lines_member_is_not_there(browser: Browser, ward: Ward) -> None:
    stranger = Ward(ward.database, ward.now, "Moor Line").amara
    await browser.sign_in(ward.member("root", "Ruth Root", "admin").login)
    assert stranger.login not in (await browser.get("/line/members")).text
    for act in ("disable", "password"):
        await browser.get("/line/members")
        answer = await browser.post(f"/line/members/{stranger.id}/{act}", password="a long enough one")
        assert answer.status_code == 404


async def test_every_page_has_a_strict_policy_and_nothing_inline(browser: Browser, ward: Ward) -> None:
    case = ward.case(Level.R_GO)
    pages = [await browser.get("/line/sign-in"), await browser.sign_in(ward.amara.login)]
    pages += [await browser.post(f"/line/case/{case.id}/claim"), await browser.get("/line/case/none")]
    for page in pages:
        policy = page.headers["content-security-policy"]
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert page.headers["cache-control"] == "no-store"
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*src=)", page.text)
        assert "not approved for clinical use" in page.text


def test_no_template_marks_anything_as_safe() -> None:
    for template in (HERE / "templates").glob("*.html"):
        assert not re.search(r"\|\s*safe|autoescape\s+false", template.read_text()), template.name
    for script in (HERE / "static").glob("*.js"):
        assert not re.search(r"innerHTML|insertAdjacentHTML|document\.write|eval\(", script.read_text()), script.name
