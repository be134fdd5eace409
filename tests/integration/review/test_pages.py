"""Anybody opens the protocol over HTTP and finds all of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser

import httpx
import pytest

from bot.protocol.content import Protocol
from bot.review.frame import SERVED_WAYS, WAYS
from bot.review.hers import sentences

from .library import Library

PAGES = [page for page, _ in WAYS]


class Page(HTMLParser):
    """The links, places and words of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.styled: list[str] = []
        self._words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        self.links += [given["href"] or ""] if tag == "a" else []
        self.ids += [given["id"] or ""] if "id" in given else []
        self.styled += [tag] if "style" in given or tag in ("style", "script") else []

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    @property
    def words(self) -> str:
        return " ".join(" ".join(self._words).split())


def every(library: Library) -> Iterator[str]:
    yield from PAGES
    yield from library.protocol.pathways


def opened(reader: httpx.Client, name: str) -> Page:
    answer = reader.get(f"/protocol/{name}")
    assert answer.status_code == 200, name
    return Page(answer.text)


def test_the_protocol_opens_without_signing_in(reader: httpx.Client) -> None:
    answer = reader.get("/protocol")
    assert answer.status_code == 200
    assert "Not approved for clinical use." in answer.text
    assert "Demonstration, not an NHS service, not approved for clinical use" in answer.text


def test_every_page_carries_the_mark_and_keeps_to_the_policy(reader: httpx.Client, library: Library) -> None:
    for name in every(library):
        answer = reader.get(f"/protocol/{name}")
        assert "not approved for clinical use" in answer.text, name
        assert "style-src 'self'" in answer.headers["content-security-policy"]
        assert Page(answer.text).styled == [], name


def test_every_link_leads_somewhere(reader: httpx.Client, library: Library) -> None:
    pages = {name: opened(reader, name) for name in every(library)}
    elsewhere = {f"/protocol/{page}" for page, _ in SERVED_WAYS}
    for name, page in pages.items():
        for link in page.links:
            path, _, place = link.partition("#")
            if path in elsewhere:
                continue
            target = path.removeprefix("/protocol/") if path else name
            assert target in pages, f"{name}: {link}"
            assert not place or place in pages[target].ids, f"{name}: {link}"


def test_no_place_stands_twice_on_a_page(reader: httpx.Client, library: Library) -> None:
    for name in every(library):
        ids = opened(reader, name).ids
        assert sorted(ids) == sorted(set(ids)), name


def test_every_criterion_is_on_its_page_with_all_that_has_to_be_signed(reader: httpx.Client, library: Library) -> None:
    protocol: Protocol = library.protocol
    for pathway in protocol.pathways.values():
        page = opened(reader, pathway.id)
        for one in (*pathway.criteria, *pathway.greens):
            assert one.id in page.ids
            assert one.source in page.words
        assert page.words.count("awaiting sign-off") >= len(pathway.criteria)
        for question in pathway.questions:
            assert " ".join(protocol.words.sentence(f"question.{question}.ask").lines) in page.words
    for name, criteria in (("flags", protocol.flags), ("modifiers", protocol.modifiers), ("gate", protocol.signposts)):
        page = opened(reader, name)
        assert {one.id for one in criteria} <= set(page.ids)


def test_every_pathway_has_a_picture_that_says_what_it_is(reader: httpx.Client, library: Library) -> None:
    for id, pathway in library.protocol.pathways.items():
        text = reader.get(f"/protocol/{id}").text
        pictures = re.findall(r'<svg class="chart" role="img".*?</svg>', text, re.DOTALL)
        assert pictures
        for picture in pictures:
            assert re.search(rf'<title id="{id}-\d-title">{id} ', picture)
            assert "The table below says the same" in picture
        shown = unescape(" ".join(pictures))
        assert all(f">{one.id}</text>" in shown for one in pathway.criteria)


def test_every_sentence_she_may_read_is_shown_with_its_reading_age(reader: httpx.Client, library: Library) -> None:
    words, cards = opened(reader, "words"), opened(reader, "cards")
    for id in (one.id for one in sentences(library.protocol.words)):
        if id.startswith(("card.", "signpost.")):
            assert id.rpartition(".")[0] in cards.ids
        else:
            assert id in words.words
    assert "Reading age" in words.words
    assert "Reading age of the whole" in cards.words


def test_cards_and_sentences_are_filled_in_for_this_unit(reader: httpx.Client) -> None:
    cards = opened(reader, "cards").words
    assert "01632 960001" in cards
    assert "{number}" not in cards
    assert "{" not in opened(reader, "words").words


def test_settings_and_terms_are_spelled_out(reader: httpx.Client, library: Library) -> None:
    assert "20+0" in opened(reader, "settings").words
    terms = opened(reader, "terms")
    assert "quieter" in terms.ids
    assert {f"finding-{name}" for name in library.protocol.findings} <= set(terms.ids)


def test_levels_say_what_green_needs(reader: httpx.Client) -> None:
    page = opened(reader, "levels")
    assert {"R-999", "R-GO", "A15", "A60", "A4H", "A-GP", "G"} <= set(page.ids)
    assert "Weeks known" in page.words


def test_a_page_that_is_not_there_is_not_found(reader: httpx.Client) -> None:
    assert reader.get("/protocol/P99").status_code == 404


@dataclass(frozen=True)
class SomeSigned:
    """Two are signed and the rest is not."""

    missing: tuple[str, ...] = ("RFM-R2 has not been signed: two people have to sign.",)
    approved: bool = False

    def of(self, criterion_id: str) -> str:
        return "signed" if criterion_id in ("RFM-R1", "loss") else "awaiting"


@dataclass(frozen=True)
class AllSigned:
    """Everything is signed."""

    missing: tuple[str, ...] = ()
    approved: bool = True

    def of(self, criterion_id: str) -> str:
        return "signed"


@pytest.fixture
def partly(library: Library) -> Iterator[httpx.Client]:
    other = Library(library.protocol, standing=lambda protocol: SomeSigned())
    with httpx.Client(base_url=other.url) as reader:
        yield reader
    other.close()


@pytest.fixture
def wholly(library: Library) -> Iterator[httpx.Client]:
    other = Library(library.protocol, standing=lambda protocol: AllSigned())
    with httpx.Client(base_url=other.url) as reader:
        yield reader
    other.close()


def test_a_signed_criterion_says_so_and_leaves_the_list_of_what_is_awaited(partly: httpx.Client) -> None:
    row = partly.get("/protocol/P01").text.split('id="RFM-R1"')[1].split("</tr>")[0]
    assert ">signed<" in row
    waiting = opened(partly, "awaiting")
    assert "RFM-R2 has not been signed: two people have to sign." in waiting.words
    assert "/protocol/P01#RFM-R1" not in waiting.links
    assert "/protocol/P01#RFM-R2" in waiting.links
    assert "/protocol/gate#loss" not in waiting.links


def test_an_approved_version_loses_the_mark(wholly: httpx.Client) -> None:
    text = wholly.get("/protocol/").text
    assert "not approved for clinical use" not in text.lower()
    assert "Every criterion of this version is signed." in text
