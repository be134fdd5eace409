"""From her first words to a colour, told by what she does."""

from __future__ import annotations

from bot.app.wiring import Parts
from bot.protocol.level import Level
from tests.phone import Phone, pass_time

QUIET = "baby hasn't moved much since last night and I've got a bit of a headache"


def test_movements_and_a_headache_at_34_weeks_end_amber_with_a_time_and_a_case(phone: Phone) -> None:
    phone.says(QUIET)
    assert "I am not a person" in phone.text
    assert "999" in phone.text
    phone.until_told(movement="less")
    assert phone.card is not None
    assert phone.card["colour"] == "amber"
    assert phone.card["level"] == "A15"
    assert phone.card["by"] == "03:15"
    asked = [body["question"]["id"] for body in phone.transcript if body["kind"] == "question"]
    assert "movement" not in asked, "she has said it already"
    assert len(asked) == len(set(asked)), "nothing is asked twice"
    assert len(asked) <= 12


def test_the_case_opens_while_she_is_still_being_asked(phone: Phone) -> None:
    phone.says("I'm 34 weeks and baby is moving less today").answers(screen=("none",))
    assert phone.case is not None
    assert phone.case.talking
    assert phone.case.level >= Level.A60
    assert "moving less" in " ".join(phone.case.summary["words"])


def test_heavy_bleeding_is_red_in_the_very_next_reply(phone: Phone) -> None:
    phone.says("im bleeding loads its running down my legs")
    assert phone.card is not None
    assert phone.card["level"] == "R-999"
    assert phone.replies[0]["kind"] == "card", "emergency first"
    assert phone.case is not None
    assert phone.case.level is Level.R_999


def test_no_movement_at_all_is_told_to_go_at_once_before_any_question(phone: Phone) -> None:
    phone.says("I can't feel my baby move at all today")
    assert phone.card is not None
    assert phone.card["level"] == "R-GO"


def test_thanks_but_i_am_bleeding_is_not_taken_for_thanks(phone: Phone) -> None:
    phone.says("hello").says("thanks, but I'm bleeding really heavily")
    assert phone.card is not None
    assert phone.card["level"] == "R-999"


def test_several_symptoms_in_one_message_are_all_pursued(phone: Phone) -> None:
    phone.says("32 weeks, my waters have gone and I have a headache, baby moving less")
    assert phone.case is not None
    words = {reason["criterion"] for reason in phone.case.summary["reasons"]}
    assert phone.case.level >= Level.A15, words


def test_under_20_weeks_she_is_signposted_and_not_refused(phone: Phone) -> None:
    phone.says("I'm 15 weeks and I've had a bit of bleeding").until_told()
    assert phone.card is not None
    assert phone.card["colour"] == "signpost"


def test_after_the_birth_heavy_bleeding_is_still_999(phone: Phone) -> None:
    phone.says("I had my baby 3 days ago and I'm soaking pads with blood, it won't stop")
    assert phone.card is not None
    assert phone.card["level"] == "R-999"
    assert phone.case is not None


def test_unknown_weeks_never_end_green(phone: Phone) -> None:
    phone.says("mild headache").until_told(gestation="not sure")
    assert phone.card is not None
    assert phone.card["colour"] != "green"


def test_mild_irregular_tightenings_at_39_weeks_can_end_green_with_a_check_back(phone: Phone, parts: Parts) -> None:
    phone.says("I'm 39 weeks and having mild tightenings now and then").until_told(gestation="39 weeks")
    assert phone.card is not None
    assert phone.card["colour"] == "green"
    assert phone.case is None
    pass_time(parts, hours=2, seconds=1)
    phone.replies = phone.transcript
    assert phone.asked == "check_back"
    phone.presses("worse")
    assert phone.card is not None
    assert phone.card["level"] == "A15"
    assert phone.case is not None
