"""Every red flag fires from what her first message states, whether or not she has said her weeks."""

from __future__ import annotations

from typing import Any

from bot.protocol.content import Protocol
from bot.protocol.level import Level
from bot.protocol.statement import FINDING, PRESENT, SILENCE, Reading
from bot.protocol.step import Disposition, Question

from .case import HERE, read, weeks
from .talk import Talk

FLAGS: dict[str, dict[str, Any]] = read(HERE / "flags.yml")
BARE: dict[str, dict[str, str]] = read(HERE / "bare.yml")
#: The flags that need an answer, or a place out of scope, beside the words.
NEED_MORE = {"RF21x"}


def first_message(protocol: Protocol, row: dict[str, Any]) -> Talk:
    talk = Talk(protocol).say_all((FINDING + name, (PRESENT,)) for name in row.get("found", ()))
    if "weeks" in row:
        talk.say("gestation", weeks(row["weeks"]))
    if "pressure" in row:
        top, bottom = map(float, row["pressure"].split("/"))
        talk.say("pressure", Reading("mmHg", (top, bottom)))
    if "temperature" in row:
        talk.say("temperature", Reading("celsius", (row["temperature"],)))
    return talk


def test_a_flag_in_her_first_message_is_told_in_the_next_reply(protocol: Protocol) -> None:
    for name, row in FLAGS.items():
        step = first_message(protocol, row).step
        assert name.split()[0] in {reason.criterion for reason in step.reasons}, name
        assert step.level_so_far is Level.parse(row["level"]), name
        if step.level_so_far >= Level.R_GO:
            assert isinstance(step.then, Disposition), name
            assert step.then.level is step.level_so_far, name


def test_every_flag_has_a_row(protocol: Protocol) -> None:
    in_scope = {flag.id for flag in protocol.flags if not flag.id.endswith("e")}
    assert in_scope - NEED_MORE == {name.split()[0] for name in FLAGS}


def test_a_doubtful_flag_is_asked_back_and_silence_makes_it_certain(protocol: Protocol) -> None:
    asked = [name for name, row in FLAGS.items() if row.get("found") and asked_back(protocol, name, row)]
    assert len(asked) > 30


def asked_back(protocol: Protocol, name: str, row: dict[str, Any]) -> bool:
    """Whether this flag rests on one doubtful finding alone; then it is asked back."""
    if Level.parse(row["level"]) < Level.R_GO or "temperature" in row:
        return False
    talk = first_message(protocol, {**row, "weeks": row.get("weeks", "30+0"), "found": row["found"][:-1]})
    talk.say(FINDING + row["found"][-1], ("doubtful",))
    step = talk.step
    if step.level_so_far >= Level.parse(row["level"]):  # the other findings are red by themselves
        return False
    assert isinstance(step.then, Question), name
    assert step.then.id == f"confirm:{row['found'][-1]}", name
    assert step.then.urgent, name
    assert talk.say(step.then.id, SILENCE).step.level_so_far >= Level.parse(row["level"]), name
    return True


def test_a_case_stands_even_if_she_writes_no_more(protocol: Protocol) -> None:
    for name, levels in BARE.items():
        for said, level in levels.items():
            row = {"found": [name]} if said == "unsaid" else {"found": [name], "weeks": said}
            assert first_message(protocol, row).step.level_so_far is Level.parse(level), (name, said)


def test_every_finding_that_opens_a_pathway_has_its_bare_level(protocol: Protocol) -> None:
    reds = {name for row in FLAGS.values() for name in row.get("found", ())}
    opening = {name for name, found in protocol.findings.items() if found.opens}
    assert opening - reds <= set(BARE)


def test_out_of_scope_a_flag_never_sends_her_to_the_maternity_unit(protocol: Protocol) -> None:
    """Under 20 weeks and after the birth "go now" means A&E, not a maternity unit (evidence 3.4)."""
    for name, row in FLAGS.items():
        said = {key: value for key, value in row.items() if key != "weeks"}
        for beside in ({"weeks": "15+0"}, {"found": [*row.get("found", ()), "postnatal"]}):
            then = first_message(protocol, {**said, **beside}).step.then
            if isinstance(then, Disposition) and then.level is Level.R_GO:
                text = " ".join(protocol.words.lines(f"{then.card}.do", "en-GB", unit="U", address="A", number="N"))
                assert "A&E" in text, (name, beside, then.card)
