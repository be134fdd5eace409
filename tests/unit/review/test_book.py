"""What the pages are made from: nothing of the protocol is left out."""

from __future__ import annotations

from datetime import date

import pytest

from bot.protocol.content import Protocol
from bot.protocol.step import Stage
from bot.protocol.targets import RING_WITHIN
from bot.review.book import Book
from bot.review.standing import Standing, awaiting, unsigned


@pytest.fixture(scope="module")
def book(served: Protocol) -> Book:
    return Book(served, {"unit": "Harbour Unit", "number": "01632 960001", "address": "1 Quay"})


def test_a_criterion_has_all_that_a_safety_officer_needs(book: Book) -> None:
    (row,) = book.rows([book.protocol.criteria["RFM-R1"]])
    assert row.words == "No movements at 24+0 or later"
    assert row.phrase.text == "Weeks 24+0 (movement limit) or more and Movements: “No moves at all”"
    assert (row.level, row.card) == ("R-GO", "card.go_now.movements")
    assert row.told == "Go to your maternity unit now"
    assert row.tag == "derived"
    assert "GTG57" in row.source
    assert row.owner == "awaiting sign-off"
    assert row.review == date(2027, 5, 31)


def test_every_criterion_of_the_protocol_has_a_row(book: Book, served: Protocol) -> None:
    rows = [*book.rows(served.flags), *book.rows(served.modifiers), *book.rows(served.signposts)]
    rows += [row for pathway in served.pathways.values() for row in book.of_pathway(pathway)]
    assert sorted(row.id for row in rows) == sorted([*served.criteria, *served.signpost_ids])
    assert all(row.source and row.owner and row.told and row.phrase.text for row in rows)


def test_a_criterion_without_a_card_of_its_own_shows_that_of_its_level(book: Book) -> None:
    (row,) = book.rows([book.protocol.criteria["RFM-A1"]])
    assert row.card == book.protocol.cards[book.protocol.criteria["RFM-A1"].level]


def test_a_signpost_is_a_criterion_without_a_level(book: Book, served: Protocol) -> None:
    rows = {row.id: row for row in book.rows(served.signposts)}
    assert rows["loss"].level == "none"
    assert rows["in_hospital"].level == "A15"


def test_an_answer_says_what_else_it_means(book: Book, served: Protocol) -> None:
    question = book.question(served.questions["main_worry"])
    assert {answer.words: answer.means for answer in question.answers}["Blood from my vagina"] == "bleeding; opens P02"


def test_a_question_says_what_not_sure_counts_as(book: Book, served: Protocol) -> None:
    assert book.question(served.questions["movement"]).unsure == "“Less than normal”"
    assert book.question(served.questions["last_felt"]).unsure == "at least A15"
    assert book.question(served.questions["phone"]).unsure == ""


def test_every_question_stands_on_some_page(book: Book, served: Protocol) -> None:
    shown = {one.id for one in book.questions_at(*(stage for stage in Stage if stage is not Stage.PATHWAY))}
    shown |= {one.id for pathway in served.pathways.values() for one in book.questions_of(pathway)}
    assert shown == set(served.questions)


def test_sentences_are_filled_in_as_she_reads_them(book: Book) -> None:
    assert book.lines("card.go_now.do")[0] == "Go to Harbour Unit now. Do not wait for a call."
    assert "10:30" in book.line("card.A60.do")


def test_what_nobody_fills_in_is_named(served: Protocol) -> None:
    assert "[unit]" in Book(served).line("card.go_now.do")


def test_every_card_is_shown_at_its_level(book: Book, served: Protocol) -> None:
    cards = {card.spoken.id: card for card in book.cards}
    assert {id for id in served.cards.values()} <= set(cards)
    assert {one.card for one in served.criteria.values() if one.card} <= set(cards)
    assert {one.card for one in served.signposts} <= set(cards)
    assert cards["card.999.birth"].level == "R-999"
    assert cards["card.A15.ring_now"].level == "A15"
    assert cards["signpost.loss"].level == "none"
    assert "RF04" in cards["card.999.birth"].used_by


def test_a_criterion_is_found_on_its_page(book: Book) -> None:
    found = [book.page_of(id) for id in ("RFM-R1", "RF01", "M05", "loss")]
    assert found == ["P01#RFM-R1", "flags#RF01", "modifiers#M05", "gate#loss"]


def test_until_somebody_signs_everything_is_awaiting(served: Protocol) -> None:
    standing: Standing = unsigned(served)
    assert not standing.approved
    assert standing.missing
    assert awaiting(standing, served.criteria) == len(served.criteria)


def test_the_page_of_levels_names_the_times_that_the_line_keeps(book: Book) -> None:
    for level, minutes in RING_WITHIN.items():
        spoken = f"{minutes // 60} hours" if minutes >= 120 else f"{minutes} minutes"
        assert spoken in book.line(f"level.{level.code}.target"), level
