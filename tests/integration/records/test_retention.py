"""What has been kept long enough goes, whole; an open case stays with all that belongs to it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select, update

from bot.line import cases, claims, letters
from bot.records import due, events, retention, statements, tables
from bot.records.statements import Statement
from tests.integration.ward import Ward, Woman

DAY = timedelta(days=1)
HERS = {
    *("persons", "pregnancies", "conversations", "episodes", "arrivals", "messages", "deliveries", "statements"),
    *("dialogue_events", "contacts", "cases", "case_episodes", "due_rows", "events"),
}


def lived(ward: Ward) -> Woman:
    """A woman of whom every table holds something."""
    woman = ward.woman("sms")
    place = {"line_id": ward.line_id, "unit_id": ward.unit.id}
    with ward.database.write() as connection:
        arrived = {
            "conversation_id": woman.conversation_id,
            "carrier_id": "1",
            "received_at": ward.now,
            "kind": "words",
        }
        arrival = connection.execute(insert(tables.arrivals).values(**arrived, **place)).inserted_primary_key[0]
        number = letters.post(connection, woman.conversation_id, {"kind": "say", "text": "x"}, ward.now, author="her")
        connection.execute(update(tables.messages).where(tables.messages.c.id == number).values(arrival_id=arrival))
        said = [Statement("movement", ("none",), "her", ward.now)]
        statements.append(connection, said, episode_id=woman.episode_id, **place)
        for table, values in {
            tables.dialogue_events: {"content": {}, "at": ward.now, "episode_id": woman.episode_id},
            tables.contacts: {"channel": "sms", "at": ward.now, "person_id": woman.person_id},
            tables.pregnancies: {"id": woman.person_id, "person_id": woman.person_id, "recorded_at": ward.now},
        }.items():
            connection.execute(insert(table).values(**values, **place))
        running = update(tables.conversations).where(tables.conversations.c.id == woman.conversation_id)
        connection.execute(running.values(episode_id=woman.episode_id))
        due.plan(connection, "x", woman.episode_id, ward.now, **place, episode_id=woman.episode_id)
        due.cancel(connection, "x", woman.episode_id)
        told = {"conversation_id": woman.conversation_id, "kind": "told", "actor": "assistant", "at": ward.now}
        events.append(connection, **told, **place)
    return woman


def close(ward: Ward, case, at) -> None:
    with ward.database.write() as connection:
        claims.claim(connection, case.id, ward.amara, at)
        cases.close(connection, case.id, ward.amara, "seen", "", at)


def left(ward: Ward) -> dict[str, int]:
    with ward.database.read() as connection:
        sizes = {
            name: connection.scalar(select(func.count()).select_from(tables.metadata.tables[name])) for name in HERS
        }
    return {name: size for name, size in sizes.items() if size}


def purge(ward: Ward, days_later: float, days: int = 30) -> None:
    with ward.database.write() as connection:
        retention.purge(connection, ward.now + days_later * DAY, days)


def test_a_closed_case_goes_with_everything_of_hers(ward: Ward) -> None:
    woman = lived(ward)
    close(ward, woman.case(), ward.now)
    assert set(left(ward)) == HERS
    before = left(ward)
    purge(ward, 29)
    assert left(ward) == before
    purge(ward, 31)
    assert left(ward) == {}


def test_an_open_case_stays_however_old(ward: Ward) -> None:
    woman = lived(ward)
    case = woman.case()
    before = left(ward)
    purge(ward, 4000)
    with ward.database.read() as connection:
        assert events.verify(connection, case.id)
    kept = left(ward)
    assert {name for name in before if kept.get(name) != before[name]} == {"events", "due_rows"}
    assert kept["events"] == 1  # the case's own


def test_a_woman_without_a_case_goes_when_she_has_been_silent(ward: Ward) -> None:
    lived(ward)
    purge(ward, 31)
    assert left(ward) == {}


def test_a_conversation_that_still_runs_loses_only_what_is_old(ward: Ward) -> None:
    woman = lived(ward)
    later = ward.now + 31 * DAY
    new = woman.episode(later)
    with ward.database.write() as connection:
        talk = update(tables.conversations).where(tables.conversations.c.id == woman.conversation_id)
        connection.execute(talk.values(last_at=later, episode_id=new))
        letters.post(connection, woman.conversation_id, {"kind": "say", "text": "new"}, later, author="her")
    purge(ward, 31.5)
    kept = left(ward)
    assert (kept["messages"], kept["episodes"], kept["persons"], kept["contacts"]) == (1, 1, 1, 1)
    assert not {"statements", "arrivals", "dialogue_events"} & set(kept)


def test_a_newer_case_keeps_the_conversation_and_its_chain(ward: Ward) -> None:
    woman = lived(ward)
    first = woman.case()
    close(ward, first, ward.now)
    second = woman.case(now=ward.now + 20 * DAY)
    purge(ward, 31)
    with ward.database.read() as connection:
        assert cases.find(connection, first.id, ward.line_id) is None
        assert events.of_case(connection, first.id) == []
        assert events.verify(connection, second.id)
    assert left(ward)["messages"] == 1


def test_zero_days_are_refused(ward: Ward) -> None:
    with ward.database.write() as connection, pytest.raises(ValueError, match="one day"):
        retention.purge(connection, ward.now, 0)
