"""A woman who only presses buttons reaches every pathway, over lists that are short enough to take in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.protocol.content import Asked, Protocol
from bot.protocol.statement import FINDING
from bot.protocol.step import Stage

from .case import terms, value_of, weeks
from .talk import Talk

BUTTONS: dict[str, dict[str, str]] = terms()["begins"]
MOST = 12


def _worries(protocol: Protocol) -> Iterator[Asked]:
    return (asked for name, asked in protocol.questions.items() if name == "main_worry" or name.startswith("worry_"))


def test_every_pathway_has_its_button(protocol: Protocol) -> None:
    assert set(BUTTONS) == protocol.pathways.keys() - {protocol.nothing_matched}


@pytest.mark.parametrize("pathway", BUTTONS)
def test_a_button_opens_its_pathway_and_no_other(protocol: Protocol, pathway: str) -> None:
    talk = Talk(protocol).say_all((question, value_of(option)) for question, option in BUTTONS[pathway].items())
    assert talk.step.pathways == (pathway,)


def test_a_list_of_worries_is_short(protocol: Protocol) -> None:
    assert all(len(asked.options) <= MOST for asked in _worries(protocol))


def test_no_button_says_what_a_question_of_the_red_screen_waits_for(protocol: Protocol) -> None:
    """That question would stand before the pathway's own, as if she had told it in her words."""
    awaited = {
        name
        for asked in protocol.questions.values()
        if asked.stage is Stage.SCREEN and asked.when
        for name in asked.when.rests_on
    }
    said = {
        FINDING + name
        for asked in _worries(protocol)
        for implied in asked.implied.values()
        for name in implied.findings
    }
    assert not said & awaited


def test_none_of_these_is_never_less_than_a_call_within_the_hour(protocol: Protocol) -> None:
    answers = {name: value_of(said) for name, said in terms()["otherwise"].items()} | {"gestation": weeks("30+0")}
    for group in [asked.id.removeprefix("worry_") for asked in _worries(protocol) if asked.id != "main_worry"]:
        for said in ("none", "unsure", "skipped"):
            talk = Talk(protocol).say("main_worry", (group,)).say("worry_" + group, value_of(said))
            assert talk.hold(answers).level == "A60", (group, said)
