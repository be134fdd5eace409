"""When the dialogue fails, falls silent or forgets, the prepared card goes out."""

from __future__ import annotations

from typing import Any

import pytest

from bot.app.wiring import Parts
from bot.dialogue.port import DialogueNotReady, TurnFailed, TurnIn, TurnOut
from bot.protocol.level import Level
from tests.phone import Phone, midwife_signs_in


class Broken:
    """A dialogue that fails in one way."""

    def __init__(self, whole: Any, how: str) -> None:
        self.whole, self.how = whole, how

    @property
    def ready(self) -> bool:
        return self.how != "not ready"

    async def turn(self, turn: TurnIn) -> TurnOut:
        if self.how == "raises":
            raise TurnFailed("an action raised")
        if self.how == "not ready":
            raise DialogueNotReady
        out = await self.whole.turn(turn)
        forgetful = tuple(body for body in out.replies if "card" not in body) or ({"kind": "say", "text": "done"},)
        return TurnOut(forgetful, out.snapshot, out.events)


@pytest.fixture(params=["raises", "not ready", "forgets the card"])
def broken(parts: Parts, request: pytest.FixtureRequest) -> Any:
    midwife_signs_in(parts)
    whole = parts.desk.dialogue
    parts.desk.dialogue = Broken(whole, request.param)  # type: ignore[assignment]
    yield parts
    parts.desk.dialogue = whole


def test_red_words_get_the_red_card_all_the_same(broken: Parts) -> None:
    phone = Phone(broken).says("im bleeding loads, its running down my legs")
    assert phone.card is not None
    assert phone.card["level"] == "R-999"
    assert phone.case.level is Level.R_999


def test_anything_else_gets_the_number_and_a_case(broken: Parts) -> None:
    phone = Phone(broken).says("hello")
    assert "01632 960001" in phone.text


def test_the_conversation_goes_on_once_the_dialogue_is_back(parts: Parts) -> None:
    midwife_signs_in(parts)
    whole = parts.desk.dialogue
    phone = Phone(parts).says("I'm 30 weeks with a mild headache")
    parts.desk.dialogue = Broken(whole, "raises")  # type: ignore[assignment]
    phone.says("what")
    assert "01632 960001" in phone.text
    assert phone.case is not None
    assert phone.case.kind == "assistant_unavailable"
    parts.desk.dialogue = whole
    phone.says("hello")
    assert phone.asked == "screen"


def test_a_turn_that_cannot_be_written_down_still_ends_in_the_safe_reply(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.channels.desk import later

    midwife_signs_in(parts)
    phone = Phone(parts).says("I'm 30 weeks with a mild headache")
    whole = later._note_level

    def broken(*given: Any) -> None:
        if given[2].statements != given[1].chart.statements:
            raise ZeroDivisionError
        whole(*given)

    monkeypatch.setattr(later, "_note_level", broken)
    phone.presses("none")
    assert "01632 960001" in phone.text
    assert phone.case is not None
    assert phone.case.kind == "assistant_unavailable"
