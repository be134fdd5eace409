"""Words between a midwife and her, and what she is told when nobody came."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.line import cases, claims, clocks, letters
from bot.line.refusals import IllegalMove, NotHers, NothingWritten
from bot.protocol.level import Level
from bot.records import due, events, tables
from tests.integration.ward import Ward

MINUTE = timedelta(minutes=1)


def say(sentence: str, **fill: str) -> str:
    return f"{sentence} {fill['number_text']} {fill['by']}"


def run(ward: Ward, at) -> int:
    """The worker's loop: take what is due and hand it to the room."""
    with ward.database.write() as connection:
        taken = due.take(connection, at)
    for row in taken:
        clocks.handlers(say)[row.kind](ward.database, row, at)
    return len(taken)


def said(ward: Ward) -> list[tuple[str, str]]:
    with ward.database.read() as connection:
        rows = connection.execute(select(tables.messages).order_by(tables.messages.c.id)).all()
    return [(row.author, row.body["text"]) for row in rows]


def kinds(ward: Ward, case_id: str) -> list[str]:
    with ward.database.read() as connection:
        assert events.verify(connection, case_id)
        return [event.kind for event in events.of_case(connection, case_id)]


@pytest.mark.parametrize(("channel", "carried"), [("web", 0), ("telegram", 1), ("sms", 1)])
def test_a_letter_reaches_her_whole_under_the_midwifes_first_name(ward: Ward, channel: str, carried: int) -> None:
    woman = ward.woman(channel)
    case = woman.case()
    words = "Please ring me. " * 400
    with ward.database.write() as connection:
        with pytest.raises(IllegalMove):
            letters.write_to_her(connection, case.id, ward.amara, words, ward.now)
        claims.claim(connection, case.id, ward.amara, ward.now)
        with pytest.raises(NotHers):
            letters.write_to_her(connection, case.id, ward.bryn, words, ward.now)
        with pytest.raises(NothingWritten):
            letters.write_to_her(connection, case.id, ward.amara, " \n", ward.now)
        number = letters.write_to_her(connection, case.id, ward.amara, words, ward.now)
        row = connection.execute(select(tables.messages)).one()
        sent = connection.execute(select(tables.deliveries)).all()
        seen = events.after_in_conversation(connection, woman.conversation_id, 0)
    assert row.body == {"kind": "midwife", "text": words, "from": "Amara"}
    assert (row.id, row.author, row.member_id) == (number, "midwife", ward.amara.id)
    assert len(sent) == carried
    assert [event.kind for event in seen] == ["case_opened", "claimed", "wrote"]


def test_a_promise_that_nobody_kept_is_told_once(ward: Ward) -> None:
    case = ward.case(Level.A15)
    assert run(ward, case.due_at - MINUTE) == 0
    assert run(ward, case.due_at) == 1
    assert run(ward, case.due_at + 60 * MINUTE) == 0
    assert said(ward) == [("service", "promise_ended 01632 960001 02:25")]
    assert kinds(ward, case.id) == ["case_opened", "promise_ended"]


def test_the_list_of_today_promises_no_call_and_so_tells_her_nothing(ward: Ward) -> None:
    case = ward.case(Level.A_GP)
    assert run(ward, case.due_at) == 1
    assert said(ward) == []
    assert kinds(ward, case.id) == ["case_opened", "promise_ended"]


def test_a_claimed_case_in_which_nothing_happens_is_told_when_the_promise_ends(ward: Ward) -> None:
    case = ward.case(Level.A15)
    with ward.database.write() as connection:
        claims.claim(connection, case.id, ward.amara, ward.now + MINUTE)
    assert run(ward, case.due_at - MINUTE) == 0
    assert run(ward, case.due_at) == 1
    assert said(ward) == [("service", "promise_ended 01632 960001 02:25")]


def test_a_midwife_who_claims_late_has_five_minutes(ward: Ward) -> None:
    case = ward.case(Level.A15)
    late = case.due_at - MINUTE
    with ward.database.write() as connection:
        claims.claim(connection, case.id, ward.amara, late)
    assert run(ward, late + 4 * MINUTE) == 0
    assert run(ward, late + 5 * MINUTE) == 1


@pytest.mark.parametrize("act", ["writes", "speaks"])
def test_a_midwife_who_is_in_touch_stops_the_clock(ward: Ward, act: str) -> None:
    case = ward.case(Level.A15)
    with ward.database.write() as connection:
        claims.claim(connection, case.id, ward.amara, ward.now)
        if act == "writes":
            letters.write_to_her(connection, case.id, ward.amara, "I will ring you now", ward.now)
        else:
            cases.called(connection, case.id, ward.amara, "spoke", ward.now)
    assert run(ward, case.due_at + 60 * MINUTE) == 0


def test_ringing_in_vain_does_not_stop_the_clock(ward: Ward) -> None:
    case = ward.case(Level.A15)
    with ward.database.write() as connection:
        claims.claim(connection, case.id, ward.amara, ward.now)
        cases.called(connection, case.id, ward.amara, "no_answer", ward.now)
    assert run(ward, case.due_at) == 1


def test_her_words_wait_five_minutes_for_the_midwife_counted_from_the_first(ward: Ward) -> None:
    case = ward.case()
    with ward.database.write() as connection:
        claims.claim(connection, case.id, ward.amara, ward.now)
        letters.write_to_her(connection, case.id, ward.amara, "I am here", ward.now)
        letters.her_words(connection, case.id, "it is worse", ward.now + MINUTE)
        letters.her_words(connection, case.id, "hello?", ward.now + 4 * MINUTE)
    assert run(ward, ward.now + 5 * MINUTE) == 0
    assert run(ward, ward.now + 6 * MINUTE) == 1
    assert said(ward)[-1] == ("service", "midwife_silent 01632 960001 03:10")
    with ward.database.write() as connection:
        letters.her_words(connection, case.id, "are you there", ward.now + 8 * MINUTE)
    assert run(ward, ward.now + 13 * MINUTE) == 1
    assert kinds(ward, case.id)[-2:] == ["she_wrote", "promise_ended"]


def test_a_claimed_case_that_grows_more_urgent_gets_a_clock(ward: Ward) -> None:
    woman = ward.woman()
    case = woman.case(Level.A60)
    with ward.database.write() as connection:
        claims.claim(connection, case.id, ward.amara, ward.now)
        cases.called(connection, case.id, ward.amara, "spoke", ward.now)
    woman.case(Level.R_GO)
    assert run(ward, ward.now + 5 * MINUTE) == 1


def test_an_overdue_case_that_grows_more_urgent_gets_a_new_clock(ward: Ward) -> None:
    woman = ward.woman()
    case = woman.case(Level.A60)
    assert run(ward, case.due_at) == 1
    raised = woman.case(Level.A15, now=case.due_at + MINUTE)
    assert raised.due_at == case.due_at
    assert run(ward, case.due_at + 15 * MINUTE) == 0
    assert run(ward, case.due_at + 16 * MINUTE) == 1


def test_a_handler_that_dies_changes_nothing_and_is_tried_again(ward: Ward) -> None:
    case = ward.case(Level.A15)

    def broken(_sentence: str, **_fill: str) -> str:
        raise RuntimeError

    with ward.database.write() as connection:
        (row,) = due.take(connection, case.due_at)
    with pytest.raises(RuntimeError):
        clocks.handlers(broken)["promise"](ward.database, row, case.due_at)
    assert said(ward) == []
    assert run(ward, case.due_at + MINUTE) == 1
    assert len(said(ward)) == 1


def test_two_workers_with_the_same_row_tell_her_once(ward: Ward) -> None:
    case = ward.case(Level.A15)
    with ward.database.write() as connection:
        (row,) = due.take(connection, case.due_at)
    for _ in range(2):
        clocks.handlers(say)["promise"](ward.database, row, case.due_at)
    assert len(said(ward)) == 1


def test_a_claim_between_taking_and_handling_wins(ward: Ward) -> None:
    case = ward.case(Level.A15)
    with ward.database.write() as connection:
        (row,) = due.take(connection, case.due_at)
        claims.claim(connection, case.id, ward.amara, case.due_at)
    clocks.handlers(say)["promise"](ward.database, row, case.due_at)
    assert said(ward) == []


def test_words_no_database_can_hold_are_kept_whole_otherwise(ward: Ward) -> None:
    case = ward.case()
    with ward.database.write() as connection:
        letters.her_words(connection, case.id, "pain\x00 \ud83d since 3", ward.now)
        assert events.of_case(connection, case.id)[-1].body["text"] == "pain\ufffd \ufffd since 3"
        assert events.verify(connection, case.id)
