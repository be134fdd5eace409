"""Every column says what it is, and keeps its word."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, MetaData, Table, Text, create_engine, insert, select, text

from bot.records import vault
from bot.records.columns import Encrypted, Moment, private, public
from bot.records.tables import metadata
from bot.records.words import cleaned, cleaned_all

KINDS = {"public", "private", "secret"}
#: Names under which something about a person would hide in a public column.
TELLING = {"words", "text", "body", "name", "phone", "address", "content", "details", "summary", "note", "due"}
#: Public all the same: they are about staff, units or the protocol.
NOT_HERS = {"lines.name", "units.name", "units.phone", "units.address", "members.name", "protocols.content"}


def undeclared(tables: MetaData) -> list[str]:
    columns = [column for table in tables.tables.values() for column in table.columns]
    return [str(column) for column in columns if column.info.get("privacy") not in KINDS]


def test_every_column_declares_its_privacy() -> None:
    assert undeclared(metadata) == []


def test_a_column_that_does_not_is_found() -> None:
    careless = MetaData()
    Table("t", careless, public("id", primary_key=True), Column("oops", Text))
    assert undeclared(careless) == ["t.oops"]


def test_private_columns_are_encrypted_and_no_other_column_could_hold_her_words() -> None:
    for table in metadata.tables.values():
        for column in table.columns:
            if column.info["privacy"] == "private":
                assert isinstance(column.type, Encrypted), column
            elif column.info["privacy"] == "public" and column.name in TELLING:
                assert str(column) in NOT_HERS


def test_every_row_about_a_person_names_its_line_and_unit() -> None:
    not_about_persons = {"lines", "units", "members", "sessions", "attempts", "protocols", "heartbeats"}
    for table in metadata.tables.values():
        if table.name not in not_about_persons | {"case_episodes"}:
            assert not table.c.line_id.nullable
            assert not table.c.unit_id.nullable


class TestStoring:
    """Encryption and moments, on a small table."""

    @pytest.fixture
    def place(self):
        vault.open_with(vault.new_key())
        table = Table("t", MetaData(), public("at", Moment), private("words"))
        engine = create_engine("sqlite://", future=True)
        table.create(engine)
        with engine.connect() as connection:
            yield connection, table
        engine.dispose()

    def test_private_words_are_unreadable_without_the_key(self, place) -> None:
        connection, table = place
        connection.execute(insert(table).values(words={"said": "not one kick"}))
        raw = connection.execute(text("select words from t")).scalar()
        assert b"kick" not in raw
        assert connection.execute(select(table.c.words)).scalar() == {"said": "not one kick"}

    def test_keys_can_be_changed_without_losing_what_was_written(self, place) -> None:
        connection, table = place
        old, new = vault.new_key(), vault.new_key()
        vault.open_with(old)
        connection.execute(insert(table).values(words="before"))
        proof = vault.proof("event", b"x")
        vault.open_with(f"{new}, {old}")
        assert connection.execute(select(table.c.words)).scalar() == "before"
        assert vault.proof("event", b"x") == proof

    def test_a_moment_comes_back_in_utc_and_a_naive_one_is_refused(self, place) -> None:
        connection, table = place
        paris = datetime(2025, 3, 4, 3, 10, 5, 123456, tzinfo=timezone(timedelta(hours=1)))
        connection.execute(insert(table).values(at=paris))
        found = connection.execute(select(table.c.at)).scalar()
        assert (found, found.tzinfo) == (paris, UTC)
        with pytest.raises(Exception, match="time zone"):
            connection.execute(insert(table).values(at=datetime(2025, 3, 4)))  # noqa: DTZ001


class TestWords:
    """Nothing of hers is cut."""

    @given(st.text())
    def test_only_what_cannot_be_stored_is_replaced(self, words: str) -> None:
        kept = cleaned(words)
        assert len(kept) == len(words)
        assert "\x00" not in kept
        kept.encode()
        assert all(a == b or b == "\ufffd" for a, b in zip(words, kept, strict=True))

    def test_lone_surrogates_and_nul_are_replaced_wherever_they_hide(self) -> None:
        assert cleaned_all({"a\x00": ["\ud800", ("x", 3, None)]}) == {"a\ufffd": ["\ufffd", ["x", 3, None]]}

    def test_what_is_long_stays_long_and_emoji_stay(self) -> None:
        words = "🤰🏽 no kicks " * 10_000
        assert cleaned(words) == words
