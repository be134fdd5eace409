"""How a level comes about, one sentence of the architecture at a time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.protocol.content import Protocol
from bot.protocol.level import Level
from bot.protocol.reader import from_content
from bot.protocol.statement import SILENCE, SKIPPED, UNSURE, Reading
from bot.protocol.step import Disposition, Question, Signpost, Stage

from .conversation import AT, WELL, Talk, facts, small_content, told_at, weeks


def disposition(talk: Talk) -> Disposition:
    then = talk.step.then
    assert isinstance(then, Disposition), then
    return then


def test_the_screen_is_asked_first(talk: Talk) -> None:
    assert talk.asks == "screen"
    assert talk.step.worst_still_possible is Level.R_999


def test_the_gate_follows_the_screen_and_then_the_pathway(talk: Talk) -> None:
    talk.found("bleed").say("screen", "none")
    assert talk.asks == "weeks"
    talk.say("weeks", value=weeks("30+0"))
    assert talk.asks == "amount"
    assert talk.step.pathways == ("P02",)


def test_what_her_words_said_is_not_asked_again(talk: Talk) -> None:
    talk.found("rfm_reduced").say("screen", "none").say("weeks", value=weeks("30+0"))
    assert talk.asks == "amount_too"
    assert talk.level is Level.A15


def test_a_certain_red_flag_is_told_at_once(talk: Talk) -> None:
    talk.found("cord")
    told = disposition(talk)
    assert (told.level, told.card, told.complete) == (Level.R_999, "card.999.cord", False)
    assert talk.reasons == {"RF05"}


def test_a_red_level_is_told_before_any_question_and_once(talk: Talk) -> None:
    talk.say("screen", "none").say("weeks", value=weeks("30+0")).say("movement", "none")
    assert disposition(talk).level is Level.R_GO
    assert talk.tell().asks is not None


def test_after_r_999_only_the_last_questions_are_asked(talk: Talk) -> None:
    talk.found("cord").tell()
    asked = []
    while talk.asks:
        asked.append(talk.asks)
        talk.say(talk.asks, value=SKIPPED)
    assert asked == ["phone", "transport", "anything_else"]
    assert disposition(talk).complete


def test_after_r_go_only_what_could_make_it_r_999_is_asked(talk: Talk) -> None:
    talk.say("screen", "none").say("weeks", value=weeks("30+0")).say("movement", "none").tell()
    assert talk.asks == "phone"
    talk.found("bleed")
    assert talk.asks == "amount"


def test_each_flag_shows_its_card_once(talk: Talk) -> None:
    talk.found("cord").tell().found("bleed_heavy")
    assert disposition(talk).card == "card.999"
    assert talk.tell().asks == "phone"
    talk.found("cord")
    assert talk.asks == "phone"


def test_a_lesser_flag_after_999_shows_999_again(talk: Talk) -> None:
    talk.say("weeks", value=weeks("30+0")).found("cord").tell().found("rfm_absent")
    assert disposition(talk).level is Level.R_999


def test_a_later_answer_makes_r_go_r_999(talk: Talk) -> None:
    talk.say("screen", "none").say("weeks", value=weeks("30+0")).found("bleed").say("movement", "less").tell()
    talk.answer({**WELL, "amount": ("smear",), "transport": ("no",)})
    assert disposition(talk).level is Level.R_999
    assert "M23" in talk.reasons


def test_amber_stops_when_no_question_can_raise_it(talk: Talk) -> None:
    talk.found("rfm_reduced").answer(WELL)
    assert disposition(talk).level is Level.A15
    assert "worry" not in {statement.question for statement in talk.statements}
    assert talk.tell().asks == "phone"


def test_green_needs_its_four_conditions(talk: Talk) -> None:
    talk.answer(WELL)
    green = disposition(talk)
    assert (green.level, green.card, green.advice, green.ring_if) == (
        Level.G,
        "card.home",
        ("advice.P01",),
        ("ring_if.P01",),
    )
    assert talk.reasons == {"RFM-G1"}


@pytest.mark.parametrize(
    ("question", "value", "level"),
    [
        ("worry", ("very",), Level.A60),
        ("weeks", UNSURE, Level.A60),
        ("worry", UNSURE, Level.A60),
        ("screen", UNSURE, Level.A15),
        ("movement", UNSURE, Level.A15),
        ("before", SKIPPED, Level.A60),
        ("before", ("nonsense",), Level.A60),
        ("temperature", Reading("celsius", (38.0,)), Level.A15),
        ("temperature", Reading("celsius", (37.9,)), Level.G),
        ("movement", ("never_felt",), Level.A60),
    ],
)
def test_one_answer_less_and_it_is_not_green(protocol: Protocol, question: str, value: object, level: Level) -> None:
    talk = Talk(protocol).answer({**WELL, question: value})  # type: ignore[dict-item]
    assert talk.level is level


def test_green_asks_nothing_after_it_that_the_file_does_not_want(talk: Talk) -> None:
    talk.answer(WELL).tell()
    assert disposition(talk).complete


def test_nothing_matched_opens_the_last_pathway(talk: Talk) -> None:
    talk.answer({**WELL, "concern": ("other",)})
    assert talk.step.pathways == ("P24",)
    assert talk.level is Level.G


def test_the_more_dangerous_pathway_is_asked_first(talk: Talk) -> None:
    talk.found("rfm_reduced").found("bleed").say("screen", "none").say("weeks", value=weeks("30+0"))
    assert talk.step.pathways == ("P02", "P01")
    talk.tell()
    assert talk.asks == "amount"


@pytest.mark.parametrize("answer", [("yes",), UNSURE, SKIPPED, SILENCE, ("nonsense",)])
def test_a_doubtful_red_finding_is_asked_back_and_all_but_no_makes_it_certain(protocol: Protocol, answer: str) -> None:
    talk = Talk(protocol).found("cord", "doubtful")
    then = talk.step.then
    assert isinstance(then, Question)
    assert (then.id, then.stage, then.urgent, then.wording) == ("confirm:cord", Stage.CONFIRM, True, "confirm.cord")
    talk.say("confirm:cord", value=answer)
    assert disposition(talk).level is Level.R_999


def test_a_plain_no_is_recorded(talk: Talk) -> None:
    talk.found("cord", "doubtful").say("confirm:cord", "no")
    assert talk.asks == "screen"


def test_a_no_that_closes_a_pathway_is_taken_at_once(protocol: Protocol) -> None:
    content = dict(protocol.content)
    content["flags.yml"] = content["flags.yml"].replace("finding: [bleed_heavy]", "finding: [bleed_heavy, bleed]")
    content["pathways/P02.yml"] = content["pathways/P02.yml"].replace(
        "BLD-R2\n    level: R-999", "BLD-R2\n    level: R-GO"
    )
    talk = Talk(from_content(content)).found("bleed", "doubtful").say("amount", "smear").say("pain", "always").tell()
    assert (talk.level, talk.asks) == (Level.R_GO, "confirm:bleed")
    talk.say("confirm:bleed", "no")
    assert (talk.level, talk.asks) == (Level.R_GO, "screen")


def test_a_late_no_does_not_undo_what_is_certain(talk: Talk) -> None:
    talk.found("cord", "doubtful").found("cord").say("confirm:cord", "no")
    assert talk.level is Level.R_999


def test_a_certain_red_flag_goes_before_a_doubtful_one(talk: Talk) -> None:
    talk.say("weeks", value=weeks("30+0")).found("rfm_absent").found("cord", "doubtful")
    assert disposition(talk).level is Level.R_GO
    assert talk.tell().asks == "confirm:cord"


def test_the_worse_of_two_doubts_is_asked_first(talk: Talk) -> None:
    talk.say("weeks", value=weeks("30+0")).found("rfm_absent", "doubtful").found("cord", "doubtful")
    assert talk.asks == "confirm:cord"


def test_a_doubtful_finding_without_red_only_opens_its_pathway(talk: Talk) -> None:
    talk.found("rfm_reduced", "doubtful").say("screen", "none").say("weeks", value=weeks("30+0"))
    assert talk.asks == "movement"
    assert talk.step.pathways == ("P01",)


def test_a_doubt_is_settled_by_a_later_answer(talk: Talk) -> None:
    talk.found("rfm_absent", "doubtful").say("weeks", value=weeks("30+0")).say("movement", "normal")
    assert talk.asks == "screen"


def test_a_red_answer_taken_back_is_asked_back_and_counts_until_then(talk: Talk) -> None:
    talk.say("weeks", value=weeks("30+0")).say("movement", "none").tell().say("movement", "normal")
    then = talk.step.then
    assert isinstance(then, Question)
    assert (then.id, then.wording, [option.id for option in then.options]) == (
        "retract:movement",
        "retract",
        ["now", "before"],
    )
    assert "RFM-R1" in talk.reasons


@pytest.mark.parametrize(("answer", "level"), [("now", Level.A60), ("before", Level.R_GO), ("nonsense", Level.R_GO)])
def test_what_asking_back_decides(talk: Talk, answer: str, level: Level) -> None:
    talk.say("weeks", value=weeks("30+0")).say("movement", "none").say("movement", "normal")
    talk.say("retract:movement", answer)
    assert talk.level is level
    assert ("M03" in talk.reasons) == (answer == "now")


def test_a_told_level_stays_when_the_answer_is_taken_back(talk: Talk) -> None:
    talk.say("weeks", value=weeks("30+0")).say("movement", "none").tell().say("movement", "normal")
    talk.say("retract:movement", "now")
    assert talk.level is Level.R_GO
    assert {"told", "M03"} <= talk.reasons


def test_a_red_finding_denied_later_is_asked_back(talk: Talk) -> None:
    talk.say("weeks", value=weeks("30+0")).found("rfm_absent").tell().found("rfm_absent", "absent")
    assert talk.asks == "retract:finding:rfm_absent"


def test_an_answer_against_a_red_finding_is_asked_back(talk: Talk) -> None:
    talk.say("weeks", value=weeks("30+0")).found("rfm_absent").tell().say("movement", "less")
    assert talk.asks == "retract:movement"
    assert talk.say("retract:movement", "now").asks != "retract:movement"


def test_a_red_answer_withdrawn_and_answered_otherwise_is_asked_back(talk: Talk) -> None:
    talk.say("weeks", value=weeks("30+0")).say("movement", "none").tell()
    talk.say("movement", value=None).say("movement", "normal")
    assert talk.asks == "retract:movement"


def test_an_amber_answer_may_be_corrected(talk: Talk) -> None:
    talk.say("weeks", value=weeks("30+0")).say("movement", "less").say("movement", "normal")
    assert talk.level is Level.G


def test_upward_corrections_count_at_once(talk: Talk) -> None:
    talk.say("weeks", value=weeks("30+0")).say("movement", "normal").say("movement", "none")
    assert disposition(talk).level is Level.R_GO


def test_a_withdrawn_answer_is_asked_again(talk: Talk) -> None:
    talk.say("screen", "none").say("screen", value=None)
    assert talk.asks == "screen"


def test_what_a_finding_says_never_lowers_an_answer(talk: Talk) -> None:
    talk.say("weeks", value=weeks("30+0")).say("movement", "none").found("rfm_reduced")
    assert talk.level is Level.R_GO


@pytest.mark.parametrize(
    ("low", "high", "signposted"),
    [("19+6", "19+6", True), ("18+0", "20+0", False), ("20+0", "20+0", False)],
)
def test_only_a_gestation_wholly_under_the_limit_is_signposted(
    talk: Talk, low: str, high: str, signposted: bool
) -> None:
    talk.say("screen", "none").say("weeks", value=weeks(low, high)).answer(WELL)
    assert isinstance(talk.step.then, Signpost) == signposted


def test_the_limit_is_the_sites() -> None:
    content = small_content()
    content["protocol.yml"] = content["protocol.yml"].replace("lower_limit: 20+0", "lower_limit: 16+0")
    talk = Talk(from_content(content)).say("screen", "none").say("weeks", value=weeks("18+0"))
    assert talk.step.scope == "in"


def test_a_signpost_is_complete_once_shown_and_a_new_week_opens_the_gate(talk: Talk) -> None:
    talk.answer({**WELL, "weeks": weeks("15+0")})
    then = talk.step.then
    assert (then, talk.step.scope) == (Signpost("signpost.under", "under"), "under")
    assert talk.tell().step.then == Signpost("signpost.under", "under", complete=True)
    talk.say("weeks", value=weeks("20+0"))
    assert talk.step.scope == "in"
    assert talk.answer({**WELL, "movement": ("never_felt",)}).level is Level.G
    assert not disposition(talk).complete


def test_a_signpost_may_have_a_level(talk: Talk) -> None:
    talk.found("bleed").answer({**WELL, "weeks": weeks("15+0")})
    told = disposition(talk)
    assert (told.level, told.card, told.scope) == (Level.A_GP, "signpost.under_bleeding", "under")
    assert talk.tell().asks == "anything_else"


def test_a_red_flag_out_of_scope_is_still_red(talk: Talk) -> None:
    talk.answer({**WELL, "weeks": weeks("15+0")}).tell().found("bleed_heavy")
    told = disposition(talk)
    assert (told.level, told.scope) == (Level.R_999, "under")


def test_after_the_birth_only_the_worst_counts(talk: Talk) -> None:
    talk.say("screen", "none").say("weeks", "had_baby").found("bleed")
    assert talk.step.then == Signpost("signpost.postnatal", "postnatal")
    talk.say("amount", "clots")
    assert disposition(talk).level is Level.R_999


def test_what_is_known_is_not_asked_and_a_new_answer_replaces_it(protocol: Protocol) -> None:
    talk = Talk(protocol, known={"weeks": weeks("30+0")}).say("screen", "none")
    assert talk.asks == "concern"
    assert talk.say("weeks", value=weeks("15+0")).step.scope == "under"


@pytest.mark.parametrize("stored", [weeks("50+0"), weeks("2+0"), UNSURE, ("nonsense",)])
def test_a_known_answer_that_cannot_be_is_asked(protocol: Protocol, stored: object) -> None:
    assert Talk(protocol, known={"weeks": stored}).say("screen", "none").asks == "weeks"


def test_a_stated_gestation_that_cannot_be_counts_as_unknown(talk: Talk) -> None:
    talk.answer({**WELL, "weeks": weeks("50+0")})
    assert talk.level is Level.A60
    assert {"M26", "M03"} <= talk.reasons


def test_the_floor_holds_with_its_reason(protocol: Protocol) -> None:
    talk = Talk(protocol, floor=Level.A15, floor_reason="an open case").answer(WELL)
    assert disposition(talk).level is Level.A15
    assert ("floor", "an open case") in {(reason.criterion, reason.source) for reason in talk.step.reasons}


@pytest.mark.parametrize(("hours", "level"), [(23, Level.A60), (25, Level.G)])
def test_a_second_contact_raises(protocol: Protocol, hours: int, level: Level) -> None:
    talk = Talk(protocol, contacts=((AT - timedelta(hours=hours), "P01"),)).answer(WELL)
    assert talk.level is level


def test_an_unknown_question_says_nothing(talk: Talk) -> None:
    talk.say("nonsense", "yes").say("finding:nonsense", "present").say("confirm:nonsense", "yes")
    assert talk.say("retract:nonsense", "now").asks == "screen"


def test_reasons_are_sorted_by_danger_and_say_what_they_rest_on(talk: Talk) -> None:
    talk.say("weeks", value=weeks("30+0")).say("movement", "less").say("worry", "very").found("bleed")
    reasons = talk.step.reasons
    assert [reason.level for reason in reasons] == sorted((reason.level for reason in reasons), reverse=True)
    first = next(reason for reason in reasons if reason.criterion == "RFM-R2")
    assert (first.because, first.source, first.pathway) == (("finding:bleed", "movement"), "[found: HT-RFM]", "P01")


def test_told_at_a_higher_level_is_never_lowered(protocol: Protocol) -> None:
    talk = Talk(protocol, told=(told_at(Level.A15, "RFM-A1"),)).answer(WELL)
    assert talk.level is Level.A15


def test_a_level_told_green_by_a_signpost_is_no_level(protocol: Protocol) -> None:
    assert facts().told == ()
    talk = Talk(protocol, told=(told_at(Level.G, "under"),)).answer(WELL)
    assert not disposition(talk).complete
