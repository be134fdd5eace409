from __future__ import annotations

import pytest

from bot.protocol.content import Protocol
from bot.protocol.reader import from_content
from bot.protocol.step import Kind, Option, Question, Stage
from bot.protocol.words import MissingPlaceholder, UnknownSentence

from .conversation import small_content


def test_a_sentence_is_filled_in(protocol: Protocol) -> None:
    assert protocol.words.lines("card.go.do", number="01632 960001") == ("Ring 01632 960001.", "Stay on this page.")
    assert protocol.words.say("card.go.do", number="1") == "Ring 1.\nStay on this page."


def test_an_unknown_sentence_is_named(protocol: Protocol) -> None:
    with pytest.raises(UnknownSentence, match="there is no sentence 'card.nothing'; write it"):
        protocol.words.say("card.nothing")


def test_a_missing_filling_is_named(protocol: Protocol) -> None:
    with pytest.raises(MissingPlaceholder, match=r"'card.go.do' needs \{number\}"):
        protocol.words.say("card.go.do")


def test_another_language_falls_back_and_short_forms_are_used() -> None:
    content = small_content()
    content["words/cy/all.yml"] = "option.yes: {text: Ydw, short: Y}\n"
    words = from_content(content).words
    assert words.say("option.yes", "cy") == "Ydw"
    assert words.say("option.yes", "cy", short=True) == "Y"
    assert words.say("option.no", "cy") == "No"
    assert words.say("option.no", "fr", short=True) == "No"
    assert words.has("option.no", "cy")
    assert not words.has("nothing")


def test_a_question_and_its_options_find_their_words(protocol: Protocol) -> None:
    asked = protocol.questions["movement"].shown
    words = protocol.words
    assert words.of_question(asked) == "question.movement.ask"
    assert words.of_question(asked, "help") is None
    assert words.of_option(asked, "less") == "question.movement.option.less"
    assert words.of_option(asked, "unsure") == "option.unsure"


def test_a_confirming_question_finds_its_words(protocol: Protocol) -> None:
    asked = Question("confirm:cord", Kind.CHOICE, Stage.CONFIRM, (Option("yes"),), wording="confirm.cord")
    assert protocol.words.of_question(asked) == "confirm.cord.ask"
    assert protocol.words.of_option(asked, "yes") == "confirm.option.yes"
