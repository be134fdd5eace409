"""A version found by what somebody calls it, and stories found where they were recorded, on both databases."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.app import version_names
from bot.app.command_failed import CommandFailed
from bot.app.settings import ROOT
from bot.app.told_before import in_file, recorded
from bot.app.version_names import find_version
from bot.protocol import wire
from bot.protocol.gestation import Gestation
from bot.protocol.reader import from_content, read_protocol
from bot.protocol.statement import Statement
from bot.records import statements, versions
from bot.records.database import Database
from bot.records.tables import pregnancies
from bot.review.replay import replay
from bot.review.stories import ending
from tests.integration.ward import Ward
from tests.unit.protocol.conversation import SMALL, small, small_content

SECRET = "my belly is quiet since lunch"


def test_a_folder_is_a_version() -> None:
    assert find_version(str(SMALL), None).hash == small().hash


def test_what_was_served_is_found_by_number_and_by_hash(database: Database, now: datetime) -> None:
    later = {**small_content(), "protocol.yml": small_content()["protocol.yml"].replace('"1"', '"2"')}
    with database.write() as connection:
        versions.keep(connection, small(), now)
        versions.keep(connection, from_content(later), now + timedelta(days=1))
    assert find_version("1", database).hash == small().hash
    assert find_version(small().hash[:7], database).hash == small().hash
    assert find_version("2", database).hash == from_content(later).hash


def test_a_revision_of_git_is_a_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "content"
    for name, text in small_content().items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text, "utf-8")
    monkeypatch.setattr(version_names, "ROOT", tmp_path)
    monkeypatch.setattr(version_names, "CLINICAL", place)
    who = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "commit.gpgsign=false")
    for act in (["init", "-q"], ["add", "content"], [*who, "commit", "-qm", "one"], ["tag", "one"]):
        assert version_names._git(*act) is not None, act
    (place / "protocol.yml").write_text("broken", "utf-8")
    assert find_version("one", None).hash == small().hash
    for name in ("two", "--output=x", "one; true"):
        with pytest.raises(CommandFailed, match="There is no version"):
            find_version(name, None)


def test_a_version_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "protocol.yml").write_text("name: alone", "utf-8")
    with pytest.raises(CommandFailed, match="cannot be read"):
        find_version(str(tmp_path), None)


def test_recorded_answers_are_replayed_and_nothing_of_hers_is_told(ward: Ward) -> None:
    woman = ward.woman()
    days = Gestation(210, 210, "weeks").due(ward.now.date())
    said = [
        Statement("screen", ("none",), "her", ward.now, SECRET),
        Statement("finding:rfm_reduced", ("present",), "her", ward.now, SECRET),
    ]
    with ward.database.write() as connection:
        place = {"line_id": ward.line_id, "unit_id": ward.unit.id}
        due = {"person_id": woman.person_id, "due": wire.to_json(days), "recorded_at": ward.now - timedelta(days=9)}
        connection.execute(pregnancies.insert().values(id="p", **due, **place))
        statements.append(connection, said, episode_id=woman.episode_id, **place)
    case = woman.case()
    ward.woman()  # has said nothing
    old = read_protocol()
    content = dict(old.content)
    content["pathways/P01.yml"] = content["pathways/P01.yml"].replace(
        "RFM-A1\n    level: A15", "RFM-A1\n    level: R-GO"
    )
    (story,) = recorded(ward.database, old)
    assert ending(old, story).level == "A15"
    replayed = replay([story], old, from_content(content))
    (line,) = map(str, replayed.moved)
    assert line.startswith(f"case {case.reference}, episode {woman.episode_id[:8]}: A15 -> R-GO by RFM-A1")
    assert SECRET not in line


def test_what_was_learnt_later_is_no_answer_then(ward: Ward) -> None:
    woman = ward.woman()
    days = Gestation(210, 210, "weeks").due(ward.now.date())
    with ward.database.write() as connection:
        place = {"line_id": ward.line_id, "unit_id": ward.unit.id}
        due = {"person_id": woman.person_id, "due": wire.to_json(days), "recorded_at": ward.now + timedelta(hours=1)}
        connection.execute(pregnancies.insert().values(id="p", **due, **place))
        statements.append(
            connection, [Statement("screen", ("none",), "her", ward.now)], episode_id=woman.episode_id, **place
        )
    (story,) = recorded(ward.database, read_protocol())
    assert "gestation" not in story.facts.known


def test_the_shipped_vignettes_end_as_their_test_says() -> None:
    stories = {story.name: story for story in in_file(ROOT / "tests" / "vignettes" / "P01.yml")}
    found = ending(read_protocol(), stories["No moves at all at 24+0 goes in now"])
    assert (found.level, "RFM-R1" in found.deciding) == ("R-GO", True)


def test_lines_of_json_are_stories(tmp_path: Path, now: datetime) -> None:
    said = [wire.to_json(Statement("screen", ("birth",), "her", now))]
    path = tmp_path / "told.jsonl"
    path.write_text(json.dumps({"name": "now", "statements": said}) + "\n\n" + json.dumps(said) + "\n", "utf-8")
    named, unnamed = in_file(tmp_path)
    assert (named.name, unnamed.name) == ("now", "told.jsonl line 3")
    assert ending(read_protocol(), named).level == "R-999"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("none.jsonl", None, "There is no file"),
        ("bad.jsonl", "{", "cannot be read"),
        ("empty.jsonl", '{"statements": []}', "line 1 holds no statement"),
        ("odd.yml", "- {name: a, weeks: 30+0, answers: {P01.9: Yes}, expect: G, because: x}", "'P01.9' has no meaning"),
    ],
)
def test_a_file_that_cannot_be_told_is_refused(tmp_path: Path, name: str, text: str | None, expected: str) -> None:
    if text is not None:
        (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(CommandFailed, match=expected):
        in_file(tmp_path / name)
