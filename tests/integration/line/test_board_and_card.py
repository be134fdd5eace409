"""What a midwife sees: the board of her line, and everything of one case."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import event, update

from bot.line import board, card, cases, claims, letters, presence, sessions
from bot.line.board import Stage
from bot.protocol.level import Level
from bot.protocol.statement import UNSURE, Statement
from bot.records import statements, tables, vault
from tests.integration.ward import Ward, summary

MINUTE = timedelta(minutes=1)


def rows(ward: Ward, at=None):
    with ward.database.read() as connection:
        return board.rows(connection, ward.line_id, at or ward.now)


def test_red_never_queues_behind_amber(ward: Ward) -> None:
    for n in range(20):
        ward.case(Level.A15, now=ward.now - n * MINUTE)
    red = ward.case(Level.R_GO)
    ward.case(Level.A_GP)
    listed = rows(ward)
    assert listed[0].case_id == red.id
    assert listed[-1].today
    assert [row.due_at for row in listed[1:-1]] == sorted(row.due_at for row in listed[1:-1])


def test_another_line_is_never_on_the_board(ward: Ward) -> None:
    ward.case(Level.R_999)
    other = Ward(ward.database, ward.now, "Moor Line")
    case = other.case()
    assert [row.case_id for row in rows(other)] == [case.id]
    with ward.database.read() as connection:
        assert board.counts(connection, other.line_id, ward.now).red == 0
        assert card.read(connection, case.id, ward.amara, ward.now) is None
        assert card.read(connection, "nothing", ward.amara, ward.now) is None


def test_a_row_shows_who_she_is_what_she_said_and_how_the_time_runs(ward: Ward) -> None:
    case = ward.case(Level.A60)
    (row,) = rows(ward, ward.now + 31 * MINUTE)
    assert (row.name, row.words, row.gestation, row.contact) == ("Priya Shah", case.summary["words"][0], "34+0", 2)
    assert (row.left, row.stage, row.owner, row.owner_away) == (29 * MINUTE, Stage.HALF, None, False)
    assert rows(ward, ward.now + 29 * MINUTE)[0].stage is Stage.CALM
    assert rows(ward, ward.now + 48 * MINUTE)[0].stage is Stage.NEAR
    assert rows(ward, ward.now + 60 * MINUTE)[0].stage is Stage.OVER


def test_the_board_says_that_she_wrote_and_that_an_owner_has_left(ward: Ward) -> None:
    case = ward.case()
    with ward.database.write() as connection:
        sessions.begin(connection, ward.amara, ward.now)
        claims.claim(connection, case.id, ward.amara, ward.now)
        letters.her_words(connection, case.id, "it is worse", ward.now)
    (row,) = rows(ward)
    assert (row.owner, row.owner_away, row.unanswered) == ("Amara Obi", False, True)
    with ward.database.write() as connection:
        letters.write_to_her(connection, case.id, ward.amara, "coming", ward.now)
    (row,) = rows(ward, ward.now + 3 * MINUTE)
    assert (row.owner_away, row.unanswered) == (True, False)


def test_the_counts_decrypt_nothing(ward: Ward, monkeypatch) -> None:
    for level in (Level.R_999, Level.A15, Level.A_GP, Level.A_GP):
        ward.case(level)
    monkeypatch.setattr(vault, "unseal", None)
    with ward.database.read() as connection:
        found = board.counts(connection, ward.line_id, ward.now + 20 * MINUTE)
    assert (found.red, found.amber, found.today, found.open, found.claimed, found.over) == (1, 1, 2, 4, 0, 2)


def test_the_board_decrypts_only_what_it_shows(ward: Ward, monkeypatch) -> None:
    case = ward.case()
    with ward.database.write() as connection:
        for _ in range(5):
            letters.her_words(connection, case.id, "more", ward.now)
    opened, unseal = [], vault.unseal
    monkeypatch.setattr(vault, "unseal", lambda token: opened.append(token) or unseal(token))
    rows(ward)
    assert len(opened) == 2  # her name and the summary


def test_a_board_asks_the_database_the_same_few_questions_however_long_it_is(ward: Ward) -> None:
    for _ in range(15):
        ward.case()
    asked = []
    event.listen(ward.database._reader, "before_cursor_execute", lambda *call: asked.append(call[2]))
    rows(ward)
    assert len([question for question in asked if question.lstrip().lower().startswith("select")]) == 3


def test_the_card_holds_everything_of_the_case(ward: Ward) -> None:
    woman = ward.woman("sms")
    case = woman.case(Level.A60)
    said = [
        Statement("movement", ("none",), "her", ward.now, "not one kick"),
        Statement("bleeding", UNSURE, "her", ward.now),
        Statement("movement", ("fewer",), "her", ward.now + MINUTE, "a few then"),
    ]
    place = {"episode_id": woman.episode_id, "line_id": ward.line_id, "unit_id": ward.unit.id}
    with ward.database.write() as connection:
        statements.append(connection, said, **place)
        her = {"kind": "hers", "text": "she has gone quiet"}
        letters.post(connection, woman.conversation_id, her, ward.now, author="her")
        connection.execute(
            update(tables.episodes).where(tables.episodes.c.id == woman.episode_id).values(level="A60", told="A60")
        )
        claims.claim(connection, case.id, ward.amara, ward.now)
        letters.write_to_her(connection, case.id, ward.amara, "I will ring you", ward.now + MINUTE)
        cases.regrade(connection, case.id, ward.amara, Level.A15, "", ward.now)
    second = woman.episode(ward.now + MINUTE)
    woman.case(Level.A60, episode_id=second, summary=summary(Level.A60, "PAIN-A2", "now it hurts"))
    with ward.database.read() as connection:
        found = card.read(connection, case.id, ward.bryn, ward.now)
    assert found is not None
    assert (found.case.level, found.case.assistant_level, found.case.midwife_level) == (
        Level.A15,
        Level.A60,
        Level.A15,
    )
    assert found.owner == ward.amara
    assert (found.person["name"], found.gestation, found.gestation_how) == ("Priya Shah", "34+0", "weeks")
    assert found.words == ("she has gone quiet since lunch", "now it hurts")
    assert [(line.author, line.name, line.text) for line in found.transcript] == [
        ("her", None, "she has gone quiet"),
        ("midwife", "Amara Obi", "I will ring you"),
    ]
    first = found.episodes[0]
    assert [(one.question, one.value, one.corrected, one.unsure) for one in first.answers] == [
        ("movement", ("none",), True, False),
        ("bleeding", UNSURE, False, True),
        ("movement", ("fewer",), False, False),
    ]
    assert (first.level, first.told, len(found.episodes)) == (Level.A60, Level.A60, 2)
    assert [(one.kind, one.name) for one in found.timeline] == [
        ("case_opened", "Assistant"),
        ("claimed", "Amara Obi"),
        ("wrote", "Amara Obi"),
        ("regraded", "Amara Obi"),
        ("case_joined", "Assistant"),
    ]
    assert len(found.unsure) == 1
    assert found.record_holds


class TestPresence:
    """It decides between 'a midwife will ring you by' and 'ring this number now'."""

    def test_a_midwife_is_there_for_two_minutes_after_her_last_sign_of_life(self, ward: Ward) -> None:
        with ward.database.write() as connection:
            assert not presence.anybody(connection, ward.line_id, ward.now)
            sessions.begin(connection, ward.amara, ward.now)
            assert presence.anybody(connection, ward.line_id, ward.now + 2 * MINUTE)
            assert not presence.anybody(connection, ward.line_id, ward.now + 2.1 * MINUTE)

    def test_only_who_may_act_counts_and_only_on_the_own_line(self, ward: Ward) -> None:
        other = Ward(ward.database, ward.now, "Moor Line")
        reader = ward.member("reader", "Rhea Reader", "safety_officer")
        with ward.database.write() as connection:
            sessions.begin(connection, reader, ward.now)
            sessions.begin(connection, other.amara, ward.now)
            assert not presence.anybody(connection, ward.line_id, ward.now)

    def test_a_promise_needs_somebody_there_and_time_left(self, ward: Ward) -> None:
        case, gp = ward.case(Level.A15), ward.case(Level.A_GP)
        with ward.database.write() as connection:
            assert presence.can_promise(connection, case, ward.now) is None
            token = sessions.begin(connection, ward.carol, ward.now).token
            assert presence.can_promise(connection, case, ward.now) == case.due_at
            assert presence.can_promise(connection, gp, ward.now) is None
            sessions.touch(connection, token, case.due_at, acted=True)
            assert presence.can_promise(connection, case, case.due_at) is None
