"""A real browser. `browser` and `axe` are for every test here; `chat` is the web chat on a stand-in front desk."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bot.records import vault
from tests.integration.web.served import Served

ROOT = Path(__file__).parents[2]
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, once for all tests here; gone after them, for its event loop would be in others' way."""
    if not Path(CHROMIUM).exists():
        pytest.fail(f"{CHROMIUM} is missing; these tests need it: apt-get install -y chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A phone of its own for each test: no cookie, 360 pixels wide."""
    context = browser.new_context(viewport=PHONE, locale="en-GB", timezone_id="Europe/London")
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """One window. A script error or a broken policy fails the test that caused it."""
    return context.new_page()


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """What axe-core finds wrong on a page, one line each; an empty list is a pass."""
    source = (ROOT / "node_modules/axe-core/axe.min.js").read_text()

    def check(page: Page) -> list[str]:
        page.evaluate(source)
        found: dict[str, Any] = page.evaluate("() => axe.run()")
        return [
            f"{one['id']} ({one['impact']}): {one['help']}: " + " | ".join(node["html"][:160] for node in one["nodes"])
            for one in found["violations"]
        ]

    return check


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The web chat on a stand-in for the front desk (tests/integration/web/stand_in.py)."""
    vault.open_with(vault.new_key())
    served = Served(tmp_path_factory.mktemp("chat"))
    yield served
    served.close()
