"""A wrong file fails with file, line and what to do; one broken example for each mistake."""

from __future__ import annotations

import re

import pytest

from bot.protocol.reader import ProtocolError, from_content, read_protocol

from .conversation import SMALL, small_content

# file, what is replaced, with what, words the error must have
BROKEN = [
    ("flags.yml", "level: R-999", "level: R999", "'R999' is not a level"),
    ("flags.yml", "level: R-999", "level: G", "a flag or modifier cannot be green"),
    ("flags.yml", "  tag: found\n", "  tag: guess\n", "'guess' is no tag"),
    ("flags.yml", '  source: "[found: COCH]"\n', "", "'source' is missing"),
    ("flags.yml", "- id: RF06", "- id: RF05", "'RF05' stands twice"),
    ("flags.yml", "- id: RF06", "- id: R F", "'R F' is not an id"),
    ("flags.yml", "finding: [bleed_heavy]", "finding: [bleed_heavvy]", "did you mean bleed_heavy"),
    ("flags.yml", "screen: [cord]", "screen: [chord]", "'screen' has no option 'chord'; did you mean cord?"),
    (
        "flags.yml",
        "screen: [cord]",
        "skreen: [cord]",
        "there is no question or condition 'skreen'; did you mean screen?",
    ),
    ("flags.yml", "screen: [cord]", "screen: cord", "'screen' needs a list"),
    ("flags.yml", "gestation: {from: 24+0}", "gestation: {from: 24w}", "'24w' is not weeks+days"),
    ("flags.yml", "gestation: {from: 24+0}", "gestation: {after: 24+0}", "this needs one or more of from, to, under"),
    ("flags.yml", "{movement: [none]}]}", "{movement: [none], screen: [cord]}]}", "a condition has exactly one key"),
    ("flags.yml", "card: card.999.cord", "cart: card.999.cord", "unknown key 'cart'"),
    ("flags.yml", "- id: RF05", "- id: RF05\n  neutral: maybe", "'neutral' is neither true nor false"),
    ("flags.yml", "- id: RF05", "- id: RF05\n  id: RF05", "'id' stands twice"),
    ("flags.yml", "- id: RF05", "- RF05\n- id: RF05", "'RF05' is not an entry"),
    ("flags.yml", "- id: RF05", "flags:\n- id: RF05", "this file is not a list"),
    ("flags.yml", "if: {any: [", "if: {any: [[", "this is not YAML"),
    ("modifiers.yml", "at_least: 2, within_hours: 24", "at_least: 2", "'contacts' needs at_least and within_hours"),
    ("modifiers.yml", "{from: 38.0}", "{from: hot}", "a limit is not a number"),
    ("modifiers.yml", "temperature: {from: 38.0}", "pressure: {top: {from: 160}}", "exactly one question of that kind"),
    ("modifiers.yml", "worry: [very]", "worry: {from: 3}", "'worry' is no measurement"),
    ("modifiers.yml", "worry: [very]", "unanswered: phone", "'phone' is asked after the level"),
    ("modifiers.yml", "worry: [very]", "level: {from: B1}", "'B1' is not a level"),
    ("modifiers.yml", "worry: [very]", "opened: [P99]", "there is no pathway 'P99'"),
    ("modifiers.yml", "worry: [very]", "count: {at_least: 2}", "'count' needs 'at_least' and 'of'"),
    ("modifiers.yml", "worry: [very]", "count: {at_least: 2, of: [{worry: [very]}]}", "always or never true"),
    ("modifiers.yml", "is: blood", "is: blod", "there is no definition 'blod'; did you mean blood?"),
    ("definitions.yml", "quieter: {movement: [less, none]}", "quieter: {is: quieter}", "'quieter' rests on itself"),
    ("definitions.yml", "amount: [smear, clots]", "amount: [a_lot]", "'amount' has no option 'a_lot'"),
    ("gate.yml", "scope: postnatal", "scope: after", "'after' is no scope"),
    ("gate.yml", "level: A-GP", "level: R-GO", "a signpost is 'none' or amber"),
    ("gate.yml", "  card: signpost.postnatal\n", "", "'card' is missing"),
    ("gate.yml", "under: lower_limit", "under: lowest", "'lowest' is not weeks+days"),
    ("findings.yml", "opens: P01", "opens: P1", "there is no pathway 'P1'"),
    (
        "findings.yml",
        "movement: [less]",
        "movements: [less]",
        "there is no question 'movements'; did you mean movement?",
    ),
    ("findings.yml", "movement: [less]", "movement: [fewer]", "there is no option of 'movement' 'fewer'"),
    ("findings.yml", "confirm: true", "ask: true", "unknown key 'ask'"),
    ("protocol.yml", "review: 2027-05-31", "review: soon", "'soon' is not a date"),
    ("protocol.yml", "owner: awaiting sign-off\n", "", "'owner' is missing"),
    ("protocol.yml", "pathways: [P01, P02, P24]", "pathways: [P01, P02]", "'P24' has no place in protocol.yml"),
    ("protocol.yml", "pathways: [P01, P02, P24]", "pathways: [P01, P02, P24, P25]", "there is no pathway 'P25'"),
    ("protocol.yml", "nothing_matched: P24", "nothing_matched: P99", "there is no pathway 'P99'"),
    ("protocol.yml", "R-GO: card.go, ", "", "'R-GO' is missing"),
    ("protocol.yml", "lower_limit: 20+0", "lower_limit: 20+9", "'20+9' is not weeks+days"),
    ("protocol.yml", 'M03: "[derived: a]", ', "", "'M03' is missing"),
    ("protocol.yml", "green:\n  if:", "green:\n  when:", "'if' is missing"),
    ("pathways/P01.yml", "otherwise: A60", "otherwise: G", "'otherwise' is amber"),
    ("pathways/P01.yml", "otherwise: A60\n", "", "'otherwise' is missing"),
    ("pathways/P01.yml", "opened_by: [rfm_reduced", "opened_by: [rfm_less", "there is no finding 'rfm_less'"),
    ("pathways/P01.yml", "- movement", "- movements", "there is no question 'movements'; did you mean movement?"),
    ("pathways/P01.yml", "id: P01", "id: P02", "there are two pathways 'P02'"),
    ("pathways/P01.yml", "kind: choice", "kind: choose", "'choose' is no kind of question"),
    ("pathways/P01.yml", "options: [no, once, twice]", "options: []", "the question has no options"),
    ("pathways/P01.yml", "options: [no, once, twice]", "options: [no, no]", "an option stands twice"),
    (
        "pathways/P01.yml",
        "options: [no, once, twice]",
        "options: [no, once, twice, unsure]",
        "'unsure' is offered by itself",
    ),
    ("pathways/P01.yml", "unsure: {at_least: A60}", "unsure: {}", "'unsure' says nothing"),
    ("pathways/P01.yml", "unsure: {as: [yes]}", "unsure: {as: [perhaps]}", "there is no option 'perhaps'"),
    ("pathways/P01.yml", "id: before", "id: weeks", "there are two questions 'weeks'"),
    ("pathways/P01.yml", "id: before", "id: finding", "'finding' is a word of conditions"),
    ("pathways/P01.yml", "means: {yes:", "means: {maybe:", "'amount_too' has no option 'maybe'"),
    (
        "pathways/P01.yml",
        "means: {yes: {finding: [bleed]}}",
        "means: {yes: {finding: [blod]}}",
        "there is no finding 'blod'",
    ),
    ("questions/gate.yml", "opens: {movements: P01", "opens: {moving: P01", "'concern' has no option 'moving'"),
    ("questions/gate.yml", "opened: any", "opened: all", "'opened' needs a list"),
    ("words/en-GB/all.yml", "Ring 111.]", "'Ring {nmber}.']", "unknown placeholder {nmber}; did you mean number"),
    ("words/en-GB/all.yml", "option.skip: Skip", "option.skip:", "the sentence 'option.skip' is empty"),
    ("words/en-GB/all.yml", "option.skip: Skip", "option.skip: {long: Skip}", "unknown key 'long'"),
]


@pytest.mark.parametrize(("file", "old", "new", "expected"), BROKEN, ids=[row[3][:40] for row in BROKEN])
def test_a_mistake_is_named_with_file_line_and_what_to_do(file: str, old: str, new: str, expected: str) -> None:
    content = small_content()
    assert old in content[file], "the example no longer breaks anything"
    content[file] = content[file].replace(old, new, 1)
    with pytest.raises(ProtocolError) as error:
        from_content(content)
    named = [problem for problem in error.value.problems if expected in problem]
    assert named, error.value.problems
    assert re.match(r"[\w/.-]+:\d+: .+; .+", named[0])


def test_the_line_named_is_the_line_of_the_mistake() -> None:
    content = small_content()
    line = content["flags.yml"].splitlines().index("  if: {finding: [bleed_heavy]}") + 1
    content["flags.yml"] = content["flags.yml"].replace("finding: [bleed_heavy]", "finding: [blood_heavy]")
    with pytest.raises(ProtocolError, match=rf"flags\.yml:{line}: "):
        from_content(content)


def test_every_mistake_is_named_in_one_reading() -> None:
    content = small_content()
    content["flags.yml"] = content["flags.yml"].replace("R-999", "R9")
    content["modifiers.yml"] = content["modifiers.yml"].replace("[very]", "[extremely]")
    with pytest.raises(ProtocolError) as error:
        from_content(content)
    assert len(error.value.problems) == 3


def test_a_missing_file_is_named() -> None:
    content = small_content()
    del content["findings.yml"]
    with pytest.raises(ProtocolError, match=r"findings\.yml:1: the file is missing; create it"):
        from_content(content)


def test_a_stored_version_is_the_same_protocol() -> None:
    read = read_protocol(SMALL)
    stored = from_content(dict(reversed(list(read.content.items()))))
    assert stored.hash == read.hash
    assert stored.criteria.keys() == read.criteria.keys()


def test_any_change_of_content_changes_the_hash() -> None:
    content = small_content()
    before = from_content(content).hash
    content["flags.yml"] += "\n# signed\n"
    assert from_content(content).hash != before


def test_yes_and_no_are_words() -> None:
    assert read_protocol(SMALL).questions["transport"].options == ("yes", "no")


def test_owner_and_review_hold_from_the_protocol_and_a_row_may_have_its_own() -> None:
    content = small_content()
    content["flags.yml"] = content["flags.yml"].replace("- id: RF05", "- id: RF05\n  owner: Dr A\n  review: 2026-12-31")
    criteria = from_content(content).criteria
    assert (criteria["RF05"].owner, criteria["RF05"].review.year) == ("Dr A", 2026)
    assert criteria["RF06"].owner == "awaiting sign-off"
