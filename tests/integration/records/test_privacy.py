"""What she says is in no file in clear."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import insert, text

from bot.line import claims, letters
from bot.records import due, statements, tables
from bot.records.database import Database
from bot.records.statements import Statement
from tests.integration.ward import Ward, summary

CANARY = "canarywren"


@pytest.fixture
def told(ward: Ward) -> Ward:
    """A ward in which the canary was said in every private column."""
    woman = ward.woman("sms", name=CANARY, phone=CANARY)
    case = woman.case(summary={**summary(ward.case().level), "words": [CANARY], "told": CANARY})
    place = {"line_id": ward.line_id, "unit_id": ward.unit.id}
    with ward.database.write() as connection:
        claims.claim(connection, case.id, ward.amara, ward.now)
        letters.write_to_her(connection, case.id, ward.amara, CANARY, ward.now)
        letters.her_words(connection, case.id, CANARY, ward.now)
        due.plan(connection, "test", "k", ward.now, **place, body={"words": CANARY})
        said = [Statement("movement", ("none",), "her", ward.now, CANARY)]
        statements.append(connection, said, episode_id=woman.episode_id, **place)
        other = {
            tables.arrivals: {"carrier_id": "1", "words": CANARY, "choice": CANARY, "received_at": ward.now},
            tables.dialogue_events: {"content": {"text": CANARY}, "at": ward.now},
            tables.contacts: {"channel": "sms", "worry": CANARY, "at": ward.now},
            tables.pregnancies: {"id": "p", "due": {"how": CANARY}, "recorded_at": ward.now},
        }
        ids = {"conversation_id": woman.conversation_id, "episode_id": woman.episode_id, "person_id": woman.person_id}
        for table, values in other.items():
            known = {name: value for name, value in ids.items() if name in table.c}
            connection.execute(insert(table).values(**values, **known, **place))
        talk = tables.conversations.update().where(tables.conversations.c.id == woman.conversation_id)
        connection.execute(talk.values(address=CANARY, snapshot={"slots": CANARY}))
        begun = tables.episodes.update().where(tables.episodes.c.id == woman.episode_id)
        connection.execute(begun.values(movement_worry=CANARY))
    return ward


def test_every_private_column_was_filled(told: Ward) -> None:
    with told.database.read() as connection:
        for table in metadata_tables():
            for column in table.c:
                if column.info["privacy"] == "private":
                    question = table.select().where(column.is_not(None)).limit(1)
                    assert connection.execute(question).first() is not None, column


def metadata_tables():
    return tables.metadata.tables.values()


def test_no_file_of_the_database_holds_her_words(told: Ward, tmp_path: Path) -> None:
    database: Database = told.database
    if database.is_sqlite:
        stored = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
        assert len(stored) > 10_000
    else:
        with database.read() as connection:
            rows = [connection.execute(text(f'select * from "{table.name}"')).all() for table in metadata_tables()]
        stored = b"".join(
            bytes(value) if isinstance(value, memoryview) else str(value).encode()
            for table in rows
            for row in table
            for value in row
        )
    assert stored.lower().count(CANARY.encode()) == 0
