"""Midwives at work in real browsers: two at a time, with and without scripts, by keyboard, by telephone width."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from bot.line import cases, console, letters
from bot.line.members import Member
from bot.protocol.level import Level
from bot.records import migrate, vault
from bot.records.clock import SystemClock
from bot.records.database import Database
from bot.records.tables import messages
from tests.integration.console.seed import night, said, summary
from tests.integration.ward import PASSWORD, Ward, Woman

NHS_STYLES = Path(__file__).parents[2] / "bot/channels/web/static"
Open = Callable[..., Page]


class Line:
    """A line being served: its ward, its address, and a way to pull the plug."""

    def __init__(self, folder: Path) -> None:
        vault.open_with(vault.new_key())
        self.database = Database(f"sqlite:///{folder / 'triage.db'}")
        migrate.upgrade(self.database)
        self.ward = Ward(self.database, datetime.now(UTC))
        routes = console.routes(self.database, SystemClock(), self.ward.unit, SimpleNamespace(), lambda: True)
        mounted: list[BaseRoute] = [Mount("/line", routes=routes), Mount("/static", StaticFiles(directory=NHS_STYLES))]
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        config = uvicorn.Config(
            Starlette(routes=mounted), log_level="error", ws="none", timeout_graceful_shutdown=1, lifespan="off"
        )
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.socket]}, daemon=True)
        self.thread.start()
        while not self.server.started:
            time.sleep(0.02)

    def stop(self) -> None:
        """Pull the plug."""
        self.server.should_exit = True
        self.thread.join(5)
        self.socket.close()


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    line = Line(tmp_path)
    yield line
    line.stop()
    line.database.close()


@pytest.fixture
def opened(browser: Browser, line: Line) -> Iterator[Open]:
    """Opens a browser of its own for a member, signed in and looking at the board. What goes wrong in it fails."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def sign_in(member: Member, **more: object) -> Page:
        given = {"viewport": {"width": 1280, "height": 900}, "base_url": line.address, **more}
        context = browser.new_context(**given)  # type: ignore[arg-type]
        context.set_default_timeout(5000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if "Content Security" in said.text else None)
        page.goto("/line/sign-in")
        page.fill("#login", member.login)
        page.fill("#password", PASSWORD)
        page.click("text=Sign in >> nth=-1")
        expect(page.locator("#board")).to_be_visible()
        if given.get("java_script_enabled", True):
            expect(page.locator("#help-open")).to_be_visible()  # the scripts have begun
        return page

    yield sign_in
    for context in contexts:
        context.close()
    assert wrong == []


def red(line: Line, words: str = "nothing since last night") -> tuple[Woman, str]:
    """A woman whose case has just been committed as red."""
    now = datetime.now(UTC)
    woman = Woman(line.ward, "web", {"name": "Priya Shah", "phone": "+447700900123", "safe_to_ring": True})
    said(line.ward, woman, words, now)
    told = summary(Level.R_GO, words, "No movements felt", "RFM-R1", gestation="36+2")
    return woman, woman.case(Level.R_GO, now=now, summary=told).id


def test_a_new_case_stands_on_both_boards_within_a_second_without_reloading(line: Line, opened: Open) -> None:
    boards = [opened(line.ward.amara), opened(line.ward.bryn)]
    for board in boards:
        expect(board.locator("#live")).to_have_attribute("data-state", "live")
        board.evaluate("window.same = true")
    _, case_id = red(line)
    committed = time.monotonic()
    for board in boards:
        expect(board.locator(f"[data-case='{case_id}']")).to_be_visible(timeout=2000)
    assert time.monotonic() - committed < 1.0
    for board in boards:
        assert board.evaluate("window.same")
        expect(board).to_have_title("1 red, 0 other waiting - Triage line")
        expect(board.locator("#announce")).to_have_text("New red case waiting. 1 red waiting.")
        assert board.evaluate("document.body.dataset.tones") == "1"


def test_a_second_claim_is_refused_politely_and_shows_who_has_her(line: Line, opened: Open) -> None:
    _, case_id = red(line)
    amara, bryn = opened(line.ward.amara), opened(line.ward.bryn, java_script_enabled=False)
    bryn.goto(f"/line/case/{case_id}")
    amara.goto(f"/line/case/{case_id}")
    amara.click("#claim")
    expect(amara.locator("#said")).to_contain_text("She is yours")
    bryn.click("#claim")
    expect(bryn.locator("#said")).to_contain_text("Somebody was quicker")
    expect(bryn.locator(".case-head")).to_contain_text("With Amara Obi")


def test_a_claim_shows_on_the_other_midwifes_open_case_by_itself(line: Line, opened: Open) -> None:
    _, case_id = red(line)
    amara, bryn = opened(line.ward.amara), opened(line.ward.bryn)
    bryn.goto(f"/line/case/{case_id}")
    amara.keyboard.press("n")
    expect(amara).to_have_url(f"{line.address}/line/case/{case_id}?said=claimed-next")
    expect(bryn.locator(".case-head")).to_contain_text("Amara Obi has this case.")
    expect(bryn.locator("#claim")).to_have_count(0)


def test_they_write_to_each_other_live_and_no_draft_is_lost(line: Line, opened: Open) -> None:
    woman, case_id = red(line)
    page = opened(line.ward.amara)
    page.click("#next")
    page.fill("#words", "Amara here. I ring you in two minutes.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".said--midwife")).to_contain_text("I ring you in two minutes.")
    expect(page.locator("#words")).to_have_value("")
    with line.database.read() as connection:
        stored = connection.scalars(select(messages.c.body).where(messages.c.author == "midwife")).all()
    assert [one["text"] for one in stored] == ["Amara here. I ring you in two minutes."]
    page.fill("#words", "half a sentence")
    page.click("#fold-close > summary")
    page.fill("#note", "half a note")
    said(line.ward, woman, "<b>please hurry</b>", datetime.now(UTC))
    with line.database.write() as connection:
        letters.her_words(connection, case_id, "<b>please hurry</b>", datetime.now(UTC))
    woman.case(Level.R_999, now=datetime.now(UTC), summary=summary(Level.R_999, "x", "Heavy bleeding", "RF06"))
    expect(page.locator(".said--her").last).to_contain_text("<b>please hurry</b>")
    expect(page.locator(".case-head .chip")).to_contain_text("999 now")
    expect(page.locator("#words")).to_have_value("half a sentence")
    expect(page.locator("#note")).to_have_value("half a note")
    expect(page.locator("#note")).to_be_visible()


def test_what_could_not_be_sent_is_kept_and_said(line: Line, opened: Open) -> None:
    red(line)
    page = opened(line.ward.amara)
    page.click("#next")
    page.fill("#words", "do not lose me")
    page.route("**/write", lambda route: route.abort())
    page.click("text=Send")
    expect(page.locator("#reply-problem")).to_be_visible()
    expect(page.locator("#words")).to_have_value("do not lose me")


def test_close_with_an_outcome(line: Line, opened: Open) -> None:
    _, case_id = red(line)
    page = opened(line.ward.amara)
    page.click("#next")
    page.click("text=Spoke with her")
    page.click("#fold-close > summary")
    page.check("#outcome-coming_in")
    page.fill("#note", "Driving in with her mother.")
    page.click("button:has-text('Close the case')")
    expect(page.locator("#said")).to_contain_text("The case is closed.")
    expect(page.locator(".timeline")).to_contain_text("Coming in to be seen. “Driving in with her mother.”")
    with line.database.read() as connection:
        found = cases.find(connection, case_id, line.ward.line_id)
    assert found is not None
    assert found.outcome == "coming_in"


def test_everything_works_without_scripts(line: Line, opened: Open) -> None:
    red(line)
    page = opened(line.ward.amara, java_script_enabled=False)
    page.click("#next")
    page.fill("#words", "I ring you now")
    page.click("text=Send")
    expect(page.locator(".said--midwife")).to_contain_text("I ring you now")
    page.click("text=Raise to R-999")
    expect(page.locator(".case-head .chip")).to_contain_text("999 now")
    page.click("#fold-close > summary")
    page.check("#outcome-ambulance")
    page.click("button:has-text('Close the case')")
    expect(page.locator(".case-head")).to_contain_text("Closed by Amara Obi")
    page.click("text=Sign out")
    expect(page.locator("#said")).to_contain_text("You are signed out.")


def test_a_lost_line_is_said_at_once_and_a_mended_one_too(line: Line, opened: Open) -> None:
    page = opened(line.ward.amara)
    expect(page.locator("#live")).to_have_attribute("data-state", "live")
    page.context.set_offline(True)
    expect(page.locator("#stale")).to_be_visible()
    expect(page.locator("#live")).to_contain_text("Stale")
    page.context.set_offline(False)
    expect(page.locator("#stale")).to_be_hidden()


def test_a_server_that_dies_makes_the_board_stale(line: Line, opened: Open) -> None:
    page = opened(line.ward.amara)
    expect(page.locator("#live")).to_have_attribute("data-state", "live")
    line.stop()
    expect(page.locator("#stale")).to_be_visible(timeout=15000)


def test_sound_needs_one_press_and_says_how_it_stands(line: Line, opened: Open) -> None:
    page = opened(line.ward.amara)
    expect(page.locator("#sound-state")).to_have_text("Sound is off")
    page.click("#sound")
    expect(page.locator("#sound-state")).to_have_text("Sound is on")
    page.click("#sound-test")
    page.click("#sound")
    expect(page.locator("#sound-state")).to_have_text("Sound is off")


def test_a_red_is_heard_and_seen_while_another_case_is_open(line: Line, opened: Open) -> None:
    red(line)
    page = opened(line.ward.amara)
    page.click("#next")
    expect(page.locator("#elsewhere")).to_be_hidden()
    red(line, "bleeding a lot")
    expect(page.locator("#elsewhere")).to_contain_text("1 red is waiting.")
    assert page.evaluate("document.body.dataset.tones") == "1"


def test_single_keys_help_and_can_be_turned_off(line: Line, opened: Open) -> None:
    _, case_id = red(line)
    page = opened(line.ward.amara)
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.uncheck("#keys-on")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.keyboard.press("/")
    expect(page.locator("#find")).not_to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_hidden()
    page.click("#help-open")
    page.check("#keys-on")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("n")
    expect(page.locator("#find")).to_have_value("n")
    assert page.url.endswith("/line/")
    assert case_id


def test_the_place_of_the_keyboard_survives_a_new_row(line: Line, opened: Open) -> None:
    case = line.ward.case(Level.A60, now=datetime.now(UTC))
    page = opened(line.ward.amara)
    page.focus(f"#open-{case.id}")
    _, other = red(line)
    expect(page.locator(f"[data-case='{other}']")).to_be_visible()
    expect(page.locator(f"#open-{case.id}")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_no_barrier_is_found_by_axe(
    line: Line, opened: Open, axe: Callable[[Page], list[str]], scheme: str, width: int
) -> None:
    seeded = night(line.ward, datetime.now(UTC))
    page = opened(line.ward.amara, color_scheme=scheme, viewport={"width": width, "height": 844})
    assert axe(page) == []
    page.goto(f"/line/case/{seeded[3].id}")
    assert axe(page) == []
    page.click("#next" if page.locator("#next").count() else "#claim")
    for fold in ("#fold-lower", "#fold-close", "#fold-release"):
        page.click(f"{fold} > summary")
    assert axe(page) == []
    page.click("text=Sign out")
    expect(page.locator("#login")).to_be_visible()
    page.fill("#login", "x")
    page.fill("#password", "y")
    page.click("text=Sign in >> nth=-1")
    expect(page.get_by_role("alert")).to_contain_text("do not belong together")
    assert axe(page) == []
    root = line.ward.member("root", "Ruth Root", "admin")
    office = opened(root, color_scheme=scheme, viewport={"width": width, "height": 844})
    office.goto("/line/members")
    office.click("summary >> nth=0")
    assert axe(office) == []


@pytest.mark.parametrize("width", [320, 390])
def test_nothing_runs_off_a_telephone(line: Line, opened: Open, width: int) -> None:
    seeded = night(line.ward, datetime.now(UTC))
    page = opened(line.ward.amara, viewport={"width": width, "height": 800})
    for address in ("/line/", f"/line/case/{seeded[0].id}"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
