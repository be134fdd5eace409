"""Every version served stays loadable: an episode ends on the version it began with, in any process."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.dialogue import shelf
from bot.protocol.reader import from_content
from bot.records import versions
from bot.records.database import Database
from tests.unit.protocol.conversation import small, small_content


@pytest.fixture
def empty_shelf(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_loaded", "_current", "_kept"):
        monkeypatch.setattr(shelf, name, type(getattr(shelf, name))())


def later() -> dict[str, str]:
    content = small_content()
    return {**content, "protocol.yml": content["protocol.yml"].replace('version: "1"', 'version: "2"')}


def test_a_version_is_kept_once_with_all_its_texts(database: Database, now: datetime) -> None:
    for at in (now, now + timedelta(days=1)):
        with database.write() as connection:
            versions.keep(connection, small(), at)
    with database.write() as connection:
        versions.keep(connection, from_content(later()), now + timedelta(days=2))
    with database.read() as connection:
        assert versions.content(connection, small().hash) == small().content
        assert [(one.version, one.first_served_at) for one in versions.served(connection)] == [
            ("2", now + timedelta(days=2)),
            ("1", now),
        ]


def test_an_unknown_version_is_none(database: Database) -> None:
    with database.read() as connection:
        assert versions.content(connection, "0" * 64) is None
        assert versions.served(connection) == []


@pytest.mark.usefixtures("empty_shelf")
def test_another_process_finds_the_version_an_episode_began_with(database: Database, now: datetime) -> None:
    with database.write() as connection:
        versions.keep(connection, small(), now)

    def kept(hash: str) -> dict[str, str] | None:
        with database.read() as connection:
            return versions.content(connection, hash)

    shelf.put(from_content(later()), current=True)
    assert shelf.version(small().hash).version == "2", "nothing is kept that it could find"
    shelf.look_up_in(kept)
    assert shelf.version(small().hash).version == "1"
    assert shelf.current().version == "2"


@pytest.mark.usefixtures("empty_shelf")
def test_a_version_that_cannot_be_read_any_more_gives_way_to_the_current_one() -> None:
    shelf.put(small(), current=True)
    shelf.look_up_in(lambda hash: {"protocol.yml": "name: nothing else"})
    assert shelf.version("0" * 64) is shelf.current()
