"""A bad line: nothing she wrote is lost, nothing is sent twice, and the number stays on the screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.integration.web.served import Served

NUMBER = "tel:+441632960001"


def _send(page: Page, words: str) -> None:
    page.get_by_role("textbox").fill(words)
    page.get_by_role("button", name="Send", exact=True).click()


def test_offline_keeps_her_words_and_sends_them_when_the_line_is_back(page: Page, chat: Served) -> None:
    page.goto(chat.url)
    _send(page, "fine")
    expect(page.locator("#log article")).to_have_count(2)
    page.context.set_offline(True)
    _send(page, "I am bleeding")
    expect(page.get_by_text("The line is bad. Your words are safe here")).to_be_visible()
    expect(page.locator("#line").get_by_role("link", name="ring 01632 960001")).to_have_attribute("href", NUMBER)
    expect(page.locator("#line").get_by_role("link", name="call 999")).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_value("I am bleeding")
    page.context.set_offline(False)
    expect(page.locator(".nhsuk-card--care--emergency.triage-card")).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_value("")
    expect(page.locator("#line")).to_be_empty()


def test_a_lost_answer_is_asked_for_again_with_the_same_id(page: Page, chat: Served) -> None:
    page.goto(chat.url)
    lost: list[str] = []

    def lose_the_first(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.request.post_data or "")
        route.fetch()  # it reaches the server; the answer is lost on the way back
        route.abort()

    page.route(
        "**/api/messages", lambda route: lose_the_first(route) if route.request.method == "POST" else route.continue_()
    )
    before = len(chat.site.desk.received)
    _send(page, "I am bleeding")
    expect(page.locator(".nhsuk-card--care--emergency.triage-card")).to_have_count(1)
    page.wait_for_timeout(800)
    assert page.locator("#log article").count() == 2
    ids = {one.carrier_id for one in chat.site.desk.received[before:]}
    assert len(ids) == 1


def test_the_server_restarts_in_the_middle(page: Page, chat: Served) -> None:
    page.goto(chat.url)
    _send(page, "fine")
    expect(page.locator("#log article")).to_have_count(2)
    chat.go_away()
    _send(page, "I am bleeding")
    expect(page.get_by_text("The line is bad.")).to_be_visible()
    chat.come_back()
    expect(page.locator(".nhsuk-card--care--emergency.triage-card")).to_be_visible(timeout=20_000)
    expect(page.locator("#log article")).to_have_count(4)
    chat.site.desk.midwife_writes(chat.site.desk.latest_conversation(), "I have read this.")
    expect(page.get_by_text("I have read this.")).to_be_visible(timeout=15_000)


def test_where_no_stream_gets_through_she_still_hears(page: Page, chat: Served) -> None:
    page.route("**/api/stream*", lambda route: route.abort())
    page.goto(chat.url)
    _send(page, "fine")
    expect(page.locator("#log article")).to_have_count(2)
    chat.site.desk.midwife_writes(chat.site.desk.latest_conversation(), "Without a stream.")
    expect(page.get_by_text("Without a stream.")).to_be_visible(timeout=12_000)


def test_an_error_of_ours_is_said_kindly_and_tried_again(page: Page, chat: Served) -> None:
    page.goto(chat.url)
    _send(page, "fine")
    expect(page.locator("#log article")).to_have_count(2)

    def fall_over() -> None:
        raise RuntimeError

    chat.site.desk.broken = fall_over
    _send(page, "I am bleeding")
    expect(page.get_by_text("The line is bad.")).to_be_visible()
    chat.site.desk.broken = lambda: None
    expect(page.locator(".nhsuk-card--care--emergency.triage-card")).to_be_visible()


def test_words_that_are_too_long_stay_and_are_explained(page: Page, chat: Served) -> None:
    page.goto(chat.url)
    _send(page, "x" * 100_001)
    expect(page.get_by_text("That is too long for us")).to_be_visible()
    expect(page.get_by_text("01632 960001").first).to_be_visible()
    assert len(page.get_by_role("textbox").input_value()) == 100_001


def test_a_chat_that_was_closed_elsewhere_is_cleared_and_a_new_one_begins(page: Page, chat: Served) -> None:
    page.goto(chat.url)
    _send(page, "fine")
    expect(page.locator("#log article")).to_have_count(2)
    page.wait_for_timeout(600)
    page.get_by_role("textbox").fill("still writing")
    page.evaluate("() => fetch('/api/exit', {method: 'POST'})")
    expect(page.get_by_text("This chat is closed on this phone.")).to_be_visible()
    expect(page.locator("#log article")).to_have_count(0)
    expect(page.get_by_role("textbox")).to_have_value("still writing")
    _send(page, "I am bleeding")
    expect(page.locator("#log article")).to_have_count(2)


def test_without_the_scripts_the_form_works(page: Page, chat: Served) -> None:
    page.route("**/static/*.js", lambda route: route.abort())
    page.goto(chat.url)
    expect(page.get_by_role("link", name="Ring us")).to_have_attribute("href", NUMBER)
    _send(page, "I am bleeding")
    expect(page.locator(".triage-card")).to_be_visible()


@pytest.mark.parametrize("press", ["button", "escape"])
def test_leaving_is_at_once_and_leaves_nothing(page: Page, chat: Served, press: str) -> None:
    page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="<title>Weather</title>"))
    page.goto("about:blank")
    page.goto(chat.url)
    _send(page, "I am bleeding")
    expect(page.locator(".triage-card")).to_be_visible()
    assert page.title() == "Chat"
    kept = page.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert kept == "[{},{}]"
    token = next(one["value"] for one in page.context.cookies() if one["name"] == "triage")
    if press == "button":
        page.get_by_role("button", name="Leave this page now").click()
    else:
        for _ in range(3):
            page.keyboard.press("Escape")
    page.wait_for_url("https://www.bbc.co.uk/weather")
    page.wait_for_timeout(300)
    assert [one for one in page.context.cookies(chat.url) if one["name"] == "triage"] == []
    assert chat.site.desk.conversation_for(token) is None
    page.go_back()
    assert "bleeding" not in page.content()


def test_escape_pressed_now_and_then_does_not_leave(page: Page, chat: Served) -> None:
    page.goto(chat.url)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_timeout(2_100)
    page.keyboard.press("Escape")
    page.wait_for_timeout(200)
    assert page.url == f"{chat.url}/"


def test_leaving_without_javascript(browser: object, chat: Served) -> None:
    context = browser.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="<title>Weather</title>"))
    page.goto(chat.url)
    page.get_by_role("textbox").fill("I am bleeding")
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_role("button", name="Leave this page now").click()
    page.wait_for_url("https://www.bbc.co.uk/weather")
    assert [one for one in context.cookies(chat.url) if one["name"] == "triage"] == []
    page.go_back()
    assert "bleeding" not in page.content()
    context.close()
