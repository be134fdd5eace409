"""A safety officer reads the protocol: on a phone, in the dark, by keyboard, by screen reader, on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.review.frame import WAYS
from tests.integration.review.library import Library

from .conftest import PHONE

Axe = Callable[[Page], list[str]]
#: A browser takes seconds for each page: the shortest, the longest and two between stand for the pathways.
PATHWAYS = ["P01", "P05", "P17", "P23"]
PAGES = [*(page for page, _ in WAYS), *PATHWAYS]
#: One page of each kind, and the longest charts: for what a style sheet decides alike on all of them.
SOME = ["", "P05", "cards"]
DESK = {"width": 1280, "height": 900}
#: A sheet of A4 between the margins of the print style, in CSS pixels.
PAPER = {"width": 718, "height": 1024}


@pytest.fixture(scope="module")
def library() -> Iterator[Library]:
    library = Library()
    yield library
    library.close()


@pytest.fixture
def desk(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=DESK)  # type: ignore[arg-type]
    yield context
    context.close()


def opened(context: BrowserContext, library: Library, name: str) -> Page:
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(f"{library.url}/protocol/{name}")
    assert complaints == [], name
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_on_any_page(
    browser: Browser, library: Library, axe: Axe, size: dict[str, int], scheme: str
) -> None:
    context = browser.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
    for name in PAGES if (size, scheme) == (PHONE, "light") else SOME:
        page = opened(context, library, name)
        assert axe(page) == [], name
        page.close()
    context.close()


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_page_runs_off_the_side(browser: Browser, library: Library, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 740})
    for name in PAGES if width == 320 else SOME:
        page = opened(context, library, name)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        page.close()
    context.close()


def test_on_a_phone_each_criterion_says_what_stands_where(context: BrowserContext, library: Library) -> None:
    page = opened(context, library, "P01")
    row = page.locator("#RFM-R1")
    expect(row).to_be_visible()
    box = row.bounding_box()
    assert box is not None
    assert box["width"] <= PHONE["width"]
    heads = row.locator("td").evaluate_all("cells => cells.map(one => getComputedStyle(one, '::before').content)")
    wanted = ["Question and answer", "Level", "Advice", "Source", "Owner", "Review by", "Status"]
    assert heads == [f'"{head}"' for head in wanted]
    assert page.get_by_role("row").count() > 10  # still a table to a screen reader


def test_the_words_of_a_chart_stay_in_their_boxes(desk: BrowserContext, library: Library) -> None:
    for name in PATHWAYS:
        page = opened(desk, library, name)
        outside = page.evaluate(
            """() => [...document.querySelectorAll('.chart .box')].flatMap(box => {
                const frame = box.querySelector('rect, polygon').getBBox();
                return [...box.querySelectorAll('text')].filter(one => {
                    const words = one.getBBox();
                    return words.x < frame.x || words.x + words.width > frame.x + frame.width
                        || words.y < frame.y || words.y + words.height > frame.y + frame.height;
                }).map(one => one.textContent);
            })"""
        )
        assert outside == [], name
        page.close()


def test_a_chart_is_a_picture_with_a_name_and_its_text(desk: BrowserContext, library: Library) -> None:
    page = opened(desk, library, "P01")
    picture = page.get_by_role("img", name="P01 Baby moving less, differently, or not at all: chart, part 1")
    expect(picture).to_be_visible()
    expect(page.get_by_role("region", name="Chart, part 1")).to_be_visible()
    expect(page.get_by_role("table", name="The criteria of P01, the most urgent first")).to_be_visible()


def test_it_can_be_read_with_the_keyboard(desk: BrowserContext, library: Library) -> None:
    page = opened(desk, library, "")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Skip to the main part"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.get_by_role("link", name="P01 Baby moving less").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{library.url}/protocol/P01")
    page.locator("#RFM-R1").get_by_role("link", name="Go to your maternity unit now").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{library.url}/protocol/cards#card.go_now.movements")
    expect(page.locator("[id='card.go_now.movements']")).to_be_in_viewport()


def test_on_paper_there_is_nothing_to_press_and_nothing_is_cut(desk: BrowserContext, library: Library) -> None:
    for name in PAGES:
        page = opened(desk, library, name)
        page.emulate_media(media="print")
        page.set_viewport_size(PAPER)  # type: ignore[arg-type]
        expect(page.locator(".ways")).to_be_hidden()
        expect(page.locator(".mark")).to_be_visible()
        assert page.locator(".no-print").evaluate_all("all => all.filter(one => one.offsetParent).length") == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= PAPER["width"], name
        for picture in page.locator(".picture").all():
            box = picture.bounding_box()
            assert box is not None
            assert box["width"] <= PAPER["width"]
            assert box["height"] <= PAPER["height"], f"{name}: a picture does not fit a sheet"
        page.close()


def test_on_paper_the_first_picture_stands_below_the_heading(desk: BrowserContext, library: Library) -> None:
    for name in PATHWAYS:
        page = opened(desk, library, name)
        page.emulate_media(media="print")
        page.set_viewport_size(PAPER)  # type: ignore[arg-type]
        box = page.locator(".picture").first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= PAPER["height"], name
        page.close()


def test_a_printed_pathway_is_a_few_sheets_of_a4(desk: BrowserContext, library: Library) -> None:
    page = opened(desk, library, "P05")
    printed = page.pdf(prefer_css_page_size=True)
    sheets = printed.count(b"/Type /Page\n") or printed.count(b"/Type /Page ")
    assert b"595" in printed or b"594" in printed
    assert 3 <= sheets <= 12
