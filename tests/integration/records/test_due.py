"""What time must do is done once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import func, select

from bot.records import due, tables
from tests.integration.ward import Ward

MINUTE = timedelta(minutes=1)


def plan(connection, ward: Ward, key: str = "k", at=None, **more) -> bool:
    return due.plan(connection, "test", key, at or ward.now, ward.line_id, ward.unit.id, **more)


def test_two_takers_never_get_the_same_row(ward: Ward) -> None:
    with ward.database.write() as connection:
        for n in range(60):
            plan(connection, ward, f"k{n}")

    def take(_n: int) -> list[str]:
        with ward.database.write() as connection:
            return [row.key for row in due.take(connection, ward.now, limit=10)]

    with ThreadPoolExecutor(8) as pool:
        taken = [key for keys in pool.map(take, range(24)) for key in keys]
    assert len(taken) == len(set(taken)) == 60


def test_a_taker_does_not_wait_for_another(ward: Ward) -> None:
    if ward.database.is_sqlite:
        return  # it has one writer at a time
    with ward.database.write() as connection:
        plan(connection, ward, "first")
        plan(connection, ward, "second")
    with ward.database.write() as one, ward.database.write() as two:
        assert [row.key for row in due.take(one, ward.now, limit=1)] == ["first"]
        assert [row.key for row in due.take(two, ward.now, limit=5)] == ["second"]


def test_it_is_planned_once_and_only_brought_forward(ward: Ward) -> None:
    with ward.database.write() as connection:
        assert plan(connection, ward, at=ward.now + 10 * MINUTE)
        assert not plan(connection, ward, at=ward.now + 20 * MINUTE)
        assert plan(connection, ward, at=ward.now + 5 * MINUTE)
        assert due.take(connection, ward.now + 4 * MINUTE) == []
        (row,) = due.take(connection, ward.now + 5 * MINUTE)
        assert due.finish(connection, row, ward.now)
        assert not plan(connection, ward)
        assert plan(connection, ward, again=True)
        assert connection.scalar(select(func.count()).select_from(tables.due_rows)) == 1


def test_what_is_cancelled_is_not_done(ward: Ward) -> None:
    with ward.database.write() as connection:
        plan(connection, ward, "early")
        assert due.cancel(connection, "test", "early")
        assert not due.cancel(connection, "test", "early")
        assert due.take(connection, ward.now) == []
        plan(connection, ward, "late")
        (row,) = due.take(connection, ward.now)
        due.cancel(connection, "test", "late")
        assert not due.finish(connection, row, ward.now)


def test_who_took_it_long_ago_cannot_finish_what_another_has_now(ward: Ward) -> None:
    with ward.database.write() as connection:
        plan(connection, ward)
        (slow,) = due.take(connection, ward.now)
        (quick,) = due.take(connection, ward.now + MINUTE)
        assert not due.finish(connection, slow, ward.now)
        assert due.finish(connection, quick, ward.now)
        assert not due.finish(connection, quick, ward.now)


def test_it_is_tried_again_later_and_later_and_at_last_shown_as_failed(ward: Ward) -> None:
    at, pauses = ward.now, []
    with ward.database.write() as connection:
        plan(connection, ward, body={"said": "words"})
        while found := due.take(connection, at):
            (row,) = found
            assert row.body == {"said": "words"}
            assert due.take(connection, at + due.pause(row.tries) - timedelta(seconds=1)) == []
            pauses.append(due.pause(row.tries))
            at += pauses[-1]
        (failed,) = due.failed(connection, ward.line_id)
        assert due.failed(connection, "another line") == []
    assert len(pauses) == due.MOST_TRIES == failed.tries
    assert pauses == sorted(pauses)
    assert pauses[0] < MINUTE < pauses[-1]


def test_only_the_kinds_asked_for_are_taken(ward: Ward) -> None:
    with ward.database.write() as connection:
        plan(connection, ward)
        assert due.take(connection, ward.now, kinds=["other"]) == []
        assert len(due.take(connection, ward.now, kinds=["test", "other"])) == 1
