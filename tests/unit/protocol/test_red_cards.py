"""F18: one card for each red level, kept in one place, owned, dated, and without the advice that has done harm."""

from __future__ import annotations

from datetime import date

import pytest

from bot.protocol.content import Protocol
from bot.protocol.reader import from_content, read_protocol
from bot.protocol.verifier.card_owners import card_unowned
from bot.protocol.verifier.cards import card_says_harm, red_cards

from .conversation import small_content

SHIPPED = read_protocol()
#: What real scripts have said to women who were bleeding (HSIB), and the like.
HARM = ("Lie flat on your back.", "Pack a bag.", "Gather your things.")


def changed(file: str, old: str, new: str) -> Protocol:
    content = small_content()
    assert old in content[file], old
    content[file] = content[file].replace(old, new)
    return from_content(content)


def test_every_red_card_has_owner_review_date_and_somebody_who_agrees() -> None:
    assert list(card_unowned(SHIPPED)) == []
    for card in red_cards(SHIPPED):
        kept = SHIPPED.keeper_of(card)
        assert kept is not None
        assert kept.owner
        assert kept.agreed_with
        assert kept.review > date(2026, 1, 1)


def test_every_red_flag_shows_a_red_card() -> None:
    for flag in SHIPPED.flags:
        if flag.level.code.startswith("R-"):
            assert (flag.card or SHIPPED.cards[flag.level]) in red_cards(SHIPPED), flag.id


@pytest.mark.parametrize("card", sorted(red_cards(SHIPPED)))
def test_no_red_card_says_what_has_done_harm(card: str) -> None:
    """Each of the phrases, put into any red card, stops the build; none is there now."""
    assert not [issue for issue in card_says_harm(SHIPPED) if issue.id == card]
    for phrase in HARM:
        content = dict(SHIPPED.content)
        file = next(name for name, text in content.items() if f"\n{card}.title:" in f"\n{text}")
        title = " ".join(SHIPPED.words.sentence(f"{card}.title").lines)
        content[file] = content[file].replace(f"{card}.title: {title}", f"{card}.title: {phrase}")
        assert content[file] != SHIPPED.content[file], title
        assert [issue for issue in card_says_harm(from_content(content)) if issue.id == card], phrase


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("cards.yml", "card.go:", "card.home:"),
        ("flags.yml", "card: card.999.cord", "card: card.ring"),
    ],
    ids=["no row", "a card that nobody keeps"],
)
def test_a_red_card_that_nobody_answers_for_is_found(file: str, old: str, new: str) -> None:
    assert list(card_unowned(changed(file, old, new)))
