"""The same story is told to both versions, and what comes of it does not depend on what was told before."""

from __future__ import annotations

from bot.protocol.level import Level
from bot.protocol.reader import from_content
from bot.protocol.statement import Facts, Told
from bot.review.replay import replay
from bot.review.stories import AT, DAY, Story, ending, invented
from tests.unit.protocol.conversation import WELL, said, small, small_content, weeks

LOWER = ("pathways/P01.yml", "id: RFM-R1\n    level: R-GO", "id: RFM-R1\n    level: A60")
FLAG = ("flags.yml", "id: RF24\n  level: R-GO", "id: RF24\n  level: A60")


def changed(*changes: tuple[str, str, str]) -> dict[str, str]:
    content = small_content()
    for file, old, new in changes:
        assert old in content[file], old
        content[file] = content[file].replace(old, new, 1)
    return content


def story(name: str = "one", **answers: str) -> Story:
    given = {**WELL, **{question: (option,) for question, option in answers.items()}}
    return Story(name, Facts(DAY), (), lambda question: given.get(question.id, "skipped"))


def test_a_story_that_answers_is_walked_to_its_end() -> None:
    assert ending(small(), story(movement="none")).level == "R-GO"
    assert ending(small(), story()).level == "G"


def test_recorded_answers_are_weighed_as_they_are_and_say_what_is_missing() -> None:
    recorded = Story("recorded", Facts(DAY), (said("screen", ("none",)), said("weeks", weeks("30+0"))))
    found = ending(small(), recorded)
    assert found.asks == "concern"


def test_a_level_that_was_told_is_no_reason_in_another_version() -> None:
    told = Facts(DAY, told=(Told(Level.R_GO, ("RFM-R1",), AT),))
    recorded = Story("recorded", told, story().said)
    assert ending(small(), recorded).level != "R-GO"


def test_being_sent_elsewhere_is_less_than_any_level() -> None:
    given = {**WELL, "weeks": weeks("15+0")}
    found = ending(small(), Story("early", Facts(DAY), (), lambda question: given.get(question.id, "skipped")))
    assert found.level == "signpost"
    assert found.urgency < ending(small(), story()).urgency


def test_a_change_is_named_with_the_criterion_that_makes_it() -> None:
    lower = from_content(changed(LOWER, FLAG))
    replayed = replay([story("still", movement="none"), story("well")], small(), lower)
    (moved,) = replayed.moved
    assert (moved.name, moved.change, moved.raised) == ("still", "R-GO -> A60", False)
    assert set(moved.why) == {"RFM-R1", "RF24"}
    assert replayed.lowered == (moved,)
    assert replayed.touching("RFM-R1") == 1
    assert replayed.of(1) == "1 of 2 replayed conversations changes"
    (back,) = replay([story("still", movement="none")], lower, small()).moved
    assert back.raised
    assert "RFM-R1" in back.why


def test_the_same_version_changes_nothing() -> None:
    assert replay(invented(60, small()), small(), from_content(small_content())).moved == ()


def test_invented_women_are_the_same_for_the_same_seed() -> None:
    def levels(seed: int) -> list[str]:
        return [ending(small(), one).level for one in invented(40, small(), seed=seed)]

    assert levels(1) == levels(1)
    assert levels(1) != levels(2)


def test_an_invented_woman_says_the_same_whoever_asks_and_in_which_order() -> None:
    (first,), (second,) = list(invented(1, small())), list(invented(1, small()))
    assert first.answers is not None
    assert second.answers is not None
    asked = [one.shown for one in small().questions.values()]
    assert [first.answers(one) for one in asked] == [second.answers(one) for one in reversed(asked)][::-1]
