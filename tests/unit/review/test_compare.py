"""A difference is said in clinical words: level, condition, setting, question, sentence; nothing else is listed."""

from __future__ import annotations

import pytest

from bot.protocol.choices import SiteChoices
from bot.protocol.located import Table
from bot.protocol.reader import from_content, read_protocol
from bot.review.compare import Part, compare, with_replay
from bot.review.replay import replay
from bot.review.stories import invented
from tests.unit.protocol.conversation import small, small_content

P01 = "pathways/P01.yml"
WORDS = "words/en-GB/all.yml"
QUIETER = ("definitions.yml", "quieter: {movement: [less, none]}", "quieter: {movement: [none]}")
A4, WIDER, LESS = "{from: 20+0, to: 23+6}},", "{from: 20+0, to: 25+6}},", "{movement: [less"
WEEKS = "Weeks 20+0 to 23+6"

CHANGES = [
    (
        P01,
        "id: RFM-A4\n    level: A60",
        "id: RFM-A4\n    level: R-GO",
        Part.LEVEL,
        "RFM-A4",
        f"A60 -> R-GO when {WEEKS}",
    ),
    (P01, f"{A4} {LESS}", f"{WIDER} {LESS}", Part.CONDITION, "RFM-A4", "now: Weeks 20+0 to 25+6"),
    (P01, "- id: RFM-A4", "- id: RFM-A9", Part.ADDED, "RFM-A9", f"A60 when {WEEKS}"),
    (P01, "- id: RFM-A4", "- id: RFM-A9", Part.REMOVED, "RFM-A4", f"A60 no longer given when {WEEKS}"),
    (*QUIETER, Part.NAMED, "quieter", "“quieter” was: Movement"),
    (*QUIETER, Part.CONDITION, "RFM-R2", "changes with “quieter”"),
    (
        P01,
        "{at_least: A60}",
        "{at_least: A4H}",
        Part.QUESTION,
        "before",
        "“not sure” counts as was: at least A60 / now",
    ),
    (P01, "[no, once, twice]", "[no, once, twice, often]", Part.QUESTION, "before", "its answers"),
    ("findings.yml", "cord: {confirm: true}", "cord: {}", Part.FINDING, "cord", "“cord”"),
    (P01, "otherwise: A60", "otherwise: A15", Part.PATHWAY, "P01", "otherwise was: A60 / now: A15"),
    ("protocol.yml", "{worry: [bit]}", "{worry: [very]}", Part.PATHWAY, "green", "what green needs"),
    ("flags.yml", "card: card.999.cord", "card: card.999", Part.CARD, "RF05", "was: card.999.cord / now: card.999"),
    (
        WORDS,
        "option.skip: Skip",
        "option.skip: Out",
        Part.WORDS,
        "option.skip",
        "reads differently was: Skip / now: Out",
    ),
    (
        P01,
        "[found: ESNEFT]",
        "[found: KICKS]",
        Part.SOURCE,
        "RFM-A4",
        "source was: [found: ESNEFT] / now: [found: KICKS]",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "part", "id", "text"), CHANGES, ids=[f"{c[4]} {c[3]}" for c in CHANGES])
def test_a_change_is_said_in_clinical_words(file: str, old: str, new: str, part: Part, id: str, text: str) -> None:
    content = small_content()
    assert old in content[file], old
    content[file] = content[file].replace(old, new, 1)
    found = {change.id: str(change) for change in compare(small(), from_content(content)).of(part)}
    assert text in found.get(id, f"{id} is not among {sorted(found)}")


def test_nothing_is_listed_that_does_not_differ() -> None:
    turned = small_content()
    turned[P01] = turned[P01].replace("[{is: quieter}, {is: blood}]", "[{is: blood}, {is: quieter}]")
    assert compare(small(), from_content(small_content())).changes == ()
    assert {change.part for change in compare(small(), from_content(turned)).changes} <= {Part.WORDS}


def test_a_level_that_changes_says_how_many_conversations_it_changes() -> None:
    content = dict(read_protocol().content)
    content[P01] = content[P01].replace("id: RFM-A4\n    level: A60", "id: RFM-A4\n    level: R-GO")
    old, new = read_protocol(), from_content(content)
    replayed = replay(invented(300, old, new), old, new)
    (change,) = compare(old, new).of(Part.LEVEL)
    said = with_replay(change, replayed)
    number = replayed.touching("RFM-A4")
    assert number > 0
    assert said.startswith("RFM-A4: A60 -> R-GO when Weeks 20+0 to under 24+0 (movement limit) and Movements:")
    assert said.endswith(f": {replayed.of(number)}")


def test_what_a_site_decides_is_listed_as_a_setting_and_where_it_counts() -> None:
    table = Table(1)
    table["bp_severe_top"] = 150
    difference = compare(read_protocol(), read_protocol(site=SiteChoices("harbour.yml", table)))
    assert [str(one) for one in difference.of(Part.SETTING)] == [
        "bp_severe_top: the top number of a blood pressure that means coming in now was: 160 / now: 150"
    ]
    assert "PE-R5" in {one.id for one in difference.of(Part.CONDITION)}
