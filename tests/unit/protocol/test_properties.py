"""What stays true whatever is said, nonsense included."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.protocol.content import Protocol
from bot.protocol.engine import next_step, told
from bot.protocol.level import Level
from bot.protocol.statement import FINDING, SILENCE, SKIPPED, UNSURE, Facts, Reading, Statement
from bot.protocol.step import Disposition, Question

from .conversation import AT, TODAY, Talk, facts, said, small, weeks

PROTOCOL = small()
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

not_said = st.sampled_from([UNSURE, SKIPPED, SILENCE])
gestations = st.sampled_from([weeks(w) for w in ("15+0", "19+6", "20+0", "24+0", "30+0", "37+0")])
nonsense = st.sampled_from([None, (), ("x",), "", Reading("mmHg", (1.0,)), ("yes", "no"), weeks("60+0")])


def of_question(name: str) -> st.SearchStrategy[Any]:
    asked = PROTOCOL.questions[name]
    options = st.sampled_from([*asked.options, "none"]).map(lambda option: (option,))
    return options | not_said | gestations if name == "weeks" else options | not_said


statement_values = st.sampled_from([*PROTOCOL.questions]).flatmap(
    lambda name: st.tuples(st.just(name), of_question(name))
)
findings = st.tuples(
    st.sampled_from([FINDING + name for name in PROTOCOL.findings]),
    st.sampled_from([("present",), ("absent",), ("doubtful",)]),
)
made = st.tuples(
    st.sampled_from(
        ["confirm:cord", "confirm:rfm_absent", "retract:movement", "retract:finding:cord", "finding:x", "?"]
    ),
    st.sampled_from([("yes",), ("no",), ("now",), ("before",), UNSURE]) | nonsense,
)
odd = st.tuples(st.sampled_from([*PROTOCOL.questions]), nonsense)
anything = st.lists((statement_values | findings | made | odd).map(lambda pair: said(*pair)), max_size=12)


@QUICK
@given(anything)
def test_the_engine_is_total_and_always_the_same(statements: list[Statement]) -> None:
    first = next_step(PROTOCOL, facts(), statements)
    assert next_step(PROTOCOL, facts(), list(statements)) == first
    assert first.worst_still_possible >= first.level_so_far
    assert first.reasons or first.level_so_far is Level.G


@QUICK
@given(anything)
def test_what_was_told_never_falls(statements: list[Statement]) -> None:
    known, highest = facts(), Level.G
    for end in range(len(statements) + 1):
        step = next_step(PROTOCOL, known, statements[:end])
        assert step.level_so_far >= highest
        if isinstance(step.then, Disposition):
            highest = max(highest, step.then.level)
            known = replace(known, told=(*known.told, told(step, AT)))


@QUICK
@given(anything)
def test_a_certain_red_flag_always_wins_at_once(statements: list[Statement]) -> None:
    step = next_step(PROTOCOL, facts(), [*statements, said("finding:cord", ("present",))])
    assert isinstance(step.then, Disposition)
    assert step.then.level is Level.R_999


@QUICK
@given(st.lists(findings.map(lambda pair: said(*pair)), max_size=3), not_said)
def test_unsure_of_everything_is_never_green(statements: list[Statement], word: str) -> None:
    talk = Talk(PROTOCOL)
    talk.statements = list(statements)
    for _ in range(40):
        if talk.asks is None:
            break
        talk.say(talk.asks, value=word)
    assert not isinstance(talk.step.then, Question)
    assert talk.level > Level.G


@QUICK
@given(anything)
def test_every_conversation_ends(statements: list[Statement]) -> None:
    talk = Talk(PROTOCOL)
    talk.statements = list(statements)
    for _ in range(40):
        then = talk.step.then
        if not isinstance(then, Question) and then.complete:
            return
        if isinstance(then, Question):
            talk.say(then.id, value=SKIPPED)
        else:
            talk.tell()
    raise AssertionError("it does not end")


#: What states or confirms what: within one group the order is part of what is meant.
GROUPS = {
    **dict.fromkeys(["movement", "finding:rfm_reduced", "finding:rfm_absent", "confirm:rfm_absent"], "movement"),
    **dict.fromkeys(["retract:movement"], "movement"),
    **dict.fromkeys(["amount", "screen", "finding:bleed_heavy"], "amount"),
    **dict.fromkeys(["finding:cord", "confirm:cord", "retract:finding:cord"], "cord"),
}


@QUICK
@given(anything, st.randoms(use_true_random=False))
def test_the_order_of_different_things_does_not_change_the_level(statements: list[Statement], rng: Any) -> None:
    groups: dict[str, list[Statement]] = {}
    for statement in statements:
        groups.setdefault(GROUPS.get(statement.question, statement.question), []).append(statement)
    keys = [GROUPS.get(statement.question, statement.question) for statement in statements]
    rng.shuffle(keys)
    queues = {key: list(group) for key, group in groups.items()}
    shuffled = [queues[key].pop(0) for key in keys]
    assume(shuffled != statements)
    before, after = (next_step(PROTOCOL, facts(), said) for said in (statements, shuffled))
    assert before.level_so_far is after.level_so_far
    assert set(before.reasons) == set(after.reasons)


@QUICK
@given(anything)
def test_modifiers_only_raise(statements: list[Statement]) -> None:
    without: Protocol = replace(PROTOCOL, modifiers=())
    known = Facts(TODAY)
    raised = next_step(PROTOCOL, known, statements).worst_still_possible
    assert raised >= next_step(without, known, statements).level_so_far
