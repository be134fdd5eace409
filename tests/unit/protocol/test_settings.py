"""A site decides within bounds; what it decides is part of the version, and a wrong value is named with its line."""

from __future__ import annotations

import random

import pytest

from bot.protocol.choices import SiteChoices
from bot.protocol.content import Protocol
from bot.protocol.engine import next_step
from bot.protocol.level import Level
from bot.protocol.located import Table, parse
from bot.protocol.problems import Problems, ProtocolError
from bot.protocol.reader import from_content, read_protocol
from bot.protocol.settings import SITE
from bot.protocol.targets import RING_WITHIN, ring_within
from bot.protocol.verifier.conversation import Conversation, Person

from .conversation import Talk, small_content, weeks

DECLARED = """\
lower_limit: {is: weeks, default: 20+0, from: 12+0, to: 20+0, safer: lower, says: the start, source: "[derived: a]"}
hot_from: {is: number, default: 38.0, from: 37.0, to: 38.5, safer: lower, says: a fever, source: "[derived: b]"}
quiet: {is: options, of: movement, default: [none], may: [less, none], says: too quiet, source: "[derived: c]"}
helpline: {is: telephone, default: "111", says: who helps, source: "[derived: d]"}
soon: {is: minutes, default: 15, from: 5, to: 15, safer: lower, says: a call, source: "[derived: e]"}
slow: {is: number, default: 10, from: 5, to: 20, safer: higher, says: a pulse, source: "[derived: f]"}
"""


def files(declared: str = DECLARED) -> dict[str, str]:
    content = small_content()
    content["settings.yml"] = declared
    content["protocol.yml"] = content["protocol.yml"].replace("lower_limit: 20+0, ", "")
    content["modifiers.yml"] = content["modifiers.yml"].replace("{from: 38.0}", "{from: hot_from}")
    flags = content["flags.yml"].replace("{movement: [none]}", "{movement: quiet}")
    content["flags.yml"] = flags
    words = content["words/en-GB/all.yml"]
    content["words/en-GB/all.yml"] = words.replace(
        "option.skip: Skip", "option.skip: Skip\nhelp: Ring {helpline} from {lower_limit_said}, {quiet}, within {soon}"
    )
    return content


def choices(text: str) -> SiteChoices:
    table = parse(SITE, "clinical:\n" + "".join(f"  {line}\n" for line in text.splitlines()), Problems())
    return SiteChoices("harbour.yml", table["clinical"] or Table(1))


def chosen(text: str) -> Protocol:
    return from_content(files(), choices(text))


def test_a_site_that_decides_nothing_serves_the_same_version() -> None:
    assert chosen("").hash == from_content(files()).hash
    assert chosen("lower_limit: 20+0").hash == from_content(files()).hash


def test_what_a_site_decides_is_part_of_the_version() -> None:
    version = chosen("lower_limit: 16+0\nquiet: [less, none]")
    assert version.hash != from_content(files()).hash
    again = from_content(version.content)
    assert again.hash == version.hash
    assert again.settings["lower_limit"] == 16 * 7


def test_the_same_decisions_make_the_same_version_in_any_order() -> None:
    one = chosen("lower_limit: 16+0\nhot_from: 37.5\nhelpline: 0808 2000 247\nquiet: [none, less]")
    other = chosen('quiet: [less, none]\nhelpline: "0808 2000 247"\nhot_from: 37.5\nlower_limit: 16+0')
    assert one.hash == other.hash


def test_conditions_use_what_was_decided() -> None:
    def level(text: str, question: str, *answer: str) -> Level:
        talk = Talk(chosen(text)).say("screen", "none").say("weeks", value=weeks("30+0"))
        return talk.say(question, *answer).level

    assert level("", "movement", "less") < Level.R_GO
    assert level("quiet: [less, none]", "movement", "less") is Level.R_GO
    assert Talk(chosen("lower_limit: 16+0")).say("screen", "none").say("weeks", value=weeks("18+0")).step.scope == "in"


def test_sentences_say_what_was_decided() -> None:
    assert chosen("").words.say("help").startswith("Ring 111 from 20 weeks, ")
    said = chosen('helpline: "0800 111 222"\nlower_limit: 16+3\nsoon: 10').words.say("help")
    assert "0800 111 222" in said
    assert "16 weeks and 3 days" in said
    assert said.endswith("within 10")


@pytest.mark.parametrize(
    ("text", "less_safe"),
    [
        ("lower_limit: 16+0", False),
        ("hot_from: 37.5", False),
        ("hot_from: 38.5", True),
        ("slow: 12", False),
        ("slow: 8", True),
        ("quiet: [less, none]", False),
        ("quiet: [less]", True),
        ('helpline: "0800 111 222"', False),
    ],
)
def test_the_unsafe_side_of_a_default_is_known(text: str, less_safe: bool) -> None:
    setting = chosen(text).site[text.split(":")[0]]
    assert setting.changed
    assert setting.less_safe is less_safe


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "lower_limit: 22+0",
            "lower_limit (the start): 22+0 is outside what is safe anywhere; write 12+0 to 20+0",
        ),
        ("lower_limit: 20", "'20' is not weeks+days such as 24+0; write weeks+days"),
        ("lower_limt: 18+0", "there is no setting 'lower_limt'; did you mean lower_limit?"),
        ("hot_from: warm", "'warm' is not a number; write for example 140"),
        ("hot_from: 39", "write 37 to 38.5"),
        ("soon: 7.5", "not a whole number of minutes"),
        ("quiet: [less, normal]", "'normal' cannot be chosen; write any of less, none"),
        ("quiet: less", "'less' is not a list of answers"),
        ("quiet: []", "is not a list of answers"),
        ("helpline: the ward", "'the ward' is not a telephone number"),
        ("helpline: [111]", "is not a telephone number"),
    ],
)
def test_a_wrong_choice_is_named_with_file_line_and_what_to_write(text: str, expected: str) -> None:
    with pytest.raises(ProtocolError) as error:
        chosen("soon: 10\n" + text if not text.startswith("soon") else "quiet: [none]\n" + text)
    assert [problem for problem in error.value.problems if expected in problem], error.value.problems
    assert "harbour.yml:3: " in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("is: weeks", "is: months", "'months' is not known; use one of: weeks, number"),
        ("safer: lower, says: the start", "safer: down, says: the start", "'down' is not known"),
        ("default: 20+0", "default: 21+0", "21+0 is outside what is safe anywhere"),
        ("from: 12+0, ", "", "'None' is not weeks+days"),
        ("of: movement", "of: movements", "there is no question 'movements'; did you mean movement?"),
        ("may: [less, none]", "may: [fewer, none]", "there is no option 'fewer'"),
        ("says: a fever, ", "", "'says' is missing"),
        ('says: a fever, source: "[derived: b]"', "says: a fever", "'source' is missing"),
        ("hot_from: {", "rfm_absent: {", "'rfm_absent' is a question or finding"),
        ("hot_from: {is: number", "hot_from: {unit: C, is: number", "unknown key 'unit'"),
    ],
)
def test_a_wrong_declaration_is_named(old: str, new: str, expected: str) -> None:
    assert old in DECLARED
    with pytest.raises(ProtocolError) as error:
        from_content(files(DECLARED.replace(old, new, 1)))
    assert expected in str(error.value)
    assert "settings.yml:" in str(error.value)


def test_a_name_that_is_no_setting_is_no_limit() -> None:
    content = files()
    content["flags.yml"] = content["flags.yml"].replace("movement: quiet", "movement: quite")
    with pytest.raises(ProtocolError, match="'movement' needs a list"):
        from_content(content)


# The shipped settings ---------------------------------------------------------------------------------

SAFE = {
    "lower_limit": "16+0",
    "movements_from": "22+0",
    "movements_none_after": "[six_to_twelve, over_twelve]",
    "labour_first_baby": "[five_to_ten, three_to_five]",
    "labour_later_baby": "[over_ten, five_to_ten]",
    "bp_severe_top": "150",
    "bp_severe_bottom": "100",
    "bp_high_top": "145",
    "bp_high_bottom": "95",
    "bp_raised_top": "135",
    "bp_raised_bottom": "85",
    "bp_home_top": "130",
    "bp_home_bottom": "80",
    "ring_within_A15": "10",
}


def test_every_default_is_safe_and_every_setting_is_used() -> None:
    protocol = read_protocol()
    texts = "\n".join(text for name, text in protocol.content.items() if name != "settings.yml")
    for setting in protocol.site.values():
        assert not setting.less_safe
        assert setting.name in texts or setting.name.startswith("ring_within"), f"nothing uses {setting.name}"


def test_the_shipped_clocks_are_those_of_versions_that_say_none() -> None:
    assert ring_within(read_protocol()) == RING_WITHIN
    assert ring_within(from_content(small_content())) == RING_WITHIN


@pytest.mark.parametrize("name", SAFE)
def test_a_safe_choice_never_lowers_a_level(name: str) -> None:
    plain, safer = read_protocol(), read_protocol(site=choices(f"{name}: {SAFE[name]}"))
    assert safer.site[name].changed
    assert not safer.site[name].less_safe
    rng = random.Random(name)
    for _ in range(120):
        talk = Conversation(plain)
        person = Person(plain, rng)
        person.findings(talk)
        talk.walk(person.answer)
        before = next_step(plain, Conversation(plain).facts, talk.statements)
        after = next_step(safer, Conversation(safer).facts, talk.statements)
        assert after.level_so_far >= before.level_so_far, (talk.statements, before.reasons, after.reasons)
