"""What a midwife reads first."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.line.opening import merged
from bot.line.sbar import summary
from bot.protocol.level import Level
from bot.protocol.statement import FINDING, PRESENT, SKIPPED, UNSURE, Statement
from bot.protocol.step import Disposition, Reason, Step

AT = datetime(2025, 3, 4, 2, 10, tzinfo=UTC)
REASON = Reason("RFM-R1", Level.R_GO, "RCOG-GTG57", ("movement",))
STEP = Step(Level.R_GO, (REASON,), Level.R_999, Disposition(Level.R_GO, "card.red"))
SAID = [
    Statement(FINDING + "rfm_absent", PRESENT, "her", AT, "not one kick"),
    Statement("movement", ("none",), "her", AT, "not one kick"),
    Statement("bleeding", UNSURE, "her", AT),
    Statement("pain", SKIPPED, "her", AT),
]


def made(**more):
    return summary(STEP, SAID, ["not one kick since lunch", "I'm scared"], gestation="34+0", **more)


def test_her_own_words_come_first_and_whole() -> None:
    assert "“not one kick since lunch” / “I'm scared”" in made(name="Priya")["sbar"]["situation"]


def test_every_answer_stands_in_it_and_the_unsure_ones_are_marked() -> None:
    found = made()
    assert [(one["question"], one["unsure"]) for one in found["answers"]] == [
        ("movement", False),
        ("bleeding", True),
        ("pain", True),
    ]
    assert "Not sure or not answered: bleeding, pain." in found["sbar"]["assessment"]


def test_reasons_carry_level_criterion_and_source() -> None:
    (reason,) = made(criterion_words=lambda _id: "No movements")["reasons"]
    assert reason == {"criterion": "RFM-R1", "level": "R-GO", "text": "No movements", "source": "RCOG-GTG57"}


def test_what_is_not_known_is_said_to_be_not_known() -> None:
    bare = summary(Step(Level.A60, (), Level.A60, Disposition(Level.A60, "card")), [], [])
    assert bare["sbar"]["situation"].startswith("Name not known, gestation not known.")
    assert "no criterion fired" in bare["sbar"]["assessment"]


def test_alone_and_transport_are_in_the_recommendation() -> None:
    text = made(alone=True, transport="no car")["sbar"]["recommendation"]
    assert "She is alone." in text
    assert "Transport: no car." in text


def test_it_has_every_key_of_the_contract() -> None:
    agreed = (
        "words answers reasons gestation gestation_how risks movement sbar told alone transport language contact scope"
    )
    assert set(agreed.split()) <= set(made())


def test_joining_episodes_keeps_every_word_and_reason_and_the_newest_answer() -> None:
    first = made(movement="none")
    second = {**made(movement=None), "words": ["now it hurts"], "reasons": [{"criterion": "P1", "level": "A60"}]}
    both = merged(merged({}, first), second)
    assert both["words"] == ["not one kick since lunch", "I'm scared", "now it hurts"]
    assert [one["criterion"] for one in both["reasons"]] == ["RFM-R1", "P1"]
    assert (both["movement"], both["first_words"]) == ("none", "now it hurts")
