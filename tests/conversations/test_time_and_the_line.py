"""Silence, promises and the midwife who has her; time is moved, never slept."""

from __future__ import annotations

from bot.app.wiring import Parts
from bot.line import cases, claims, letters
from bot.protocol.level import Level
from bot.records import events
from tests.phone import Phone, midwife_signs_in, pass_time


def seen(parts: Parts, case_id: str) -> list[str]:
    with parts.database.read() as connection:
        return [event.kind for event in events.of_case(connection, case_id)]


def test_a_doubtful_red_flag_is_asked_back_and_silence_counts_as_yes(phone: Phone, parts: Parts) -> None:
    phone.says("I'm 30 weeks. what if i cant feel any movement at all")
    assert str(phone.asked).startswith("confirm:")
    assert phone.question["urgent"]
    before = len(phone.transcript)
    pass_time(parts, seconds=31)
    cards = [body["card"] for body in phone.heard_since(before) if "card" in body]
    assert cards
    assert cards[0]["colour"] == "red"
    assert phone.case.level >= Level.R_GO


def test_red_not_called_after_two_minutes_is_a_task_for_a_midwife(phone: Phone, parts: Parts) -> None:
    phone.says("im bleeding loads, running down my legs")
    before = len(phone.transcript)
    pass_time(parts, minutes=2, seconds=1)
    assert "red_unconfirmed" in seen(parts, phone.case.id)
    assert any("999" in body["text"] for body in phone.heard_since(before))


def test_red_and_she_has_called_is_not_asked_again(phone: Phone, parts: Parts) -> None:
    phone.says("im bleeding loads, running down my legs")
    assert phone.asked == "called_999"
    phone.presses("yes")
    before = len(phone.transcript)
    pass_time(parts, minutes=2, seconds=1)
    assert phone.heard_since(before) == []


def test_red_and_she_cannot_call_is_on_the_board_at_once(phone: Phone, parts: Parts) -> None:
    phone.says("im bleeding loads, running down my legs").presses("cannot")
    assert "red_unconfirmed" in seen(parts, phone.case.id)


def test_alone_and_red_the_midwife_sees_it(phone: Phone) -> None:
    phone.says("im bleeding loads, running down my legs").answers(called_999="yes", alone="alone")
    assert phone.case.summary["alone"] is True


def test_a_promise_that_ends_tells_her_what_to_do_instead(phone: Phone, parts: Parts) -> None:
    phone.act("person")
    before = len(phone.transcript)
    pass_time(parts, minutes=61)
    assert any("01632 960001" in body["text"] for body in phone.heard_since(before))
    assert "promise_ended" in seen(parts, phone.case.id)


def test_a_midwife_takes_her_writes_and_the_assistant_is_silent(parts: Parts) -> None:
    amara = midwife_signs_in(parts)
    phone = Phone(parts).act("person")
    with parts.database.write() as connection:
        claims.claim(connection, phone.case.id, amara, parts.clock.now())
        letters.write_to_her(connection, phone.case.id, amara, "Hello, I am Amara. How are you now?", parts.clock.now())
    assert phone.transcript[-1]["kind"] == "midwife"
    phone.says("a bit better thanks")
    assert "Amara" in phone.text
    assert phone.asked is None
    assert "she_wrote" in seen(parts, phone.case.id)


def test_red_words_while_a_midwife_has_her_still_get_the_red_card(parts: Parts) -> None:
    amara = midwife_signs_in(parts)
    phone = Phone(parts).act("person")
    with parts.database.write() as connection:
        claims.claim(connection, phone.case.id, amara, parts.clock.now())
    phone.says("now im bleeding loads and theres clots")
    assert phone.card is not None
    assert phone.card["level"] == "R-999"
    assert phone.case.level is Level.R_999


def test_a_midwife_silent_for_five_minutes_she_is_told_what_to_do_instead(parts: Parts) -> None:
    amara = midwife_signs_in(parts)
    phone = Phone(parts).act("person")
    with parts.database.write() as connection:
        claims.claim(connection, phone.case.id, amara, parts.clock.now())
        letters.write_to_her(connection, phone.case.id, amara, "Hello", parts.clock.now())
    phone.says("are you there")
    before = len(phone.transcript)
    pass_time(parts, minutes=5, seconds=1)
    assert any("01632 960001" in body["text"] for body in phone.heard_since(before))


def test_thanks_after_the_midwife_has_closed_opens_no_new_case(parts: Parts) -> None:
    amara = midwife_signs_in(parts)
    phone = Phone(parts).act("person")
    with parts.database.write() as connection:
        case = phone.case
        claims.claim(connection, case.id, amara, parts.clock.now())
        cases.close(connection, case.id, amara, "unknown", "rang her, all well", parts.clock.now())
    phone.says("thank you so much")
    assert phone.case is None


def test_new_red_words_after_closing_open_a_case_again(parts: Parts) -> None:
    amara = midwife_signs_in(parts)
    phone = Phone(parts).act("person")
    with parts.database.write() as connection:
        case = phone.case
        claims.claim(connection, case.id, amara, parts.clock.now())
        cases.close(connection, case.id, amara, "unknown", "rang her, all well", parts.clock.now())
    phone.says("my waters have gone and they are green")
    assert phone.case is not None
    assert phone.case.level >= Level.R_GO


def test_the_hash_chain_of_her_case_holds(phone: Phone, parts: Parts) -> None:
    phone.says("im bleeding loads").answers(called_999="no", alone="alone")
    with parts.database.read() as connection:
        assert events.verify(connection, phone.case.id)
