"""Every key of a condition with its three values."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.protocol.content import FALSE, TRUE
from bot.protocol.hearing import hear
from bot.protocol.level import Level
from bot.protocol.reader import from_content
from bot.protocol.statement import UNSURE, Reading, Statement, Value

from .conversation import AT, facts, said, small_content, told_at, weeks

OPEN = "open"
PRESSURE = "- id: bp\n  kind: pressure\n  options: [high]\n- id: worry"


def value_of(condition: str, statements: list[Statement], **known: object) -> object:
    content = small_content()
    content["questions/shared.yml"] = content["questions/shared.yml"].replace("- id: worry", PRESSURE)
    row = f'- id: X\n  level: A60\n  if: {condition}\n  source: "[derived: x]"\n  tag: derived\n'
    content["modifiers.yml"] += row
    protocol = from_content(content)
    heard = hear(protocol, facts(**known), statements)
    result = protocol.criteria["X"].condition.test(heard)
    return OPEN if result not in (TRUE, FALSE) else result


def bp(top: float, bottom: float) -> Statement:
    return said("bp", Reading("mmHg", (top, bottom)))


def answered(question: str, value: Value) -> list[Statement]:
    return [said(question, value)]


# condition, statements, expected, why the row exists
ROWS = [
    ("{worry: [very]}", [], OPEN, "in play and not answered"),
    ("{worry: [very]}", answered("worry", ("very",)), TRUE, "answered so"),
    ("{worry: [very]}", answered("worry", ("bit",)), FALSE, "answered otherwise"),
    ("{worry: [very]}", answered("worry", UNSURE), FALSE, "unsure counts through its level, not as an option"),
    ("{amount: [smear]}", [], FALSE, "its pathway is closed, and nothing can state it"),
    ("{amount: [smear]}", answered("concern", ("bleeding",)), OPEN, "its pathway is open"),
    ("{amount: [clots]}", [], OPEN, "the screen may still state it"),
    ("{amount: [clots]}", answered("screen", ("heavy_blood",)), TRUE, "the screen stated it"),
    ("{amount: [clots]}", answered("amount", UNSURE), TRUE, "an answer counts even where its pathway is closed"),
    ("{movement: [less]}", answered("movement", UNSURE), TRUE, "unsure counts as less"),
    ("{transport: [no]}", [], FALSE, "what is asked after the level keeps nothing open"),
    ("{finding: [cord]}", [], FALSE, "nothing but her words can say it"),
    ("{finding: [bleed_heavy]}", [], OPEN, "the screen may still say it"),
    ("{finding: [bleed_heavy]}", answered("screen", ("none",)), FALSE, "the screen did not say it"),
    ("{finding: [bleed_heavy]}", answered("finding:bleed_heavy", ("doubtful",)), OPEN, "doubt is not certain"),
    ("{finding: [bleed]}", answered("finding:bleed", ("absent",)), FALSE, "said not to be"),
    ("{unanswered: worry}", [], OPEN, "not asked yet"),
    ("{unanswered: worry}", answered("worry", UNSURE), TRUE, "she does not know"),
    ("{unanswered: worry}", answered("worry", ("bit",)), FALSE, "she knows"),
    ("{not: {worry: [very]}}", [], OPEN, "the opposite of open is open"),
    ("{not: {worry: [very]}}", answered("worry", ("bit",)), TRUE, "the opposite of false"),
    ("{all: [{worry: [very]}, {screen: [cord]}]}", answered("worry", ("very",)), OPEN, "one is open"),
    ("{all: [{worry: [very]}, {screen: [cord]}]}", answered("worry", ("bit",)), FALSE, "one is false"),
    ("{any: [{worry: [very]}, {screen: [cord]}]}", answered("worry", ("very",)), TRUE, "one is true"),
    ("{any: [{worry: [very]}, {screen: [cord]}]}", answered("worry", ("bit",)), OPEN, "the other is open"),
    ("{count: {at_least: 2, of: [{worry: [very]}, {screen: [cord]}]}}", [], OPEN, "both are open"),
    ("{count: {at_least: 2, of: [{worry: [very]}, {screen: [cord]}]}}", answered("worry", ("bit",)), FALSE, "too few"),
    ("{gestation: {from: 24+0}}", [], OPEN, "not asked yet"),
    ("{gestation: {from: 24+0}}", answered("weeks", weeks("23+0", "24+0")), TRUE, "one day of the interval fits"),
    ("{gestation: {to: 23+6}}", answered("weeks", UNSURE), FALSE, "unknown counts as 24+0 to 36+6"),
    ("{gestation: {from: 24+0, to: 36+6}}", answered("weeks", UNSURE), TRUE, "unknown counts as 24+0 to 36+6"),
    ("{gestation: {from: 20+0}}", answered("weeks", ("had_baby",)), FALSE, "not pregnant any more"),
    ("{gestation: known}", answered("weeks", weeks("30+0")), TRUE, "dated"),
    ("{gestation: known}", answered("weeks", UNSURE), FALSE, "not dated"),
    ("{gestation: unknown}", answered("weeks", UNSURE), TRUE, "not dated"),
    ("{gestation: unknown}", [], OPEN, "not asked yet"),
    ("{gestation_surely: {from: 37+0}}", answered("weeks", weeks("36+6", "38+0")), FALSE, "one day does not fit"),
    ("{gestation_surely: {from: 37+0}}", answered("weeks", weeks("37+0")), TRUE, "all days fit"),
    ("{gestation_surely: {under: lower_limit}}", answered("weeks", weeks("19+6")), TRUE, "the limit is not in it"),
    ("{gestation_surely: {under: lower_limit}}", answered("weeks", weeks("20+0")), FALSE, "the limit is not in it"),
    ("{pressure: {top: {from: 160}}}", [], OPEN, "not asked yet"),
    ("{pressure: {top: {from: 160}}}", [bp(160, 80)], TRUE, "at the limit"),
    ("{pressure: {bottom: {from: 110}}}", [bp(160, 109)], FALSE, "below the limit"),
    ("{pressure: {top_or_bottom: {top: {from: 160}, bottom: {from: 110}}}}", [bp(120, 110)], TRUE, "one is enough"),
    ("{bp: {top: {from: 140, under: 160}}}", [bp(160, 80)], FALSE, "under excludes its limit"),
    ("{bp: [high]}", answered("bp", ("high",)), TRUE, "an option beside the number"),
    ("{pressure: {top: {from: 160}}}", answered("bp", UNSURE), FALSE, "not measured"),
    ("{pressure: {top: {from: 160}}}", answered("bp", Reading("mmHg", (160,))), FALSE, "half a reading is none"),
    ("{temperature: {from: 38.0}}", answered("temperature", Reading("celsius", (38.0,))), TRUE, "at the limit"),
    ("{temperature: {to: 35.9}}", answered("temperature", Reading("celsius", (36.0,))), FALSE, "above"),
    ("{opened: any}", [], FALSE, "the last pathway is not counted"),
    ("{opened: any}", answered("concern", ("bleeding",)), TRUE, "her choice opened one"),
    ("{opened: [P02]}", answered("concern", ("movements",)), FALSE, "another one"),
    ("{is: quieter}", answered("movement", ("none",)), TRUE, "a definition"),
]


@pytest.mark.parametrize(("condition", "statements", "expected", "why"), ROWS)
def test_a_condition_has_three_values(condition: str, statements: list[Statement], expected: object, why: str) -> None:
    assert value_of(condition, statements) == expected, why


@pytest.mark.parametrize(("told", "expected"), [((), FALSE), ((Level.A4H,), TRUE), ((Level.A_GP,), FALSE)])
def test_a_level_is_the_level_told(told: tuple[Level, ...], expected: int) -> None:
    assert value_of("{level: {from: A4H}}", [], told=tuple(told_at(level) for level in told)) == expected


@pytest.mark.parametrize(
    ("extra", "worry", "expected"),
    [("", "P02", TRUE), (", same_worry: true", "P02", FALSE), (", same_worry: true", "P24", TRUE)],
)
def test_contacts_may_count_only_the_same_worry(extra: str, worry: str, expected: int) -> None:
    contacts = ((AT - timedelta(hours=2), worry),)
    condition = f"{{contacts: {{at_least: 2, within_hours: 24{extra}}}}}"
    assert value_of(condition, answered("worry", ("bit",)), contacts=contacts) == expected
