"""Signing in, staying in, and what guessing gets."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.line import members, sessions
from bot.line.members import LoginTaken, Role, WeakPassword, WrongPassword
from bot.line.sessions import SignedIn, TooSoon, WrongSignIn
from bot.records import tables
from tests.integration.ward import PASSWORD, Ward

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def sign_in(ward: Ward, password: str = PASSWORD, at=None, address: str = "10.0.0.1", login: str | None = None):
    return sessions.sign_in(ward.database, login or ward.amara.login, password, at or ward.now, address)


def live(ward: Ward, token: str, at) -> bool:
    with ward.database.read() as connection:
        return sessions.find(connection, token, at) is not None


def test_a_member_signs_in_and_out(ward: Ward) -> None:
    result = sign_in(ward, login=f"  {ward.amara.login.upper()} ")
    assert isinstance(result, SignedIn)
    with ward.database.read() as connection:
        session = sessions.find(connection, result.token, ward.now)
    assert session is not None
    assert session.member == ward.amara
    with ward.database.write() as connection:
        sessions.sign_out(connection, result.token)
    assert not live(ward, result.token, ward.now)


def test_neither_token_nor_password_is_in_the_database(ward: Ward) -> None:
    result = sign_in(ward)
    with ward.database.read() as connection:
        session = connection.execute(select(tables.sessions)).one()
        member = connection.execute(select(tables.members).where(tables.members.c.id == ward.amara.id)).one()
    assert len(result.token) >= 43
    assert result.token not in str(session)
    assert result.csrf not in str(session)
    assert member.password_hash.startswith("$argon2id$")


@pytest.mark.parametrize("token", ["", "x" * 43, "\ud800", "é"])
def test_an_invented_token_is_nobodys(ward: Ward, token: str) -> None:
    assert not live(ward, token, ward.now)


def test_a_form_of_another_session_is_refused(ward: Ward) -> None:
    mine, other = sign_in(ward), sign_in(ward)
    assert sessions.csrf_holds(mine.token, mine.csrf)
    for given in (other.csrf, "", "\ud800"):
        assert not sessions.csrf_holds(mine.token, given)


def test_idle_for_half_an_hour_ends_a_session_though_the_board_refreshes(ward: Ward) -> None:
    token = sign_in(ward).token
    with ward.database.write() as connection:
        sessions.touch(connection, token, ward.now + 20 * MINUTE, acted=False)
    assert live(ward, token, ward.now + 29 * MINUTE)
    assert not live(ward, token, ward.now + 30 * MINUTE)
    with ward.database.write() as connection:
        sessions.touch(connection, token, ward.now + 29 * MINUTE, acted=True)
    assert live(ward, token, ward.now + 58 * MINUTE)


def test_after_twelve_hours_a_session_ends_however_busy(ward: Ward) -> None:
    token = sign_in(ward).token
    with ward.database.write() as connection:
        sessions.touch(connection, token, ward.now + 12 * HOUR, acted=True)
    assert live(ward, token, ward.now + 12 * HOUR - MINUTE)
    assert not live(ward, token, ward.now + 12 * HOUR)


def test_a_wrong_name_and_a_wrong_password_look_the_same(ward: Ward) -> None:
    assert sign_in(ward, "wrong") == WrongSignIn()
    assert sign_in(ward, login="nobody") == WrongSignIn()


def test_guessing_is_slowed_more_and_more_and_the_password_is_not_looked_at(ward: Ward) -> None:
    at, waits = ward.now, []
    for _ in range(12):
        result = sign_in(ward, "wrong", at)
        if isinstance(result, TooSoon):
            waits.append((result.again_at - at).total_seconds())
            assert isinstance(sign_in(ward, PASSWORD, at), TooSoon)
            at = result.again_at
            sign_in(ward, "wrong", at)
    assert waits == sorted(waits)
    assert waits[0] >= 1
    assert max(waits) <= 60


def test_a_guesser_elsewhere_cannot_lock_a_midwife_out(ward: Ward) -> None:
    for _ in range(60):
        sign_in(ward, "wrong", address="203.0.113.9")
    assert isinstance(sign_in(ward, address="203.0.113.9"), TooSoon)
    assert isinstance(sign_in(ward), SignedIn)


def test_one_address_trying_many_names_is_slowed(ward: Ward) -> None:
    for n in range(51):
        sign_in(ward, "wrong", login=f"name{n}")
    assert isinstance(sign_in(ward, login="yet another"), TooSoon)


def test_the_wait_ends_and_signing_in_clears_the_count(ward: Ward) -> None:
    for _ in range(5):
        sign_in(ward, "wrong")
    later = ward.now + 2 * MINUTE
    assert isinstance(sign_in(ward, at=later), SignedIn)
    assert sign_in(ward, "wrong", at=later) == WrongSignIn()


class TestMembers:
    """Names, roles, passwords."""

    def test_a_disabled_member_is_out_at_once(self, ward: Ward) -> None:
        token = sign_in(ward).token
        with ward.database.write() as connection:
            members.disable(connection, ward.amara.id)
        assert not live(ward, token, ward.now)
        assert sign_in(ward) == WrongSignIn()

    def test_changing_the_password_ends_every_session(self, ward: Ward) -> None:
        token = sign_in(ward).token
        with ward.database.write() as connection:
            with pytest.raises(WrongPassword):
                members.change_password(connection, ward.amara.id, "not it", "a new long password")
            with pytest.raises(WeakPassword):
                members.change_password(connection, ward.amara.id, PASSWORD, "short")
            members.change_password(connection, ward.amara.id, PASSWORD, "a new long password")
        assert not live(ward, token, ward.now)
        assert isinstance(sign_in(ward, "a new long password"), SignedIn)

    @pytest.mark.parametrize("password", ["", "elevenchars", "my name is dora!!"])
    def test_a_weak_password_is_refused(self, ward: Ward, password: str) -> None:
        with ward.database.write() as connection, pytest.raises(WeakPassword):
            members.add(
                connection,
                line_id=ward.line_id,
                login="dora",
                name="Dora",
                role="midwife",
                password=password,
                now=ward.now,
            )

    def test_a_sign_in_name_belongs_to_one_member(self, ward: Ward) -> None:
        with pytest.raises(LoginTaken):
            ward.member("AMARA", "Another Amara", "midwife")

    def test_an_unknown_role_is_refused(self, ward: Ward) -> None:
        with pytest.raises(ValueError, match="matron"):
            ward.member("dora", "Dora", "matron")

    def test_colleagues_are_found_by_name_or_id_on_the_own_line_only(self, ward: Ward) -> None:
        other = Ward(ward.database, ward.now, "Moor Line")
        with ward.database.read() as connection:
            assert members.colleague(connection, ward.line_id, ward.bryn.login) == ward.bryn
            assert members.colleague(connection, ward.line_id, ward.bryn.id) == ward.bryn
            assert members.colleague(connection, ward.line_id, other.bryn.login) is None
            assert len(members.of_line(connection, ward.line_id)) == 3
            assert members.find(connection, ward.carol.id).role is Role.COORDINATOR
