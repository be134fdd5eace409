"""Every check has a tiny broken protocol that only it catches."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from bot.protocol.content import Protocol
from bot.protocol.reader import from_content
from bot.protocol.verifier import CHECKS, verify
from bot.protocol.verifier.asked import asked_by_nobody, unsure_not_said
from bot.protocol.verifier.cards import card_says_harm, card_tells_nobody, card_too_long
from bot.protocol.verifier.conversation import MOST_QUESTIONS
from bot.protocol.verifier.findings import never_confirmed
from bot.protocol.verifier.greens import green_where_never
from bot.protocol.verifier.sources import unsigned, unsourced
from bot.protocol.verifier.walks import walked
from bot.protocol.verifier.wording import wordless

from .conversation import small_content

WORDS = "words/en-GB/all.yml"
SCREEN_GREEN = "- id: temperature\n"

# the check, the file, what is replaced, with what, words of the sentence
BROKEN: list[tuple[Callable[..., object], str, str, str, str]] = [
    (unsourced, "flags.yml", '"[found: COCH]"', '"[found: ]"', "names no code"),
    (unsourced, "gate.yml", '"[found: SFH]"', "the leaflet", "names no code"),
    (unsigned, "flags.yml", "- id: RF05", '- id: RF05\n  review: "0001-01-01"', "nobody answers for it"),
    (unsure_not_said, "pathways/P01.yml", "    unsure: {at_least: A60}\n", "", "what 'not sure' counts as"),
    (
        asked_by_nobody,
        "questions/shared.yml",
        SCREEN_GREEN,
        "- id: extra\n  kind: text\n" + SCREEN_GREEN,
        "never asked",
    ),
    (never_confirmed, "findings.yml", "cord: {confirm: true}", "cord: {}", "write 'confirm: true'"),
    (green_where_never, "pathways/P02.yml", "otherwise: A60", "never_green: true\notherwise: A60", "take one away"),
    (green_where_never, "pathways/P24.yml", "level: G", "level: A4H", "write 'never_green: true'"),
    (wordless, WORDS, "criterion.RF05:", "criterion.RF055:", "the sentence is missing"),
    (wordless, WORDS, "question.movement.option.less:", "question.movement.option.fewer:", "the sentence is missing"),
    (wordless, WORDS, "confirm.cord.ask:", "confirm.chord.ask:", "the sentence is missing"),
    (wordless, WORDS, "ring_if.P01:", "ring_if.P1:", "the sentence is missing"),
    (wordless, WORDS, "option.unsure:", "option.not_sure:", "the sentence is missing"),
    (card_too_long, WORDS, 'card.go.sms: "Ring', f'card.go.sms: "{"Go now. " * 45}Ring', "shorten it"),
    (
        card_too_long,
        WORDS,
        'card.go.sms: "Ring {number}',
        f'card.go.sms: "{"{address} " * 5}Ring {{number}}',
        "shorten it",
    ),
    (card_too_long, WORDS, 'card.go.sms: "Ring', 'card.go.sms: "\u2013 Ring', "letters outside GSM-7"),
    (card_says_harm, WORDS, "card.go.who: A midwife", "card.go.who: Lie flat on your back. A midwife", "has done harm"),
    (card_says_harm, WORDS, "card.999.who: A midwife", "card.999.who: Gather your notes. A midwife", "has done harm"),
    (card_tells_nobody, WORDS, 'card.go.do: ["Ring {number}.",', 'card.go.do: ["Go.",', "whom to call"),
]


def broken(file: str, old: str, new: str) -> Protocol:
    content = small_content()
    assert old in content[file], "the example no longer breaks anything"
    if file == "questions/shared.yml":
        content[WORDS] += "question.extra.ask: Anything else?\n"
    if new.startswith("criterion") or "option." in old:
        content[file] = content[file].replace("\n" + old, "\n" + new)
    else:
        content[file] = content[file].replace(old, new, 1)
    return from_content(content)


@pytest.mark.parametrize(("check", "file", "old", "new", "expected"), BROKEN)
def test_a_broken_protocol_is_caught_by_its_check_alone(
    check: Callable[..., object], file: str, old: str, new: str, expected: str
) -> None:
    protocol = broken(file, old, new)
    found = {one: list(one(protocol)) for one in CHECKS}
    assert any(expected in issue.sentence for issue in found.pop(check))  # type: ignore[call-overload]
    assert not [issue for issues in found.values() for issue in issues]
    assert not [issue for issue in walked(protocol, 60, 1) if "is asked back" not in issue.sentence]


def walks(*changes: tuple[str, str, str], cases: int = 60, seed: int = 0) -> list[str]:
    content = small_content()
    for file, old, new in changes:
        assert old in content[file], "the example no longer breaks anything"
        content[file] = content[file].replace(old, new, 1)
    protocol = from_content(content)
    assert not [issue for check in CHECKS for issue in check(protocol)]
    return [issue.sentence for issue in walked(protocol, cases, seed)]


SOURCE = '  source: "[derived: x]"\n  tag: derived\n'


def test_a_tick_that_takes_away_is_caught() -> None:
    ticks = "- id: extra\n  kind: ticks\n  options: [a]\n  unsure: {at_least: A60}\n"
    criterion = "- id: M03x\n  level: A15\n  if: {not: {extra: [a]}}\n" + SOURCE
    words = "criterion.M03x: x\nquestion.extra.ask: x\nquestion.extra.option.a: a\n"
    found = walks(
        ("questions/shared.yml", "- id: worry", ticks + "- id: worry"),
        ("modifiers.yml", "- id: M02", criterion + "- id: M02"),
        (WORDS, "option.skip", words + "option.skip"),
    )
    assert any("a tick must not take away" in sentence for sentence in found)


def test_a_conversation_without_end_is_caught() -> None:
    many = range(MOST_QUESTIONS + 1)
    rows = "".join(f"- id: q{n}\n  kind: choice\n  options: [a]\n  unsure: {{at_least: A-GP}}\n" for n in many)
    never = "{not: {screen: [none]}}, {screen: [none]}"
    flags = "".join(f"- id: X{n}\n  level: R-999\n  if: {{all: [{{q{n}: [a]}}, {never}]}}\n" + SOURCE for n in many)
    words = "".join(f"criterion.X{n}: x\nquestion.q{n}.ask: x\nquestion.q{n}.option.a: a\n" for n in many)
    found = walks(
        ("questions/screen.yml", "- id: screen", rows + "- id: screen"),
        ("flags.yml", "- id: RF05", flags + "- id: RF05"),
        (WORDS, "option.skip", words + "option.skip"),
    )
    assert any("it has not ended" in sentence for sentence in found)


def test_a_doubt_without_a_question_is_caught() -> None:
    change = ("findings.yml", "rfm_reduced: {opens: P01, states: {movement: [less]}, confirm: true}", REDUCED)
    assert any("it is asked back" in sentence for sentence in walks(change, cases=300, seed=3))


REDUCED = "rfm_reduced: {opens: P01, states: {movement: [less]}}"


def test_the_small_protocol_has_no_issues() -> None:
    assert verify(from_content(small_content()), cases=100) == []


def test_the_same_seed_finds_the_same() -> None:
    protocol = broken("findings.yml", "confirm: true", "confirm: false")
    assert verify(protocol, cases=40, seed=7) == verify(protocol, cases=40, seed=7)


def test_a_review_of_no_date_is_no_review() -> None:
    assert date.min.isoformat() == "0001-01-01"
