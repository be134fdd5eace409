"""What she does in the chat, in a real browser: words, buttons, ticks, and coming back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.integration.web.served import Served

from .conftest import PHONE


@pytest.fixture(autouse=True)
def no_script_errors(page: Page) -> Callable[[], None]:
    """A script that fails, or a broken content policy, is a failed test."""
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.on("console", lambda said: pytest.fail(said.text) if "Content Security Policy" in said.text else None)
    return lambda: None


def _say(page: Page, words: str) -> None:
    page.get_by_role("textbox").fill(words)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("textbox")).to_have_value("")


def _messages(page: Page) -> list[str]:
    return page.locator("#log .triage-message").all_inner_texts()


def test_she_sees_where_she_stands_before_anything_begins(page: Page, chat: Served) -> None:
    page.goto(chat.url)
    expect(page.get_by_text("You are talking to a computer, not a person.")).to_be_visible()
    expect(page.get_by_role("heading", name="Call 999 now if:")).to_be_visible()
    assert page.context.cookies() == []


def test_a_red_card_comes_with_big_buttons_and_takes_the_focus(page: Page, chat: Served) -> None:
    page.goto(chat.url)
    _say(page, "I am bleeding")
    card = page.locator(".nhsuk-card--care--emergency.triage-card")
    expect(card.get_by_role("heading")).to_have_text(["Immediate action required: Red: Call 999 now", "While you wait"])
    expect(card.get_by_role("link", name="Call 999")).to_have_attribute("href", "tel:999")
    assert page.evaluate("document.activeElement.classList.contains('triage-message--card')")
    box = card.get_by_role("link", name="Call 999").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < PHONE["height"]
    assert box["height"] >= 44


def test_an_amber_card_names_the_time(page: Page, chat: Served) -> None:
    page.goto(chat.url)
    page.get_by_role("button", name="Speak to a midwife").click()
    expect(page.get_by_text("If no one has rung you by 03:25, ring this number.")).to_be_visible()


def test_one_tap_is_one_answer_and_old_buttons_go(page: Page, chat: Served) -> None:
    page.goto(chat.url)
    page.get_by_role("button", name="Start without typing").click()
    page.get_by_role("button", name="Less than normal").dblclick()
    expect(page.locator(".triage-message--her")).to_have_count(2)
    _say(page, "signs")
    expect(page.get_by_role("button", name="Less than normal")).to_have_count(0)


def test_a_second_tap_does_not_answer_the_next_question(page: Page, chat: Served) -> None:
    page.goto(chat.url)
    page.get_by_role("button", name="Start without typing").click()
    page.get_by_role("button", name="Less than normal").click()
    expect(page.locator(".triage-message--her")).to_have_count(2)
    box = page.get_by_role("button", name="Less than normal").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 20, box["y"] + 10)  # at once, wherever the new buttons are
    page.wait_for_timeout(500)
    assert page.locator(".triage-message--her").count() == 2


def test_none_of_these_stands_alone(page: Page, chat: Served) -> None:
    page.goto(chat.url)
    _say(page, "signs")
    page.get_by_label("A lot of blood").check()
    page.get_by_label("None of these").check()
    expect(page.get_by_label("A lot of blood")).not_to_be_checked()
    page.get_by_label("A lot of blood").check()
    expect(page.get_by_label("None of these")).not_to_be_checked()
    page.get_by_label("The baby is coming").check()
    page.get_by_role("button", name="Send what I ticked").click()
    expect(page.locator(".triage-message--her").last).to_contain_text("2.push,2.blood")
    assert chat.site.desk.received[-1].choice == "2.push,2.blood"


def test_nothing_ticked_is_explained_where_she_is(page: Page, chat: Served) -> None:
    page.goto(chat.url)
    _say(page, "signs")
    page.get_by_role("button", name="Send what I ticked").click()
    expect(page.get_by_text("Tick what fits first.")).to_be_visible()


def test_a_short_answer_is_sent_with_enter(page: Page, chat: Served) -> None:
    page.goto(chat.url)
    _say(page, "weeks")
    expect(page.get_by_text("For example: 28 weeks and 3 days.")).to_be_visible()
    page.get_by_role("textbox").fill("28 weeks")
    page.keyboard.press("Enter")
    expect(page.locator(".triage-message--her").last).to_contain_text("28 weeks")


def test_the_number_question_knows_her_own_number(page: Page, chat: Served) -> None:
    page.goto(chat.url)
    assert page.get_by_role("textbox").get_attribute("autocomplete") == "off"
    _say(page, "number")
    expect(page.get_by_role("textbox")).to_have_attribute("autocomplete", "tel")


def test_an_urgent_question_shows_999_above_it(page: Page, chat: Served) -> None:
    page.goto(chat.url)
    _say(page, "confirm")
    expect(page.locator("#log .triage-urgent").get_by_role("link")).to_have_text(["Call 999", "Ring 01632 960001"])


def test_a_draft_survives_a_button(page: Page, chat: Served) -> None:
    page.goto(chat.url)
    page.get_by_role("button", name="Start without typing").click()
    page.get_by_role("textbox").fill("and my head")
    page.get_by_role("button", name="Why do you ask?").click()
    expect(page.get_by_text("It tells us how soon you need to be seen.")).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_value("and my head")


def test_a_midwife_writes_and_her_draft_keeps_the_focus(page: Page, chat: Served) -> None:
    page.goto(chat.url)
    _say(page, "fine")
    page.get_by_role("textbox").fill("I am")
    chat.site.desk.midwife_writes(chat.site.desk.latest_conversation(), "Hello, this is Amara.")
    expect(page.get_by_text("Hello, this is Amara.")).to_be_visible()
    expect(page.locator(".triage-message--midwife")).to_contain_text("Midwife Amara")
    assert page.evaluate("document.activeElement.id") == "words"


def test_a_reload_shows_the_same_once(page: Page, chat: Served) -> None:
    page.goto(chat.url)
    for words in (
        "start",
        "signs",
        "I am bleeding",
        "not moving",
        "midwife",
        "fine",
        "unsafe",
        "early",
        "confirm",
        "html",
    ):
        _say(page, words)
    drawn = page.locator("#log").evaluate("log => [...log.children].map(one => one.outerHTML)")
    page.reload()
    again = page.locator("#log").evaluate(
        "log => [...log.querySelectorAll('article')]"
        ".map(one => one.outerHTML.replace(/>\\n/g, '>').replace(/\\n</g, '<'))"
    )
    assert drawn == again, "log.js and parts.html draw differently"
    page.wait_for_timeout(600)  # the stream has caught up
    assert page.locator("#log article").count() == len(drawn)


@pytest.mark.parametrize("words", ["start", "signs", "weeks", "number", "confirm", "fine"])
def test_browser_and_server_draw_the_same_ways_to_answer(page: Page, chat: Served, words: str) -> None:
    parts = ["#ways", "#acts", "#words-label", "#words-hint"]
    page.goto(chat.url)
    _say(page, words)
    drawn = [page.locator(part).evaluate("one => one.innerHTML.replace(/\\s*\\n\\s*/g, '')") for part in parts]
    page.reload()
    again = [page.locator(part).evaluate("one => one.innerHTML.replace(/\\s*\\n\\s*/g, '')") for part in parts]
    assert drawn == again, "answer.js and answer.html draw differently"


def test_she_comes_back_by_a_link_from_elsewhere(page: Page, context: BrowserContext, chat: Served) -> None:
    page.goto(chat.url)
    _say(page, "I am bleeding")
    page.goto("about:blank")
    # A strict cookie is not sent with a visit from another site: the server draws the first page.
    page.route(f"{chat.url}/", lambda route: route.continue_(headers={**route.request.headers, "cookie": ""}))
    page.goto(chat.url)
    expect(page.get_by_role("heading", name="Call 999 now", exact=False).first).to_be_visible()
    expect(page.locator("#log article")).to_have_count(2)
    expect(page.locator("#before")).to_be_hidden()


def test_two_windows_show_the_same(page: Page, context: BrowserContext, chat: Served) -> None:
    page.goto(chat.url)
    _say(page, "fine")
    other = context.new_page()
    other.goto(chat.url)
    _say(other, "html")
    expect(page.get_by_text("<b>not bold</b>")).to_be_visible()
    assert _messages(page) == _messages(other)


def test_without_javascript_everything_still_works(browser: Browser, chat: Served) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(chat.url)
    page.get_by_role("button", name="Start without typing").click()
    page.get_by_role("button", name="Less than normal").click()
    page.get_by_role("textbox").fill("signs")
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_label("A lot of blood").check()
    page.get_by_role("button", name="Send what I ticked").click()
    page.get_by_role("textbox").fill("I am bleeding")
    page.get_by_role("button", name="Send", exact=True).click()
    assert page.url == f"{chat.url}/#latest"
    expect(page.get_by_role("link", name="Call 999").first).to_be_in_viewport()
    expect(page.locator(".triage-card")).to_be_in_viewport()
    page.get_by_role("button", name="Speak to a midwife").click()
    expect(page.get_by_text("If no one has rung you by 03:25")).to_be_in_viewport()
    context.close()
