"""The real server in a process of its own: she chats on a phone, a midwife picks her up in another browser."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

ROOT = Path(__file__).parents[2]
QUIET = "baby hasn't moved much since last night and I've got a bit of a headache"
#: What she answers, by the question she reads; everything else is "none of these" or the first button.
ANSWERS = {
    "How many weeks": "34 weeks",
    "blood pressure": "skip",
    "last feel": "2 to 6 hours ago",
    "happened before": "No",
    "asked for help": "No, this is the first time",
    "worried": "Quite",
}


@dataclass
class Service:
    """The server's address and who may sign in."""

    url: str
    passwords: dict[str, str]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("service")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {**os.environ, "TRIAGE_VAR": str(folder), "PORT": str(port), "PYTHONWARNINGS": "ignore"}
    triage = str(ROOT / ".venv" / "bin" / "triage")
    log = (folder / "log").open("w+")
    server = subprocess.Popen([triage, "serve"], env=environment, cwd=ROOT, stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_until_ready(url, server)
        first = re.search(r"password (\S+)", (folder / "log").read_text())
        assert first is not None
        passwords = {"midwife": first[1]}
        for login in ("amara", "bryn"):
            added = [triage, "user", "add", login, "--name", f"{login.capitalize()} Example"]
            said = subprocess.run(added, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
            passwords[login] = said.stdout.split("password ")[1].strip()
        yield Service(url, passwords)
    finally:
        server.terminate()
        server.wait(20)
        log.close()


def _wait_until_ready(url: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 180
    while time.monotonic() < until:
        assert server.poll() is None, "the server ended"
        try:
            if httpx.get(f"{url}/health/ready", trust_env=False).is_success:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise AssertionError("the server was not ready in three minutes")


def sign_in(browser: Browser, service: Service, login: str) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=service.url).new_page()
    page.goto("/line/sign-in")
    page.fill("#login", login)
    page.fill("#password", service.passwords[login])
    page.keyboard.press("Enter")
    expect(page.locator("#board")).to_be_visible()
    return page


def latest_question(page: Page) -> str:
    return page.locator("[role=log] .triage-message__text").last.inner_text()


def answer(page: Page) -> None:
    """Answer the question that stands, as a woman who is otherwise well."""
    asked = latest_question(page)
    before = page.locator("[role=log] > *").count()
    given = next((words for part, words in ANSWERS.items() if part in asked), None)
    page.wait_for_timeout(400)  # new buttons take no tap for a moment
    if page.locator("input[type=checkbox]:visible").count():
        page.locator("input[type=checkbox]:visible").last.check()
        page.get_by_role("button", name="Send what I ticked").click()
    elif given == "skip":
        page.get_by_role("button", name="Skip").click()
    elif given and page.get_by_role("button", name=given, exact=True).count():
        page.get_by_role("button", name=given, exact=True).click()
    elif given:
        page.fill("#words", given)
        page.get_by_role("button", name="Send", exact=True).click()
    else:
        page.locator(".triage-options button").first.click()
    expect(page.locator("[role=log] > *").nth(before + 1)).to_be_attached(timeout=15_000)


def test_she_chats_is_told_amber_and_two_midwives_see_her_one_takes_her(
    browser: Browser, service: Service, page: Page, axe: Callable[[Page], list[str]]
) -> None:
    amara, bryn = sign_in(browser, service, "amara"), sign_in(browser, service, "bryn")
    page.goto(service.url)
    expect(page.locator("body")).to_contain_text("not a person")
    expect(page.locator("body")).to_contain_text("999")
    assert axe(page) == []
    page.fill("#words", QUIET)
    page.get_by_role("button", name="Send", exact=True).click()
    sent = time.monotonic()
    expect(amara.locator("[data-case]")).to_have_count(1, timeout=15_000)
    on_the_board = time.monotonic() - sent
    expect(amara.locator("[data-case]")).to_contain_text(QUIET)
    expect(page.locator("[role=log]")).to_contain_text("Tick all that fit", timeout=15_000)
    for _ in range(14):
        if page.locator("[role=log] .nhsuk-card--care").count():
            break
        answer(page)
    card = page.locator("[role=log] .nhsuk-card--care").first
    expect(card).to_contain_text("01632 960001")
    expect(card).to_contain_text(re.compile(r"\d\d:\d\d"))
    assert axe(page) == []
    expect(amara.locator("[data-case]")).to_contain_text("15 min")
    _claimed_once(amara, bryn)
    _they_write(amara, page)
    amara.reload()
    assert axe(amara) == []
    _closed(amara)
    assert on_the_board < 10, "the browser, the turn and both boards share two loaded processors here"


def _claimed_once(amara: Page, bryn: Page) -> None:
    link = amara.locator("[data-case] a").first.get_attribute("href")
    assert link is not None
    for midwife in (amara, bryn):
        midwife.goto(link)
    amara.click("#claim")
    expect(amara.locator("#said")).to_contain_text("She is yours")
    for heading in (QUIET, "A15", "RFM-A1", "STW-RFM", "34+"):
        expect(amara.locator("main")).to_contain_text(heading)
    expect(bryn.locator("main")).to_contain_text("Amara Example")


def _they_write(amara: Page, page: Page) -> None:
    amara.fill("textarea[name=text]", "Hello, I am Amara. Please come in now, I will meet you.")
    amara.locator("form:has(textarea[name=text]) button").first.click()
    expect(page.locator("[role=log]")).to_contain_text("I will meet you", timeout=5_000)
    page.fill("#words", "thank you, on my way")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("[role=log]")).to_contain_text("Amara has your message", timeout=10_000)
    expect(amara.locator("main")).to_contain_text("on my way", timeout=10_000)


def _closed(amara: Page) -> None:
    amara.locator("summary:has-text('Close')").first.click()
    amara.locator("input[name=outcome]").first.check()
    amara.get_by_role("button", name="Close the case").click()
    expect(amara.locator("#said")).to_contain_text(re.compile("closed", re.IGNORECASE))


def test_red_words_are_red_at_once_and_a_lost_line_loses_nothing(service: Service, page: Page) -> None:
    page.goto(service.url)
    page.context.set_offline(True)
    page.fill("#words", "im bleeding loads its running down my legs")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("body")).to_contain_text("trying again")
    page.context.set_offline(False)
    card = page.locator("[role=log] .nhsuk-card--care").first
    expect(card).to_contain_text("999", timeout=20_000)
    page.reload()
    expect(page.locator("[role=log]")).to_contain_text("running down my legs")
    assert page.locator("[role=log] :text('running down my legs')").count() == 1


def test_quick_exit_leaves_nothing_behind_and_the_case_stays(browser: Browser, service: Service, page: Page) -> None:
    page.goto(service.url)
    page.fill("#words", "i cant feel my baby move at all")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("[role=log] .nhsuk-card--care").first).to_be_visible(timeout=15_000)
    page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="weather"))
    page.get_by_role("button", name="Leave this page now").first.click()
    page.wait_for_url("https://www.bbc.co.uk/weather")
    page.goto(service.url)
    expect(page.locator("[role=log] > *")).to_have_count(0)
    assert page.evaluate("[sessionStorage.length, localStorage.length]") == [0, 0]
    board = sign_in(browser, service, "midwife")
    expect(board.locator("main")).to_contain_text("i cant feel my baby move at all")
