"""Typed words answer the question that was asked, or nothing at all."""

from __future__ import annotations

from datetime import date

import pytest

from bot.protocol.statement import SKIPPED, UNSURE, Value
from bot.protocol.step import Kind, Option, Question, Stage
from bot.understanding.answering import answer

TODAY = date(2026, 11, 21)


def asked(kind: Kind, **labels: str) -> tuple[Question, dict[str, str]]:
    return Question("asked", kind, Stage.PATHWAY, tuple(Option(name) for name in labels)), labels


MOVEMENT = asked(
    Kind.CHOICE,
    normal="Same as normal",
    less="Less than normal",
    changed="Weaker or a new pattern",
    none="No moves at all",
    never_felt="Never felt moves yet",
    unsure="Not sure",
)
YES_NO = asked(Kind.CHOICE, no="No", yes="Yes", unsure="Not sure")
STOPPED = asked(Kind.CHOICE, coming="Yes, still coming", stopped="No, it has stopped", unsure="Not sure")
FLUID = asked(Kind.CHOICE, no="No", blood="Blood", water="Water", both="Both", unsure="Not sure")
TICKS = asked(Kind.TICKS, blood="Blood", waters="Waters", pain="Tummy pain", fever="Fever or ill", unsure="Not sure")
FINDINGS = {
    "rfm_absent": ("none",),
    "rfm_reduced": ("less",),
    "bleed": ("blood",),
    "rom": ("water", "waters"),
    "abdo_pain": ("pain",),
}

TABLE: list[tuple[tuple[Question, dict[str, str]], str, Value, str]] = [
    (MOVEMENT, "2", ("less",), "its number"),
    (MOVEMENT, "two", ("less",), "its number in words"),
    (MOVEMENT, "option 4 please", ("none",), "with courtesy"),
    (MOVEMENT, "the first one", ("normal",), "by place"),
    (MOVEMENT, "9", None, "no such number"),
    (MOVEMENT, "less than normal", ("less",), "the label"),
    (MOVEMENT, "less then norml", ("less",), "the label, misspelt"),
    (MOVEMENT, "weaker", ("changed",), "a clear part of the label"),
    (MOVEMENT, "hes not moving at all", ("none",), "a finding that means it"),
    (MOVEMENT, "hardly moving", ("less",), "a finding that means it"),
    (MOVEMENT, "no", None, "`no` is not `No moves at all`"),
    (MOVEMENT, "nope", None, "nor is `nope`"),
    (MOVEMENT, "yes", None, "yes to what?"),
    (MOVEMENT, "not normal", None, "a denial is never likened to its opposite"),
    (MOVEMENT, "dunno", UNSURE, "not sure"),
    (MOVEMENT, "id rather not say", SKIPPED, "skip"),
    (YES_NO, "yeah", ("yes",), "yes"),
    (YES_NO, "yep i do", ("yes",), "yes"),
    (YES_NO, "ye", ("yes",), "yes"),
    (YES_NO, "👍", ("yes",), "a thumb"),
    (YES_NO, "yes since last night", ("yes",), "yes and more"),
    (YES_NO, "i think so", ("yes",), "the worse of what she may mean"),
    (YES_NO, "nah", ("no",), "no"),
    (YES_NO, "no thank you", ("no",), "no"),
    (YES_NO, "Nope, not at all!!", ("no",), "no"),
    (YES_NO, "i dont think so", UNSURE, "not quite no"),
    (YES_NO, "yes and no", UNSURE, "both"),
    (YES_NO, "maybe", UNSURE, "not sure"),
    (YES_NO, "skip", SKIPPED, "skip"),
    (YES_NO, "what do you mean", None, "a question back"),
    (STOPPED, "no", ("stopped",), "the one option that begins with no"),
    (STOPPED, "yes", ("coming",), "the one option that begins with yes"),
    (FLUID, "no", ("no",), "no"),
    (FLUID, "no blood", None, "no to one of two"),
    (FLUID, "im leaking", ("water",), "a finding that means it"),
    (FLUID, "bit of blood", ("blood",), "a clear part"),
    (TICKS, "1 and 3", ("blood", "pain"), "two numbers"),
    (TICKS, "2,4", ("waters", "fever"), "two numbers"),
    (TICKS, "blood, waters", ("blood", "waters"), "two labels"),
    (TICKS, "blood and pain", ("blood", "pain"), "two labels, one in part"),
    (TICKS, "im bleeding and my belly hurts", ("blood", "pain"), "two findings"),
    (TICKS, "none of these", ("none",), "none"),
    (TICKS, "no", ("none",), "none"),
    (TICKS, "yes", None, "yes to what?"),
    (TICKS, "no blood", None, "no to one of several"),
]


@pytest.mark.parametrize(("question", "said", "value", "why"), TABLE)
def test_option(question: tuple[Question, dict[str, str]], said: str, value: Value, why: str) -> None:
    answered = answer(said, *question, TODAY, FINDINGS)
    assert (answered.value if answered else None) == value, why


@pytest.mark.parametrize("word", ["no", "nope", "nah", "not at all", "none", "no no", "NO"])
@pytest.mark.parametrize("question", [MOVEMENT, FLUID, STOPPED, YES_NO])
def test_no_is_never_a_different_option(word: str, question: tuple[Question, dict[str, str]]) -> None:
    answered = answer(word, *question, TODAY, FINDINGS)
    assert answered is None or answered.value in (("no",), ("stopped",), ("none",))
    assert not (question is MOVEMENT and word in ("no", "nope", "nah", "NO") and answered)


BY_KIND = [
    # kind, said, whether it is an answer, why
    (Kind.GESTATION, "34", "34+0 to 34+6", "a bare number means weeks here"),
    (Kind.GESTATION, "34 and 5", "34+5", "and days"),
    (Kind.GESTATION, "thirty", "30+0 to 30+6", "in words"),
    (Kind.GESTATION, "due 14 feb", "27+6", "a due date"),
    (Kind.GESTATION, "99", None, "impossible"),
    (Kind.GESTATION, "no idea", UNSURE, "not sure"),
    (Kind.PRESSURE, "140 90", (140.0, 90.0), "only a space"),
    (Kind.PRESSURE, "14/9", (140.0, 90.0), "in centimetres"),
    (Kind.PRESSURE, "90/140", None, "the wrong way round: asked again"),
    (Kind.PRESSURE, "havent got a machine", UNSURE, "nothing to measure with"),
    (Kind.TEMPERATURE, "38", (38.0,), "a bare number"),
    (Kind.TEMPERATURE, "101", (38.3,), "Fahrenheit"),
    (Kind.TEMPERATURE, "no thermometer", UNSURE, "nothing to measure with"),
    (Kind.PHONE, "its 07700 900123 thanks", ("+447700900123",), "a number among words"),
    (Kind.PHONE, "no", SKIPPED, "would rather not"),
    (Kind.PHONE, "12345", None, "no number"),
    (Kind.TEXT, "my back hurts", ("my back hurts",), "her words"),
    (Kind.TEXT, "skip", SKIPPED, "skip"),
]


@pytest.mark.parametrize(("kind", "said", "expected", "why"), BY_KIND)
def test_kind(kind: Kind, said: str, expected: object, why: str) -> None:
    answered = answer(said, *asked(kind), TODAY)
    value = answered.value if answered else None
    if kind == Kind.GESTATION and value not in (None, UNSURE):
        value = str(value.on(TODAY))
    assert getattr(value, "values", value) == expected, why
