"""Whoever she is: keyboard only, large text, small screen, dark room, a screen reader's tree, a thin line."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.integration.web.served import Served

from .conftest import PHONE

Axe = Callable[[Page], list[str]]
WORDS = ["start", "signs", "weeks", "confirm", "I am bleeding", "not moving", "midwife", "fine", "unsafe", "early"]


def _say(page: Page, words: str) -> None:
    page.get_by_role("textbox").fill(words)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("textbox")).to_have_value("")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_chat(browser: Browser, chat: Served, axe: Axe, scheme: str) -> None:
    context = browser.new_context(viewport=PHONE, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(chat.url)
    assert axe(page) == []
    for words in WORDS:
        _say(page, words)
        assert axe(page) == [], words
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["privacy", "help", "saved", "api/docs", "nowhere"])
def test_axe_finds_nothing_on_the_other_pages(browser: Browser, chat: Served, axe: Axe, path: str, scheme: str) -> None:
    context = browser.new_context(viewport=PHONE, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(chat.url)
    _say(page, "midwife")
    page.goto(f"{chat.url}/{path}")
    assert axe(page) == []
    context.close()


def test_axe_finds_nothing_on_the_page_that_needs_nothing(page: Page, chat: Served, axe: Axe) -> None:
    chat.site.desk.ready = False
    page.goto(chat.url)
    expect(page.get_by_role("link", name="Ring 01632 960001")).to_be_visible()
    assert axe(page) == []
    chat.site.desk.ready = True


def test_everything_can_be_done_with_the_keyboard(page: Page, chat: Served) -> None:
    page.goto(chat.url)

    def tab_to(name: str) -> None:
        for _ in range(40):
            page.keyboard.press("Tab")
            focused = page.evaluate("(document.activeElement.innerText || document.activeElement.id || '').trim()")
            hidden = page.evaluate(
                "() => { const b = document.activeElement.getBoundingClientRect();"
                " const top = document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2);"
                " return !document.activeElement.contains(top) && !top?.contains(document.activeElement) }"
            )
            assert not hidden, f"'{focused}' has the focus and is hidden"
            if focused.startswith(name):
                return
        pytest.fail(f"no way to '{name}' by keyboard")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Skip to your answer"
    page.keyboard.press("Enter")
    tab_to("words")
    page.keyboard.type("hello")
    tab_to("Send")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Less than normal")).to_be_visible()
    assert page.evaluate("document.activeElement.tagName") == "ARTICLE"
    tab_to("Less than normal")
    page.keyboard.press("Space")
    expect(page.locator(".triage-message--her")).to_have_count(2)
    tab_to("Speak to a midwife")
    page.keyboard.press("Enter")
    expect(page.get_by_text("If no one has rung you by 03:25")).to_be_visible()


def test_the_log_is_a_log_and_each_message_names_its_sender(page: Page, chat: Served) -> None:
    page.goto(chat.url)
    _say(page, "hello")
    log = page.get_by_role("log", name="Messages")
    articles = log.get_by_role("article")
    expect(articles).to_have_count(3)
    assert articles.nth(0).inner_text().startswith("You ")
    assert articles.nth(1).inner_text().startswith("Assistant (a computer) ")
    group = page.get_by_role("group", name="Is your baby moving as normal today?")
    expect(group.get_by_role("button")).to_have_count(4)


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_runs_off_the_side(browser: Browser, chat: Served, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 256 if width == 320 else 740})
    page = context.new_page()
    page.goto(chat.url)
    for words in ["", *WORDS, "w" * 300]:
        if words:
            _say(page, words)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, words
    if width == 320:  # 1280 pixels at 400 %: bars would leave no room for her words
        assert page.locator(".triage-help").evaluate("one => getComputedStyle(one).position") == "static"
        assert page.locator(".triage-person").evaluate("one => getComputedStyle(one).position") == "static"
    context.close()


def test_text_at_twice_the_size_still_fits(page: Page, chat: Served) -> None:
    page.goto(chat.url)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    for words in ["start", "signs", "confirm", "I am bleeding", "midwife"]:
        _say(page, words)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], words
        cut = page.evaluate(
            "() => [...document.querySelectorAll('button, a, label, p, h1, h2')].filter(one => one.offsetParent"
            " && !one.matches('.nhsuk-skip-link') && one.scrollWidth > one.clientWidth + 8"
            " && getComputedStyle(one).display !== 'inline').map(one => one.innerText)"
        )
        assert cut == [], words


def test_targets_are_large_enough(page: Page, chat: Served) -> None:
    page.goto(chat.url)
    for words in ["start", "signs", "confirm", "I am bleeding"]:
        _say(page, words)
    small = page.evaluate(
        "() => [...document.querySelectorAll('button, .triage-help a, .nhsuk-button, .triage-foot a')]"
        ".filter(one => one.offsetParent).map(one => [one.innerText, one.getBoundingClientRect()])"
        ".filter(([, box]) => box.width < 24 || box.height < 24).map(([text]) => text)"
    )
    assert small == []


def test_the_help_is_always_in_reach(page: Page, chat: Served) -> None:
    page.goto(chat.url)
    for words in WORDS:
        _say(page, words)
        for name in ("Ring us", "Call 999"):
            expect(page.locator(".triage-help").get_by_role("link", name=name)).to_be_in_viewport()
        for name in ("Leave this page now", "Speak to a midwife"):
            expect(page.get_by_role("button", name=name)).to_be_in_viewport()


def test_the_first_page_is_light(page: Page, chat: Served) -> None:
    requests: list[Request] = []
    page.on("requestfinished", lambda request: requests.append(request))
    page.goto(chat.url, wait_until="networkidle")
    whole = {one.url: len(one.response().body()) for one in requests}  # type: ignore[union-attr]
    travelled = {one.url: one.sizes()["responseBodySize"] for one in requests}
    assert any(url.endswith("triage.css") for url in whole)
    assert any(url.endswith("chat.js") for url in whole)
    assert sum(whole.values()) < 200_000, whole
    assert sum(travelled.values()) < 50_000, travelled


def test_a_printed_page_has_the_card_and_no_buttons(page: Page, chat: Served) -> None:
    page.goto(chat.url)
    _say(page, "midwife")
    page.goto(f"{chat.url}/saved")
    expect(page.get_by_role("button", name="Print or save")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_text("If no one has rung you by 03:25")).to_be_visible()
    expect(page.locator(".triage-help")).to_be_hidden()
    expect(page.get_by_role("button", name="Print or save")).to_be_hidden()
