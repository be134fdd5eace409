"""Every act, at any time: why, back, change, again, person, not sure, skip, stop, old buttons, pictures."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.app.wiring import Parts
from bot.protocol.level import Level
from tests.phone import Phone, midwife_signs_in


def test_she_asks_why_and_is_asked_the_same_again(phone: Phone) -> None:
    phone.says("my baby is moving less")
    asked = phone.asked
    phone.says("why do you need to know that")
    assert phone.asked == asked
    assert phone.replies[0]["kind"] == "say"


def test_she_goes_back_and_answers_differently(phone: Phone) -> None:
    phone.says("I'm 30 weeks with a mild headache").answers(screen=("none",))
    after_screen = phone.asked
    phone.act("back")
    assert phone.asked == "screen"
    phone.presses("none")
    assert phone.asked == after_screen


def test_nothing_to_go_back_to_is_said_kindly(phone: Phone) -> None:
    phone.says("hello").act("back")
    assert "no earlier question" in phone.text


def test_she_changes_an_answer_she_chooses(phone: Phone) -> None:
    phone.says("I'm 30 weeks with a mild headache").answers(screen=("none",))
    phone.act("change")
    tokens = [option["token"] for body in phone.replies for option in body.get("question", {}).get("options", [])]
    chosen = next(token for token in tokens if token == "change:screen")
    phone.presses_token(chosen)
    assert phone.asked == "screen"


def test_a_red_answer_taken_back_never_lowers_what_she_was_told(phone: Phone) -> None:
    phone.says("hello").presses("heavy_blood")
    assert phone.card is not None
    assert phone.card["level"] == "R-999"
    phone.says("sorry that was a mistake, no blood at all")
    assert phone.case is not None
    assert phone.case.level is Level.R_999


def test_a_person_can_be_called_from_the_first_message_on(phone: Phone) -> None:
    phone.act("person")
    assert phone.case is not None
    assert phone.case.level >= Level.A60
    assert phone.case.kind == "person_asked"


@pytest.mark.parametrize("words", ["can i talk to a person please", "i want a midwife"])
def test_a_person_can_be_asked_for_in_words(phone: Phone, words: str) -> None:
    phone.says("i have a headache").says(words)
    assert phone.case is not None
    assert phone.case.level >= Level.A60


def test_with_nobody_at_the_board_the_number_is_the_promise(parts: Parts) -> None:
    phone = Phone(parts).act("person")
    assert "ring 01632 960001 now" in phone.text.lower()


def test_not_sure_about_the_screen_is_asked_back_and_never_green(phone: Phone) -> None:
    phone.says("I'm 30 weeks").act("unsure")
    assert phone.asked == "screen_check"


def test_start_again_opens_a_new_episode_but_never_below_the_open_case(phone: Phone) -> None:
    phone.says("i cant feel the baby move at all")
    assert phone.case.level is Level.R_GO
    phone.act("again")
    phone.says("just a bit of heartburn, i'm fine")
    assert phone.case.level is Level.R_GO


def test_stop_leaves_the_number_and_the_next_message_goes_on(phone: Phone) -> None:
    phone.says("I'm 30 weeks with a mild headache").act("stop")
    assert "01632 960001" in phone.text
    assert phone.asked is None
    phone.says("ok lets carry on")
    assert phone.asked == "screen"


def test_a_button_of_an_earlier_question_answers_nothing(phone: Phone) -> None:
    phone.says("I'm 30 weeks with a mild headache")
    old = phone.question["options"][0]["token"]
    phone.presses("none")
    asked = phone.asked
    phone.presses_token(old)
    assert "earlier question" in phone.text
    assert phone.asked == asked
    assert phone.case is None or phone.case.level < Level.R_GO


def test_a_button_pressed_twice_answers_once(phone: Phone) -> None:
    phone.says("I'm 30 weeks with a mild headache")
    token = next(o["token"] for o in phone.question["options"] if o["id"] == "none")
    phone.presses_token(token)
    asked = phone.asked
    phone.presses_token(token)
    assert phone.asked == asked


def test_a_picture_is_never_met_with_silence(phone: Phone) -> None:
    phone.says("hello").sends_media()
    assert "picture" in phone.text


def test_not_understood_rephrases_then_offers_buttons_then_a_person(phone: Phone) -> None:
    phone.says("I'm 30 weeks with a mild headache").answers(screen=("none",))
    said = [phone.says("purple monkey dishwasher seventeen").text for _ in range(3)]
    assert said[0] != said[1] != said[2]
    assert phone.case is not None
    assert phone.case.level >= Level.A60


def test_after_five_hours_it_is_a_new_episode(phone: Phone, parts: Parts) -> None:
    phone.says("I'm 30 weeks with a mild headache").answers(screen=("none",))
    parts.clock.at += timedelta(hours=5)  # type: ignore[attr-defined]
    phone.says("hello again")
    assert phone.asked == "screen"


def test_after_one_hour_she_goes_on_where_she_was(phone: Phone, parts: Parts) -> None:
    phone.says("I'm 30 weeks with a mild headache").answers(screen=("none",))
    asked = phone.asked
    parts.clock.at += timedelta(hours=1)  # type: ignore[attr-defined]
    phone.says("sorry i was away, why do you ask")
    assert phone.asked == asked


def test_the_same_message_twice_is_answered_as_then(parts: Parts) -> None:
    import asyncio

    from bot.channels.arrival import Arrival

    midwife_signs_in(parts)
    conversation = parts.desk.open_conversation("web").conversation_id
    arrival = Arrival(conversation, "once", "words", words="my baby is moving less")
    first = asyncio.run(parts.desk.receive(arrival))
    again = asyncio.run(parts.desk.receive(arrival))
    assert [sent.id for sent in first] == [sent.id for sent in again]


def test_many_messages_at_once_are_each_answered_once_in_order(parts: Parts) -> None:
    import asyncio

    from bot.channels.arrival import Arrival

    conversation = parts.desk.open_conversation("web").conversation_id

    async def all_at_once() -> list[list[object]]:
        arrivals = [Arrival(conversation, f"m{n}", "words", words=f"hello {n}") for n in range(8)]
        return await asyncio.gather(*(parts.desk.receive(arrival) for arrival in arrivals))

    answers = asyncio.run(all_at_once())
    ids = [sent.id for answer in answers for sent in answer]
    assert all(answers)
    assert len(ids) == len(set(ids))


def test_start_again_after_a_card_is_answered(phone: Phone) -> None:
    phone.says("I'm 34 weeks and baby is moving less today").until_told(movement="less")
    assert phone.card is not None
    phone.act("again")
    assert phone.asked == "screen"
    assert phone.case.level >= Level.A15
