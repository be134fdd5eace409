"""Two people for what decides a level, a safety officer for the words; nobody alone, and nobody twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.protocol.content import Protocol
from bot.protocol.problems import ProtocolError
from bot.protocol.reader import from_content
from bot.review.approval import changed_since_signed, status_of
from bot.review.signoffs import NotSignable, Signoff, read, sign, write
from tests.unit.protocol.conversation import small, small_content

DAY = date(2026, 5, 4)
PATHWAY = "pathways/P01.yml"
Change = tuple[str, str, str]

LEVEL: Change = (PATHWAY, "id: RFM-A1\n    level: A15", "id: RFM-A1\n    level: A60")
NUMBER: Change = (
    PATHWAY,
    "{gestation: {from: 20+0, to: 23+6}}, {movement: [less",
    "{gestation: {from: 20+0, to: 25+6}}, {movement: [less",
)
CONDITION: Change = (PATHWAY, "{movement: [less]}]}", "{movement: [none]}]}")
DEFINITION: Change = ("definitions.yml", "quieter: {movement: [less, none]}", "quieter: {movement: [none]}")
WORDS: Change = ("words/en-GB/all.yml", "option.skip: Skip", "option.skip: Leave this out")
UNSURE: Change = (PATHWAY, "unsure: {at_least: A60}", "unsure: {at_least: A4H}")
SETTING: Change = ("protocol.yml", "lower_limit: 20+0", "lower_limit: 21+0")


def changed(*changes: Change) -> Protocol:
    content = small_content()
    for file, old, new in changes:
        assert old in content[file], old
        content[file] = content[file].replace(old, new, 1)
    return from_content(content)


def officer(protocol: Protocol, who: str = "Jo Bell", **more: object) -> Signoff:
    return sign(protocol, who=who, role="safety_officer", on=DAY, **more)  # type: ignore[arg-type]


def lead(protocol: Protocol, who: str = "Ann Lee", **more: object) -> Signoff:
    return sign(protocol, who=who, role="midwifery_lead", on=DAY, **more)  # type: ignore[arg-type]


def test_an_officer_and_one_more_approve() -> None:
    approval = status_of(small(), [officer(small()), lead(small())])
    assert approval.approved
    assert approval.missing == ()
    assert approval.of("RFM-R1") == "signed"
    assert approval.signers["RFM-R1"] == ("Jo Bell", "Ann Lee")


@pytest.mark.parametrize(
    "given",
    [
        lambda p: [],
        lambda p: [officer(p)],
        lambda p: [officer(p), officer(p)],
        lambda p: [officer(p), lead(p, who=" jo  BELL ")],
        lambda p: [lead(p), lead(p, who="Bo Ray")],
        lambda p: [officer(p, only=["RFM-R1"]), lead(p)],
    ],
    ids=["nobody", "one", "one twice", "one under two roles", "no officer", "an officer for one row only"],
)
def test_anything_less_does_not(given: Callable[[Protocol], list[Signoff]]) -> None:
    approval = status_of(small(), given(small()))
    assert not approval.approved
    assert approval.missing


@pytest.mark.parametrize(
    ("change", "id"),
    [
        (LEVEL, "RFM-A1"),
        (NUMBER, "RFM-A4"),
        (CONDITION, "RFM-A1"),
        (DEFINITION, "RFM-R2"),
        (UNSURE, "questions"),
        (SETTING, "under"),
    ],
    ids=["level", "number", "condition", "named condition", "what not sure counts as", "setting"],
)
def test_a_changed_threshold_needs_two_again(change: Change, id: str) -> None:
    before, after = small(), changed(change)
    signed = [officer(before), lead(before)]
    assert id in changed_since_signed(after, signed)
    assert status_of(after, signed).of(id) == "awaiting"
    assert not status_of(after, [*signed, officer(after)]).approved
    assert status_of(after, [*signed, officer(after), lead(after)]).approved


def test_a_changed_threshold_leaves_the_other_rows_signed() -> None:
    approval = status_of(changed(LEVEL), [officer(small()), lead(small())])
    assert approval.of("RFM-R1") == "signed"
    assert any("RFM-A1 changed since it was signed" in sentence for sentence in approval.missing)


def test_changed_words_need_one_safety_officer() -> None:
    after = changed(WORDS)
    signed = [officer(small()), lead(small())]
    assert changed_since_signed(after, signed) == frozenset()
    assert not status_of(after, signed).approved
    assert not status_of(after, [*signed, lead(after)]).approved
    assert status_of(after, [*signed, officer(after)]).approved


def test_rows_may_be_signed_one_by_one() -> None:
    approval = status_of(small(), [officer(small(), only=["RFM-R1"]), lead(small(), only=["RFM-R1"])])
    assert approval.of("RFM-R1") == "signed"
    assert approval.of("RFM-A1") == "awaiting"
    assert not approval.approved


def test_the_order_in_which_a_condition_is_written_decides_nothing() -> None:
    turned = changed((PATHWAY, "{all: [{is: quieter}, {is: blood}]}", "{all: [{is: blood}, {is: quieter}]}"))
    assert changed_since_signed(turned, [officer(small())]) == frozenset()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"who": "Jo", "role": "safety_officer"}, "full name"),
        ({"who": "Jo Bell", "role": "developer"}, "does not sign"),
        ({"who": "Jo Bell", "role": "safety_officer", "only": ["RFM-X9"]}, "no criterion 'RFM-X9'"),
    ],
)
def test_what_cannot_be_signed_is_refused(given: dict[str, object], words: str) -> None:
    with pytest.raises(NotSignable, match=words):
        sign(small(), on=DAY, **given)  # type: ignore[arg-type]


def test_a_sign_off_is_a_file_that_reads_back(tmp_path: Path) -> None:
    signed = [officer(small()), lead(small(), only=["RFM-R1", "RFM-A1"])]
    names = [write(tmp_path, one).name for one in signed]
    found = read(tmp_path)
    assert [one.file for one in found] == sorted(names)
    assert {(one.who, one.whole, *one.clauses.items()) for one in found} == {
        (one.who, one.whole, *one.clauses.items()) for one in signed
    }


def test_a_second_sign_off_never_replaces_the_first(tmp_path: Path) -> None:
    assert write(tmp_path, officer(small())) != write(tmp_path, officer(small()))
    assert len(read(tmp_path)) == 2


def test_no_folder_is_no_sign_off(tmp_path: Path) -> None:
    assert read(tmp_path / "none") == ()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("role: safety_officer", "role: developer", "'developer' does not sign"),
        ("content: ", "content: 00", "no content hash"),
        ("what: whole", "what: [RFM-R1]", "'what' does not fit"),
        ("  RFM-R1: ", "  RFM-R1: 0", "fingerprints are missing or changed"),
        ("date: ", "date: soon", "is not a date"),
        ("who: Jo Bell\n", "", "'who' is missing"),
        ("who: Jo Bell\n", "who: Jo Bell\nby: hand\n", "unknown key 'by'"),
    ],
)
def test_a_file_changed_by_hand_is_named(tmp_path: Path, old: str, new: str, words: str) -> None:
    path = write(tmp_path, officer(small()))
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ProtocolError, match=words) as error:
        read(tmp_path)
    assert path.name in str(error.value)
