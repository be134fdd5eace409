"""Exactly one midwife has a case."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.line import calls, cases, claims, letters, sessions
from bot.line.claims import Claimed, Lost
from bot.line.refusals import IllegalMove, NoSuchCase, NotAllowed, NotHers
from bot.line.states import State
from bot.protocol.level import Level
from bot.records import due, events
from bot.records.tables import conversations
from tests.integration.ward import Ward


def test_of_fifty_who_press_at_once_exactly_one_wins(ward: Ward) -> None:
    case = ward.case()
    crowd = [ward.member(f"m{n}", f"Midwife {n}", "midwife") for n in range(50)]

    def press(member):
        with ward.database.write() as connection:
            return claims.claim(connection, case.id, member, ward.now)

    with ThreadPoolExecutor(50) as pool:
        results = list(pool.map(press, crowd))
    winners = [member for member, result in zip(crowd, results, strict=True) if isinstance(result, Claimed)]
    assert len(winners) == 1
    losers = [result for result in results if isinstance(result, Lost)]
    assert {result.by for result in losers} == {winners[0].name}
    with ward.database.read() as connection:
        kinds = [event.kind for event in events.of_case(connection, case.id)]
        assert kinds.count("claimed") == 1
        assert kinds.count("claim_lost") == 49
        assert events.verify(connection, case.id)


def test_her_turns_and_the_midwives_acts_never_wait_for_each_other_in_a_circle(ward: Ward) -> None:
    """The front desk locks her conversation first, a midwife the line: no deadlock may come of it."""
    women = [ward.woman("sms") for _ in range(4)]
    opened = [woman.case() for woman in women]

    def her_turn(woman) -> None:
        with ward.database.write() as connection:
            hers = conversations.c.id == woman.conversation_id
            connection.execute(update(conversations).where(hers).values(version=conversations.c.version + 1))
            letters.post(connection, woman.conversation_id, {"kind": "hers", "text": "x"}, ward.now, author="her")
            letters.her_words(connection, cases.find_open(connection, woman.person_id).id, "x", ward.now)

    def act(case) -> None:
        with ward.database.write() as connection:
            claims.claim(connection, case.id, ward.amara, ward.now)
            letters.write_to_her(connection, case.id, ward.amara, "hello", ward.now)
            claims.release(connection, case.id, ward.amara, ward.now)

    with ThreadPoolExecutor(12) as pool:
        turns = [pool.submit(her_turn, woman) for woman in women * 8]
        acts = [pool.submit(act, case) for case in opened * 8]
        for job in [*turns, *acts]:
            job.result(timeout=30)
    with ward.database.read() as connection:
        assert all(events.verify(connection, case.id) for case in opened)


def test_pressing_twice_is_taking_once(ward: Ward) -> None:
    case = ward.case()
    with ward.database.write() as connection:
        first = claims.claim(connection, case.id, ward.amara, ward.now)
        again = claims.claim(connection, case.id, ward.amara, ward.now)
        assert isinstance(first, Claimed)
        assert isinstance(again, Claimed)
        assert [event.kind for event in events.of_case(connection, case.id)] == ["case_opened", "claimed"]


def test_the_loser_is_told_who_has_it_and_since_when(ward: Ward) -> None:
    case = ward.case()
    with ward.database.write() as connection:
        claims.claim(connection, case.id, ward.amara, ward.now)
        lost = claims.claim(connection, case.id, ward.bryn, ward.now + timedelta(minutes=1))
    assert isinstance(lost, Lost)
    assert (lost.by, lost.since) == ("Amara Obi", ward.now)


def test_another_lines_member_finds_no_case(ward: Ward) -> None:
    case = ward.case()
    other = Ward(ward.database, ward.now, "Moor Line")
    with ward.database.write() as connection:
        assert cases.find(connection, case.id, other.line_id) is None
        with pytest.raises(NoSuchCase):
            claims.claim(connection, case.id, other.amara, ward.now)
        with pytest.raises(NoSuchCase):
            claims.release(connection, case.id, other.amara, ward.now)
        with pytest.raises(NoSuchCase):
            letters.write_to_her(connection, case.id, other.amara, "hello", ward.now)
        with pytest.raises(NoSuchCase):
            cases.regrade(connection, case.id, other.carol, Level.A15, "", ward.now)
        with pytest.raises(NoSuchCase):
            cases.close(connection, case.id, other.carol, "unknown", "", ward.now)
        with pytest.raises(NoSuchCase):
            cases.called(connection, case.id, other.carol, "spoke", ward.now)
        assert [event.kind for event in events.of_case(connection, case.id)] == ["case_opened"]


@pytest.mark.parametrize("role", ["safety_officer", "admin"])
def test_only_midwives_and_coordinators_act(ward: Ward, role: str) -> None:
    case = ward.case()
    reader = ward.member("reader", "Rhea Reader", role)
    with ward.database.write() as connection:
        for act in (
            lambda: claims.claim(connection, case.id, reader, ward.now),
            lambda: claims.release(connection, case.id, reader, ward.now),
            lambda: letters.write_to_her(connection, case.id, reader, "hello", ward.now),
            lambda: cases.called(connection, case.id, reader, "spoke", ward.now),
            lambda: cases.regrade(connection, case.id, reader, Level.R_999, "", ward.now),
            lambda: cases.close(connection, case.id, reader, "unknown", "", ward.now),
        ):
            with pytest.raises(NotAllowed):
                act()


def test_a_released_case_has_a_running_clock_again(ward: Ward) -> None:
    case = ward.case(Level.A15)
    later = ward.now + timedelta(minutes=3)
    with ward.database.write() as connection:
        claims.claim(connection, case.id, ward.amara, ward.now)
        freed = claims.release(connection, case.id, ward.amara, later)
        assert (freed.state, freed.owner_id, freed.due_at) == (State.OPEN, None, case.due_at)
        taken = due.take(connection, case.due_at)
    assert [row.kind for row in taken] == ["promise"]


def test_a_case_released_after_she_was_reached_gets_a_fresh_clock(ward: Ward) -> None:
    case = ward.case(Level.A15)
    later = ward.now + timedelta(minutes=20)
    with ward.database.write() as connection:
        claims.claim(connection, case.id, ward.amara, ward.now)
        calls.called(connection, case.id, ward.amara, "spoke", ward.now)
        assert claims.release(connection, case.id, ward.amara, later).due_at == later + timedelta(minutes=15)


def test_a_colleague_may_release_only_when_the_owner_has_left(ward: Ward) -> None:
    case = ward.case()
    with ward.database.write() as connection:
        sessions.begin(connection, ward.amara, ward.now)
        claims.claim(connection, case.id, ward.amara, ward.now)
        with pytest.raises(NotHers):
            claims.release(connection, case.id, ward.bryn, ward.now)
        freed = claims.release(connection, case.id, ward.bryn, ward.now + timedelta(minutes=3))
    assert freed.state is State.OPEN


def test_an_open_case_cannot_be_released(ward: Ward) -> None:
    case = ward.case()
    with ward.database.write() as connection, pytest.raises(IllegalMove):
        claims.release(connection, case.id, ward.carol, ward.now)
