"""The phone in a real browser: type, see the reply without reloading, tap; accessible, and usable without scripts."""

from __future__ import annotations

import os
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect, sync_playwright

from demo.telegram_carrier import TelegramCarrier
from tests.unit.channels.doubles import served

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"
KEYBOARD = '{"inline_keyboard": [[{"text": "No moves at all", "callback_data": "a.1.none"}]]}'


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def carrier():
    return TelegramCarrier("1:abc")


@pytest.fixture
def url(carrier):
    with served(carrier.app()) as address:
        yield address


def reply(url, chat, text="How is your baby moving? <b>"):
    given = {"chat_id": chat, "text": text, "reply_markup": KEYBOARD}
    assert httpx.post(f"{url}/bot1:abc/sendMessage", data=given, trust_env=False).status_code == 200


def updates(url):
    return httpx.post(f"{url}/bot1:abc/getUpdates", json={"timeout": 2}, trust_env=False).json()["result"]


def open_phone(page, url):
    page.goto(f"{url}/phone/telegram")
    page.get_by_role("button", name="Open a new phone").click()
    return page.url.rsplit("/", 1)[1]


def test_type_see_the_reply_and_tap(browser, url):
    page = browser.new_page()
    chat = open_phone(page, url)
    page.get_by_label("Your message").fill("my baby has gone quiet")
    page.keyboard.press("Enter")
    expect(page.get_by_role("log")).to_contain_text("my baby has gone quiet")
    reply(url, chat)
    expect(page.get_by_role("log")).to_contain_text("How is your baby moving? <b>")
    page.get_by_role("button", name="No moves at all").click()
    page.wait_for_timeout(300)
    assert [update.get("callback_query", {}).get("data") for update in updates(url)] == [None, "a.1.none"]
    page.evaluate(AXE.read_text(encoding="utf-8"))
    broken = page.evaluate("async () => (await axe.run()).violations.map((one) => one.id)")
    assert broken == []
    page.close()


def test_without_scripts_the_forms_do(browser, url):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    chat = open_phone(page, url)
    page.get_by_label("Your message").fill("hello")
    page.get_by_role("button", name="Send", exact=True).click()
    reply(url, chat)
    page.get_by_role("link", name="Look for new messages").click()
    page.reload()
    page.get_by_role("button", name="No moves at all").click()
    page.get_by_role("button", name="A voice note").click()
    kinds = [next(iter(set(update) - {"update_id"})) for update in updates(url)]
    assert kinds == ["message", "callback_query", "message"]
    context.close()
