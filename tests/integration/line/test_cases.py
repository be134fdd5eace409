"""One open case for each person: opened, raised, joined, graded, closed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from bot.line import cases, claims, letters
from bot.line.refusals import IllegalMove, NotHers, ReasonNeeded, SecondNeeded, UnknownOutcome
from bot.line.states import State
from bot.protocol.level import Level
from bot.records import due, events, tables
from tests.integration.ward import Ward, summary


@pytest.mark.parametrize(
    ("level", "minutes"),
    [(Level.R_999, 5), (Level.R_GO, 5), (Level.A15, 15), (Level.A60, 60), (Level.A4H, 240)],
)
def test_each_level_starts_its_clock(ward: Ward, level: Level, minutes: int) -> None:
    case = ward.case(level)
    assert case.due_at == ward.now + timedelta(minutes=minutes)
    with ward.database.write() as connection:
        assert due.take(connection, case.due_at - timedelta(seconds=1)) == []
        assert [row.key for row in due.take(connection, case.due_at)] == [case.id]


def test_a_case_is_never_due_later_than_she_was_told(ward: Ward) -> None:
    told = ward.now + timedelta(minutes=10)
    assert ward.case(Level.A15, promised=told).due_at == told
    assert ward.case(Level.A15, promised=ward.now - timedelta(minutes=1)).due_at == ward.now + timedelta(minutes=15)
    assert ward.case(Level.A15, promised=ward.now + timedelta(hours=9)).due_at == ward.now + timedelta(minutes=15)


def test_the_list_of_today_ends_with_the_day_but_leaves_four_hours(ward: Ward) -> None:
    assert ward.case(Level.A_GP).due_at == datetime(2025, 3, 5, 0, 0, tzinfo=UTC)
    late = datetime(2025, 7, 4, 22, 30, tzinfo=UTC)  # 23:30 in London
    assert ward.case(Level.A_GP, now=late).due_at == late + timedelta(hours=4)


def test_a_person_has_one_open_case_however_often_it_is_asked_for(ward: Ward) -> None:
    woman = ward.woman()
    with ThreadPoolExecutor(12) as pool:
        ids = {case.id for case in pool.map(lambda _: woman.case(Level.A15), range(24))}
    assert len(ids) == 1
    with ward.database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(tables.cases)) == 1


def test_the_database_itself_refuses_a_second_open_case(ward: Ward) -> None:
    woman = ward.woman()
    case = woman.case()
    with ward.database.read() as connection:
        row = connection.execute(select(tables.cases).where(tables.cases.c.id == case.id)).one()
    twin = {**row._mapping, "id": "another", "reference": "XXX-222"}
    with pytest.raises(IntegrityError), ward.database.write() as connection:
        connection.execute(insert(tables.cases).values(twin))


def test_the_database_itself_refuses_an_open_case_without_a_clock(ward: Ward) -> None:
    case = ward.case()
    with pytest.raises(IntegrityError), ward.database.write() as connection:
        connection.execute(tables.cases.update().where(tables.cases.c.id == case.id).values(due_at=None))


def test_after_closing_a_new_case_opens(ward: Ward) -> None:
    woman = ward.woman()
    first = woman.case()
    with ward.database.write() as connection:
        claims.claim(connection, first.id, ward.amara, ward.now)
        cases.close(connection, first.id, ward.amara, "stay_home", "", ward.now)
    assert woman.case().id != first.id


def test_a_told_level_never_falls_and_a_raise_only_brings_the_clock_forward(ward: Ward) -> None:
    woman = ward.woman()
    case = woman.case(Level.A60)
    for minute, level in enumerate([Level.G, Level.A4H, Level.A15, Level.A_GP, Level.R_GO, Level.A60, Level.R_999]):
        later = woman.case(level, now=ward.now + timedelta(minutes=minute), summary=summary(level, f"C{minute}"))
        assert later.level >= case.level
        assert later.due_at <= case.due_at
        case = later
    assert case.level is Level.R_999
    with ward.database.read() as connection:
        kinds = [event.kind for event in events.of_case(connection, case.id)]
    assert kinds == ["case_opened", "case_raised", "case_raised", "case_raised"]


def test_a_case_gathers_episodes_and_loses_no_word_and_no_reason(ward: Ward) -> None:
    woman = ward.woman()
    woman.case(Level.A60, summary=summary(Level.A60, "RFM-A1", "she has gone quiet"))
    second = woman.episode()
    case = woman.case(Level.A60, episode_id=second, summary=summary(Level.A60, "PAIN-A2", "now it hurts"))
    assert case.summary["words"] == ["she has gone quiet", "now it hurts"]
    assert {one["criterion"] for one in case.summary["reasons"]} == {"RFM-A1", "PAIN-A2"}
    with ward.database.read() as connection:
        assert [event.kind for event in events.of_case(connection, case.id)] == ["case_opened", "case_joined"]
        linked = connection.execute(select(tables.case_episodes.c.episode_id)).scalars().all()
    assert set(linked) == {woman.episode_id, second}


def test_still_talking_ends_once(ward: Ward) -> None:
    woman = ward.woman()
    assert woman.case(talking=True).talking
    for _ in range(2):
        assert not woman.case(talking=False).talking
    with ward.database.read() as connection:
        kinds = [event.kind for event in events.after(connection, ward.line_id, 0)]
    assert kinds == ["case_opened", "talking_ended"]


def test_a_failing_assistant_opens_a_case_without_an_episode_and_triage_takes_it_over(ward: Ward) -> None:
    woman = ward.woman()
    first = woman.case(Level.A15, kind="assistant_unavailable", episode_id=None, summary={}, protocol_hash=None)
    assert first.kind == "assistant_unavailable"
    assert woman.case(Level.A60).kind == "triage"
    assert woman.case(Level.A60, kind="person_asked").kind == "triage"
    with ward.database.read() as connection:
        kinds = [event.kind for event in events.of_case(connection, first.id)]
    assert kinds == ["case_opened", "case_joined", "case_joined"]


class TestGrading:
    """Both grades are kept; lowering needs a reason; standing down a red needs two."""

    def test_raising_needs_no_reason_and_keeps_both_grades(self, ward: Ward) -> None:
        case = ward.case(Level.A60)
        with ward.database.write() as connection:
            later = cases.regrade(connection, case.id, ward.amara, Level.R_GO, "", ward.now)
            assert due.take(connection, ward.now + timedelta(minutes=5)) != []
        assert (later.level, later.assistant_level, later.midwife_level) == (Level.R_GO, Level.A60, Level.R_GO)
        assert later.due_at == ward.now + timedelta(minutes=5)

    def test_lowering_needs_a_reason_and_leaves_the_promise(self, ward: Ward) -> None:
        case = ward.case(Level.A15)
        with ward.database.write() as connection:
            with pytest.raises(ReasonNeeded):
                cases.regrade(connection, case.id, ward.amara, Level.A60, "  ", ward.now)
            later = cases.regrade(connection, case.id, ward.amara, Level.A60, "seen this morning", ward.now)
        assert (later.level, later.assistant_level, later.due_at) == (Level.A60, Level.A15, case.due_at)

    def test_standing_down_a_red_needs_a_second_midwife(self, ward: Ward) -> None:
        case = ward.case(Level.R_GO)
        admin = ward.member("admin", "Ada Admin", "admin")
        other = Ward(ward.database, ward.now, "Moor Line")
        with ward.database.write() as connection:
            for second in (None, "", "nobody", ward.amara.id, ward.amara.login, admin.login, other.bryn.login):
                with pytest.raises(SecondNeeded):
                    cases.regrade(connection, case.id, ward.amara, Level.A60, "rang her", ward.now, second)
            later = cases.regrade(connection, case.id, ward.amara, Level.A60, "rang her", ward.now, ward.bryn.login)
            body = events.of_case(connection, case.id)[-1].body
        assert later.level is Level.A60
        assert (body["reason"], body["second"]) == ("rang her", ward.bryn.id)

    def test_the_same_answers_again_do_not_undo_a_midwifes_grade(self, ward: Ward) -> None:
        woman = ward.woman()
        case = woman.case(Level.A15)
        with ward.database.write() as connection:
            cases.regrade(connection, case.id, ward.amara, Level.A60, "rang her", ward.now)
        assert woman.case(Level.A15).level is Level.A60

    @pytest.mark.parametrize("news", ["higher", "new criterion", "new episode"])
    def test_news_raises_a_graded_case_and_both_grades_stay(self, ward: Ward, news: str) -> None:
        woman = ward.woman()
        case = woman.case(Level.A15)
        with ward.database.write() as connection:
            cases.regrade(connection, case.id, ward.amara, Level.A60, "rang her", ward.now)
        more = {
            "higher": {"level": Level.R_GO, "summary": summary(Level.R_GO)},
            "new criterion": {"level": Level.A15, "summary": summary(Level.A15, "BLEED-A1")},
            "new episode": {"level": Level.A15, "episode_id": woman.episode()},
        }[news]
        later = woman.case(**more)
        assert later.level is more["level"]
        assert later.midwife_level is Level.A60
        assert later.assistant_level is max(Level.A15, more["level"])

    def test_a_claimed_case_is_graded_by_its_owner_or_the_coordinator(self, ward: Ward) -> None:
        case = ward.case()
        with ward.database.write() as connection:
            claims.claim(connection, case.id, ward.amara, ward.now)
            with pytest.raises(NotHers):
                cases.regrade(connection, case.id, ward.bryn, Level.A15, "", ward.now)
            assert cases.regrade(connection, case.id, ward.carol, Level.A15, "", ward.now).owner_id == ward.amara.id


class TestClosing:
    """A case ends with an outcome."""

    def test_it_needs_an_owner_an_outcome_and_stops_every_clock(self, ward: Ward) -> None:
        case = ward.case()
        with ward.database.write() as connection:
            with pytest.raises(IllegalMove):
                cases.close(connection, case.id, ward.amara, "seen", "", ward.now)
            claims.claim(connection, case.id, ward.amara, ward.now)
            with pytest.raises(UnknownOutcome):
                cases.close(connection, case.id, ward.amara, "", "", ward.now)
            with pytest.raises(NotHers):
                cases.close(connection, case.id, ward.bryn, "seen", "", ward.now)
            closed = cases.close(connection, case.id, ward.amara, "unknown", "rang off", ward.now)
            assert due.take(connection, ward.now + timedelta(days=2)) == []
            with pytest.raises(IllegalMove):
                cases.close(connection, case.id, ward.amara, "seen", "", ward.now)
        assert (closed.state, closed.outcome, closed.closed_at) == (State.CLOSED, "unknown", ward.now)

    def test_not_reached_needs_three_tries_and_a_second_midwife(self, ward: Ward) -> None:
        case = ward.case()
        with ward.database.write() as connection:
            claims.claim(connection, case.id, ward.amara, ward.now)
            cases.called(connection, case.id, ward.amara, "spoke", ward.now)
            for _ in range(3):
                with pytest.raises(ReasonNeeded):
                    cases.close(connection, case.id, ward.amara, "not_reached", "", ward.now, ward.bryn.login)
                cases.called(connection, case.id, ward.amara, "no_answer", ward.now)
            with pytest.raises(SecondNeeded):
                cases.close(connection, case.id, ward.amara, "not_reached", "", ward.now)
            cases.close(connection, case.id, ward.amara, "not_reached", "", ward.now, ward.bryn.login)

    def test_her_words_to_a_case_that_was_just_closed_are_not_swallowed(self, ward: Ward) -> None:
        woman = ward.woman()
        case = woman.case()
        with ward.database.write() as connection:
            claims.claim(connection, case.id, ward.amara, ward.now)
            cases.close(connection, case.id, ward.amara, "seen", "", ward.now)
            with pytest.raises(IllegalMove):
                letters.her_words(connection, case.id, "it hurts again", ward.now)
        later = woman.case()
        with ward.database.write() as connection:
            letters.her_words(connection, case.id, "it hurts again", ward.now)
            assert events.of_case(connection, later.id)[-1].kind == "she_wrote"
            assert events.of_case(connection, case.id)[-1].kind == "closed"
