"""Signing and comparing by eye, by keyboard, by screen reader, on a phone and in the dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.requests import Request

from bot.protocol.reader import from_content, read_protocol
from bot.review import signoffs
from bot.review.approval import status_of
from bot.review.compare_page import Comparing, Known
from bot.review.sign_page import Signing, Visitor
from bot.review.signoffs import Signoff
from tests.integration.review.library import Library

from .conftest import PHONE

Axe = Callable[[Page], list[str]]
DESK = {"width": 1280, "height": 900}
PASSWORD = "correct horse battery"


class OpenDoor:
    """Everybody is the safety officer, and knows one password."""

    def visitor(self, request: Request) -> Visitor | None:
        return Visitor("Jo Bell", may_sign=True, csrf="token")

    def form_holds(self, request: Request, csrf: str) -> bool:
        return csrf == "token"

    def refused(self, request: Request, password: str) -> str | None:
        return None if password == PASSWORD else "That is not your password. Nothing was signed."

    def signed(self, request: Request, signoff: Signoff) -> None:
        pass


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    new = read_protocol()
    content = dict(new.content)
    place, line = "pathways/P01.yml", "id: RFM-A4\n    level: A60"
    content[place] = content[place].replace(line, line.replace("A60", "R-GO"))
    content["words/en-GB/cards.yml"] = content["words/en-GB/cards.yml"].replace("Call 999 now", "Call 999 at once")
    old = from_content(content)
    known = {old.hash: old, new.hash: new}
    signoffs.write(tmp_path, signoffs.sign(old, who="Ann Lee", role="obstetric_lead", on=date(2026, 5, 4)))
    library = Library(
        new,
        standing=lambda protocol: status_of(protocol, signoffs.read(tmp_path)),
        comparing=Comparing(lambda: [Known(new.hash, "0.1, served here"), Known(old.hash, "0.1, before")], known.get),
        signing=Signing(OpenDoor(), lambda: signoffs.read(tmp_path), tmp_path, lambda: date(2026, 5, 5)),
    )
    yield library
    library.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE, {"width": 320, "height": 740}], ids=["desk", "phone", "narrow"])
def test_axe_finds_nothing_and_nothing_runs_off_the_side(
    browser: Browser, library: Library, axe: Axe, size: dict[str, int], scheme: str
) -> None:
    context = browser.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{library.url}/protocol/sign")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.goto(f"{library.url}/protocol/compare")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", name="Levels changed")).to_be_visible(timeout=20_000)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    context.close()


def test_she_signs_by_keyboard_and_is_told_what_to_commit(browser: Browser, library: Library, tmp_path: Path) -> None:
    page = browser.new_context(viewport=DESK).new_page()  # type: ignore[arg-type]
    page.goto(f"{library.url}/protocol/sign")
    expect(page.get_by_text("RFM-A4", exact=True).first).to_be_visible()  # changed since it was signed
    page.get_by_label("I have read what I sign").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("That is not your password")
    page.get_by_label("I have read what I sign").check()
    page.get_by_label("Your password, once more").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("2026-05-05-jo-bell-")
    assert len(signoffs.read(tmp_path)) == 2
    page.context.close()
