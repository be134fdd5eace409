"""Two kinds of transaction."""

from __future__ import annotations

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.records import sites
from bot.records.database import Database
from bot.records.tables import lines, units


def count(connection) -> int:
    return connection.scalar(select(func.count()).select_from(lines))


def add(connection, name: str) -> None:
    connection.execute(insert(lines).values(id=name, name=name))


def test_a_write_is_kept_and_a_failed_one_is_not(database: Database) -> None:
    with database.write() as connection:
        add(connection, "a")
    with pytest.raises(IntegrityError), database.write() as connection:
        [add(connection, name) for name in "bb"]
    with database.read() as connection:
        assert count(connection) == 1


def test_a_read_sees_one_moment_however_many_questions_it_asks(database: Database) -> None:
    with database.read() as reading:
        assert count(reading) == 0
        with database.write() as writing:
            add(writing, "a")
        assert count(reading) == 0
    with database.read() as reading:
        assert count(reading) == 1


def test_a_read_refuses_to_write(database: Database) -> None:
    with pytest.raises(DBAPIError), database.read() as connection:
        add(connection, "a")
    with database.write() as connection:
        add(connection, "a")


def test_the_site_of_the_settings_is_made_once_and_kept_up_to_date(database: Database) -> None:
    given = {"line": "L", "trust": "T", "name": "U", "phone": "+441632960001", "address": "1 Quay Road"}
    with database.write() as connection:
        first = sites.ensure(connection, **given)
        second = sites.ensure(connection, **{**given, "phone": "+441632960002"})
        other = sites.ensure(connection, **{**given, "name": "V"})
        assert (first.id, first.line_id) == (second.id, other.line_id)
        assert connection.scalar(select(func.count()).select_from(units)) == 2
        assert sites.load(connection, first.id) == second
        assert [unit.name for unit in sites.of_line(connection, first.line_id)] == ["U", "V"]
        assert second.phone_text == "01632 960002"
        with pytest.raises(sites.NoSuchUnit):
            sites.load(connection, "nothing")


@pytest.mark.parametrize(
    ("phone", "shown"), [("+33142685300", "+33 1 42 68 53 00"), ("999", "999"), ("not one", "not one")]
)
def test_a_number_is_shown_as_it_is_dialled(phone: str, shown: str) -> None:
    assert sites.number_text(phone) == shown
