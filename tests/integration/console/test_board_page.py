"""The board: order, marks, counts, and taking the next most urgent."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import insert
from starlette.applications import Starlette
from starlette.routing import Mount

from bot.line import cases, console
from bot.protocol.level import Level
from bot.records import events
from bot.records.clock import SetClock
from bot.records.database import Database
from bot.records.tables import heartbeats
from tests.integration.console.conftest import Browser
from tests.integration.console.seed import NIGHT, night, summary
from tests.integration.ward import Ward

pytestmark = pytest.mark.anyio


def order(text: str) -> list[str]:
    return re.findall(r'class="row__code">([^<]+)<', text)


async def test_the_most_dangerous_stands_first_and_today_last(browser: Browser, ward: Ward) -> None:
    night(ward, ward.now)
    page = await browser.sign_in(ward.amara.login)
    assert order(page.text) == ["R-999", "R-GO", "A15", "A60", "A4H", "A-GP"]
    assert "<title>2 red, 3 other waiting - Triage line</title>" in page.text


async def test_a_red_added_behind_twenty_ambers_stands_first(browser: Browser, ward: Ward) -> None:
    for _ in range(20):
        ward.case(Level.A15, now=ward.now - timedelta(minutes=40))
    ward.case(Level.R_GO)
    assert order((await browser.sign_in(ward.amara.login)).text)[0] == "R-GO"


async def test_what_must_be_seen_stands_on_the_row(browser: Browser, ward: Ward) -> None:
    night(ward, ward.now)
    text = (await browser.sign_in(ward.amara.login)).text
    marks = ("ALONE", "Language: Polish", "Still talking", "3rd contact", "31+4", "Weeks not known", "low placenta")
    for mark in (*marks, "Heavy bleeding with a hard tummy", "there is so much blood", "0:00", "Waiting"):
        assert mark in text, mark


async def test_no_name_and_no_number_hang_on_the_wall(browser: Browser, ward: Ward) -> None:
    night(ward, ward.now)
    text = (await browser.sign_in(ward.amara.login)).text
    for *_, details in NIGHT:
        assert details.get("name", "Joy Okafor") not in text
        assert details["phone"] not in text


async def test_her_words_stand_in_no_title_address_or_log(
    browser: Browser, ward: Ward, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    woman = night(ward, ward.now)[0]
    await browser.sign_in(ward.amara.login)
    page = await browser.post("/line/next")
    await browser.post(f"/line/case/{woman.id}/write", text="unlock the door")
    assert "blood" not in re.findall("<title>(.*)</title>", page.text)[0]
    assert not re.search("blood|unlock", caplog.text)
    assert not re.search(r'(?:href|action)="[^"]*(?:blood|tummy)', page.text)


async def test_next_takes_the_most_urgent_then_the_one_after(
    browser: Browser, other_browser: Browser, ward: Ward
) -> None:
    first, second, *_ = night(ward, ward.now)
    await browser.sign_in(ward.amara.login)
    await other_browser.sign_in(ward.bryn.login)
    assert (await browser.post("/line/next")).url.path == f"/line/case/{first.id}"
    assert (await other_browser.post("/line/next")).url.path == f"/line/case/{second.id}"


async def test_next_says_so_when_nobody_waits(browser: Browser, ward: Ward) -> None:
    await browser.sign_in(ward.amara.login)
    assert "Nobody is waiting." in (await browser.post("/line/next")).text


async def test_a_case_whose_midwife_left_waits_again_and_can_be_taken_over(
    browser: Browser, other_browser: Browser, ward: Ward, clock: SetClock
) -> None:
    case = ward.case(Level.R_GO)
    await other_browser.sign_in(ward.bryn.login)
    await other_browser.post("/line/next")
    await other_browser.post("/line/sign-out")
    clock.at += timedelta(minutes=3)
    page = await browser.sign_in(ward.amara.login)
    assert "Bryn Hughes has left" in page.text
    assert 'data-waiting-red="' in page.text
    assert "Take over: Bryn Hughes has left" in (await browser.get(f"/line/case/{case.id}")).text
    assert "With Amara Obi" in (await browser.post("/line/next")).text


async def test_once_she_was_spoken_with_no_clock_accuses(browser: Browser, ward: Ward, clock: SetClock) -> None:
    case = ward.case(Level.A15)
    await browser.sign_in(ward.amara.login)
    await browser.post("/line/next")
    await browser.post(f"/line/case/{case.id}/called", result="spoke")
    clock.at += timedelta(minutes=20)
    text = (await browser.get("/line/")).text
    assert "In touch" in text
    assert " over<" not in text


async def test_a_case_is_found_by_its_reference_however_it_is_typed(browser: Browser, ward: Ward) -> None:
    case = ward.case(Level.A15)
    await browser.sign_in(ward.amara.login)
    found = await browser.post("/line/find", reference=f" {case.reference.replace('-', ' ').lower()} ")
    assert found.url.path == f"/line/case/{case.id}"


async def test_the_board_says_what_is_broken(database: Database, ward: Ward, clock: SetClock) -> None:
    routes = console.routes(database, clock, ward.unit, SimpleNamespace(), lambda: False)
    browser = Browser(Starlette(routes=[Mount("/line", routes=routes)]), clock)
    with database.write() as connection:
        connection.execute(insert(heartbeats).values(worker="one", at=ward.now - timedelta(minutes=2)))
    text = (await browser.sign_in(ward.amara.login)).text
    assert "The assistant is not ready" in text
    assert "was last heard at 02:08" in text


async def test_a_closed_case_is_off_the_board(browser: Browser, ward: Ward) -> None:
    case = ward.case(Level.A15)
    await browser.sign_in(ward.amara.login)
    await browser.post("/line/next")
    with ward.database.write() as connection:
        cases.close(connection, case.id, ward.amara, "unknown", "", ward.now)
    assert case.reference not in (await browser.get("/line/")).text
    assert "Closed by Amara Obi" in (await browser.get(f"/line/case/{case.id}")).text


async def test_a_red_who_has_not_called_999_is_an_alarm_until_somebody_rings(browser: Browser, ward: Ward) -> None:
    case = ward.case(Level.R_999)
    with ward.database.write() as connection:
        place = {"line_id": case.line_id, "unit_id": case.unit_id, "case_id": case.id}
        events.append(connection, **place, kind="red_unconfirmed", actor="service", at=ward.now)
    await browser.sign_in(ward.amara.login)
    await browser.post("/line/next")
    assert "999 NOT CONFIRMED: RING HER" in (await browser.get("/line/")).text
    await browser.get(f"/line/case/{case.id}")
    await browser.post(f"/line/case/{case.id}/called", result="spoke")
    assert "999 NOT CONFIRMED" not in (await browser.get("/line/")).text


@pytest.mark.parametrize(
    ("details", "told"),
    [
        ({"alone": "alone"}, "ALONE"),
        ({"alone": "with_someone"}, None),
        ({"language": "other"}, "Language: Interpreter"),
        ({"language": "bsl"}, "Language: British Sign Language"),
        ({"language": "english"}, None),
    ],
)
async def test_the_protocols_own_answers_are_put_into_words(
    browser: Browser, ward: Ward, details: dict[str, str], told: str | None
) -> None:
    ward.woman(**details).case(Level.A15)
    text = (await browser.sign_in(ward.amara.login)).text
    tags = re.findall(r'<span class="tag [^"]*">([^<]+)</span>', text)
    assert tags == ([told] if told else []) + ["2nd contact"]


async def test_weeks_that_are_only_assumed_are_not_shown_as_known(browser: Browser, ward: Ward) -> None:
    told = summary(Level.A15, "x", "y", "z", gestation="24+0 to 36+6", gestation_how="unknown")
    case = ward.case(Level.A15, summary=told)
    assert "Weeks not known" in (await browser.sign_in(ward.amara.login)).text
    assert "NOT KNOWN: treated as this" in (await browser.get(f"/line/case/{case.id}")).text
