"""The record of a case: numbered, linked, and not to be changed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DatabaseError

from bot.line import claims, letters
from bot.records import events, statements, tables, vault
from tests.integration.ward import Ward


@pytest.fixture
def case(ward: Ward):
    """A case with five events."""
    case = ward.case()
    with ward.database.write() as connection:
        claims.claim(connection, case.id, ward.amara, ward.now)
        for n in range(3):
            letters.her_words(connection, case.id, f"words {n}", ward.now)
        assert events.verify(connection, case.id).events == 5
    return case


def tampered(ward: Ward, case, tamper) -> events.Chain:
    """What the chain says after somebody with full power over the database has changed something."""
    with ward.database.write() as connection:
        if ward.database.is_sqlite:
            for name in ("events_stay", "events_stay_as_written"):
                connection.execute(text(f"drop trigger {name}"))
        else:
            connection.execute(text("alter table events disable trigger all"))
        rows = connection.execute(
            select(tables.events).where(tables.events.c.case_id == case.id).order_by(tables.events.c.id)
        ).all()
        tamper(connection, rows)
        found = events.verify(connection, case.id)
        connection.rollback()
    return found


def edit(number, **values):
    return update(tables.events).where(tables.events.c.id == number).values(**values)


def swap(connection, rows):
    one, two = rows[2], rows[3]
    both = {name: (getattr(one, name), getattr(two, name)) for name in ("kind", "actor", "at", "body")}
    connection.execute(edit(one.id, **{name: pair[1] for name, pair in both.items()}))
    connection.execute(edit(two.id, **{name: pair[0] for name, pair in both.items()}))


def renumber(connection, rows):
    connection.execute(edit(rows[2].id, id=900_000))
    connection.execute(edit(rows[3].id, id=rows[2].id))
    connection.execute(edit(900_000, id=rows[3].id))


def forge(connection, rows):
    last = dict(rows[-1]._mapping)
    last.update(id=last["id"] + 1, previous=last["hash"], hash="0" * 64, body={"text": "I feel fine"})
    connection.execute(insert(tables.events).values(last))


def remove(position):
    def tamper(connection, rows):
        connection.execute(delete(tables.events).where(tables.events.c.id == rows[position].id))

    return tamper


TAMPERING = {
    "another body": lambda c, rows: c.execute(edit(rows[2].id, body={"text": "I feel fine"})),
    "no body": lambda c, rows: c.execute(edit(rows[2].id, body=None)),
    "another actor": lambda c, rows: c.execute(edit(rows[1].id, actor="service")),
    "another kind": lambda c, rows: c.execute(edit(rows[1].id, kind="released")),
    "another time": lambda c, rows: c.execute(edit(rows[1].id, at=rows[1].at.replace(hour=5))),
    "another conversation": lambda c, rows: c.execute(edit(rows[1].id, conversation_id="x")),
    "moved out of the case": lambda c, rows: c.execute(edit(rows[2].id, case_id=None)),
    "another hash": lambda c, rows: c.execute(edit(rows[4].id, hash="0" * 64)),
    "the first removed": remove(0),
    "a middle one removed": remove(2),
    "the last removed": remove(-1),
    "two swapped": swap,
    "two renumbered": renumber,
    "one put at the end": forge,
    "all removed": lambda c, rows: c.execute(delete(tables.events)),
}


@pytest.mark.parametrize("how", TAMPERING)
def test_the_chain_shows_tampering(ward: Ward, case, how: str) -> None:
    assert not tampered(ward, case, TAMPERING[how])


def test_the_chain_names_the_first_event_that_does_not_fit(ward: Ward, case) -> None:
    found = tampered(ward, case, TAMPERING["another actor"])
    with ward.database.read() as connection:
        second = events.of_case(connection, case.id)[1]
        assert events.verify(connection, case.id)  # and all is well where nobody tampered
    assert found == events.Chain(False, 5, second.number)


def test_the_last_link_cannot_be_taken_away_by_who_has_no_key(ward: Ward, case) -> None:
    def remove_and_cover_up(connection, rows):
        remove(-1)(connection, rows)
        head = update(tables.cases).where(tables.cases.c.id == case.id)
        connection.execute(head.values(chain_head=rows[-2].hash))

    assert not tampered(ward, case, remove_and_cover_up)


@pytest.mark.parametrize("what", ["edit an event", "remove an event", "edit a statement"])
def test_the_database_itself_refuses(ward: Ward, what: str) -> None:
    woman = ward.woman()
    case = woman.case()
    with ward.database.write() as connection:
        place = {"id": 1, "line_id": ward.line_id, "unit_id": ward.unit.id, "episode_id": woman.episode_id}
        said = {"position": 0, "question": "movement", "content": {"value": "unsure"}, "by": "her", "at": ward.now}
        connection.execute(insert(tables.statements).values(**place, **said))
    change = {
        "edit an event": update(tables.events).values(actor="her"),
        "remove an event": delete(tables.events).where(tables.events.c.case_id == case.id),
        "edit a statement": update(tables.statements).values(by="midwife"),
    }[what]
    with pytest.raises(DatabaseError, match="never changed|still open"), ward.database.write() as connection:
        connection.execute(change)


def test_a_new_encryption_key_leaves_the_chain_whole(ward: Ward) -> None:
    old, new = vault.new_key(), vault.new_key()
    vault.open_with(old)
    case = ward.case()
    vault.open_with(f"{new},{old}")
    with ward.database.write() as connection:
        letters.her_words(connection, case.id, "more", ward.now)
        assert events.verify(connection, case.id)


def test_numbers_become_visible_in_order(ward: Ward) -> None:
    """A follower that has seen number n never misses a smaller one that is committed later."""
    women = [ward.woman() for _ in range(6)]
    seen: list[int] = []

    def write(woman) -> None:
        for _ in range(10):
            with ward.database.write() as connection:
                place = {"line_id": ward.line_id, "unit_id": ward.unit.id, "conversation_id": woman.conversation_id}
                events.append(connection, kind="told", actor="assistant", at=ward.now, **place)

    with ThreadPoolExecutor(6) as pool:
        jobs = [pool.submit(write, woman) for woman in women]
        while len(seen) < 60:
            with ward.database.read() as connection:
                new = events.after(connection, ward.line_id, seen[-1] if seen else 0)
            seen.extend(event.number for event in new)
            if not new and all(job.done() for job in jobs):
                [job.result() for job in jobs]
    assert len(seen) == 60
    assert seen == sorted(set(seen))


def test_following_a_line_and_a_conversation(ward: Ward) -> None:
    woman, other = ward.woman(), Ward(ward.database, ward.now, "Moor Line")
    case = woman.case()
    other.case()
    with ward.database.read() as connection:
        assert [one.case_id for one in events.after(connection, ward.line_id, 0)] == [case.id]
        assert events.after(connection, ward.line_id, 0)[0].body is None
        assert events.after(connection, ward.line_id, 0, bodies=True)[0].body["level"] == "A60"
        assert events.after(connection, ward.line_id, events.last(connection, ward.line_id)) == []
        (mine,) = events.after_in_conversation(connection, woman.conversation_id, 0)
        assert mine.kind == "case_opened"
        assert events.last(connection, "nowhere") == 0


def test_statements_are_numbered_on_and_come_back_as_they_were(ward: Ward) -> None:
    woman = ward.woman()
    said = [statements.Statement("movement", ("none",), "her", ward.now, "not one kick")]
    place = {"episode_id": woman.episode_id, "line_id": ward.line_id, "unit_id": ward.unit.id}
    with ward.database.write() as connection:
        assert statements.append(connection, said, **place) == 1
        assert statements.append(connection, said, **place) == 2
        assert statements.of_episode(connection, woman.episode_id) == said * 2
