"""Conditions in words that a midwife reads as the engine reads the files."""

from __future__ import annotations

from typing import Any

import pytest

from bot.review.phrases import Phrasing
from bot.review.written import Written


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ({"movement": ["less", "none"]}, "Movements: “Less than normal” / “No moves at all”"),
        ({"gestation": {"from": "24+0"}}, "Weeks 24+0 or more"),
        ({"gestation": {"from": "20+0", "to": "23+6"}}, "Weeks 20+0 to 23+6"),
        ({"gestation": {"to": "36+6"}}, "Weeks 36+6 or less"),
        ({"gestation": "known"}, "Weeks known"),
        ({"gestation_surely": {"under": "lower_limit"}}, "Weeks surely under 20+0 (lower limit)"),
        ({"temperature": {"from": 38.0}}, "Temperature 38.0 or more"),
        ({"temperature": {"from": 37.5, "under": 38.0}}, "Temperature 37.5 to under 38.0"),
        (
            {"pressure": {"top_or_bottom": {"top": {"from": 160}, "bottom": {"from": 110}}}},
            "Blood pressure 160 or more over any, or any over 110 or more",
        ),
        ({"pressure": {"top": {"to": 90}}}, "Blood pressure (top number) 90 or less"),
        ({"finding": ["bleed", "cord"]}, "Her words: bleeding / cord seen or felt"),
        ({"is": "quieter"}, "Reduced movements"),
        ({"unanswered": "movement"}, "Movements: not sure, skipped or not answered"),
        ({"opened": ["P02", "P04"]}, "Open pathway: P02 / P04"),
        ({"opened": "any"}, "Any pathway is open"),
        ({"level": {"from": "R-GO"}}, "Told R-GO or more urgent"),
        (
            {"contacts": {"at_least": 2, "within_hours": 24, "same_worry": True}},
            "2 or more contacts within 24 hours about the same worry, this one counted",
        ),
        ({"all": [{"is": "blood"}, {"is": "hot"}]}, "Any bleeding and Hot or feverish"),
        (
            {"all": [{"is": "blood"}, {"any": [{"is": "hot"}, {"is": "trauma"}]}]},
            "Any bleeding and (Hot or feverish; or Injury)",
        ),
        ({"any": [{"is": "blood"}]}, "Any bleeding"),
        ({"not": {"is": "blood"}}, "not: Any bleeding"),
        ({"not": {"any": [{"is": "blood"}, {"is": "hot"}]}}, "none of (Any bleeding; Hot or feverish)"),
        ({"not": {"all": [{"is": "blood"}, {"is": "hot"}]}}, "not all of (Any bleeding; Hot or feverish)"),
        (
            {"count": {"at_least": 2, "of": [{"is": "blood"}, {"is": "hot"}, {"is": "trauma"}]}},
            "at least 2 of (Any bleeding; Hot or feverish; Injury)",
        ),
    ],
)
def test_a_condition_in_words(phrasing: Phrasing, condition: Any, words: str) -> None:
    assert phrasing.condition(condition).text == words


def test_every_condition_of_the_protocol_has_words(phrasing: Phrasing) -> None:
    for id in phrasing.written.criteria:
        assert phrasing.of(id).text
    for question in phrasing.protocol.questions:
        found = phrasing.when(question)
        assert found is None or found.text
    for condition in phrasing.written.definitions.values():
        assert phrasing.condition(condition).text


def test_a_named_condition_leads_to_its_explanation(phrasing: Phrasing) -> None:
    assert phrasing.condition({"is": "quieter"}).page == "terms#quieter"


def test_what_nobody_named_is_shown_by_its_id(phrasing: Phrasing) -> None:
    assert phrasing.name("finding", "not_named_yet") == "not named yet"


def test_every_criterion_and_question_is_found_in_its_file(phrasing: Phrasing) -> None:
    protocol, written = phrasing.protocol, phrasing.written
    assert set(written.criteria) == {*protocol.criteria, *protocol.signpost_ids}
    assert set(written.questions) == set(protocol.questions)


def test_a_setting_is_found_where_it_moves_a_criterion(phrasing: Phrasing) -> None:
    moved = Written(phrasing.protocol).using("lower_limit")
    assert {"under", "M20"} <= set(moved)
    assert "RF25e" in moved  # through the condition "not for this line"
    assert "RF01" not in moved


def test_an_answer_is_not_taken_for_a_condition_of_the_same_name(phrasing: Phrasing) -> None:
    used = Written(phrasing.protocol).using_definition("blood")
    assert "BLD-A6" in used
    assert "RF26" not in used
    assert "LAB-G1" not in used  # names the answer `blood`, not the condition
