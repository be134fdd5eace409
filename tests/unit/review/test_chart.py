"""A chart shows everything that its pathway has, once, and nothing stands on anything else."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.protocol.content import Pathway
from bot.protocol.level import Colour
from bot.protocol.reader import CLINICAL
from bot.review.chart import Panel, Step, draw, panels, steps
from bot.review.chart.layout import EITHER_WAY, FIRST, HIGHEST, NO, SIZE, SMALL, WIDTH, YES, Box
from bot.review.chart.lettering import width, wrapped
from bot.review.chart.steps import ASK, END, START, Decision, Outcome
from bot.review.phrases import Phrasing

PATHWAYS = sorted(path.stem for path in (CLINICAL / "pathways").glob("*.yml"))


def pathway(phrasing: Phrasing, id: str) -> Pathway:
    return phrasing.protocol.pathways[id]


def chart(phrasing: Phrasing, id: str) -> tuple[Panel, ...]:
    return panels(steps(phrasing, pathway(phrasing, id)))


def boxes(pictures: tuple[Panel, ...], kind: str) -> list[Box]:
    return [box for picture in pictures for box in picture.boxes if box.kind == kind]


def overlapping(one: Box, other: Box) -> bool:
    across = one.x < other.x + other.width and other.x < one.x + one.width
    return across and one.y < other.bottom and other.y < one.bottom


def crossed(picture: Panel) -> Iterator[tuple[object, Box]]:
    """Arrows that run through a box: the ends of an arrow lie on a box's edge, not inside it."""
    for arrow in picture.arrows:
        for (ax, ay), (bx, by) in pairwise(arrow.points):
            left, right, top, bottom = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
            for box in picture.boxes:
                across = left < box.x + box.width - 1 and right > box.x + 1
                if across and top < box.bottom - 1 and bottom > box.y + 1:
                    yield arrow, box


@pytest.mark.parametrize("id", PATHWAYS)
def test_every_question_and_every_criterion_appears_once(phrasing: Phrasing, id: str) -> None:
    pictures = chart(phrasing, id)
    found = pathway(phrasing, id)
    asked = [box.of for box in boxes(pictures, "ask") if box.of and "(continued)" not in str(box.lines)]
    assert [name for name in asked if name in found.questions] == list(found.questions)
    assert len(asked) == len(set(asked))
    decided = [box.of for box in boxes(pictures, "decide") if box.of]
    lines = (*found.criteria, *found.greens) if not found.never_green else found.criteria
    assert sorted(decided) == sorted(line.id for line in lines)


@pytest.mark.parametrize("id", PATHWAYS)
def test_each_yes_leads_to_the_level_of_its_criterion(phrasing: Phrasing, id: str) -> None:
    criteria = phrasing.protocol.criteria
    for box in boxes(chart(phrasing, id), "yes"):
        if box.of:
            assert box.level == criteria[box.of].level.code
            assert criteria[box.of].level.code in box.lines[0].text


@pytest.mark.parametrize("id", PATHWAYS)
def test_a_criterion_stands_only_after_every_question_that_it_needs(phrasing: Phrasing, id: str) -> None:
    found = pathway(phrasing, id)
    seen: set[str] = set()
    everything = steps(phrasing, found)
    asked = {step.question for step in everything if step.question}
    for step in everything:
        seen |= {step.question} if step.question else set()
        for decision in step.decisions:
            if decision.id and decision.id not in {green.id for green in found.greens}:
                needed = phrasing.protocol.criteria[decision.id].condition.rests_on & asked
                assert needed <= seen, decision.id


@pytest.mark.parametrize("id", PATHWAYS)
def test_after_an_amber_yes_the_chart_goes_on_and_after_a_red_one_it_does_not(phrasing: Phrasing, id: str) -> None:
    for step in steps(phrasing, pathway(phrasing, id)):
        for decision in step.decisions:
            if decision.id:
                amber = phrasing.protocol.criteria[decision.id].level.colour is Colour.AMBER
                assert decision.outcome.final is not amber


@pytest.mark.parametrize("id", PATHWAYS)
def test_it_ends_in_the_level_that_holds_when_none_fits(phrasing: Phrasing, id: str) -> None:
    pictures = chart(phrasing, id)
    (last,) = boxes(pictures, "end")
    assert last.level == pathway(phrasing, id).otherwise.code
    assert len(pictures[-1].boxes) > 2, "the last box has a page to itself"


@pytest.mark.parametrize("id", PATHWAYS)
def test_nothing_overlaps_and_every_picture_fits_a_page(phrasing: Phrasing, id: str) -> None:
    for picture in chart(phrasing, id):
        assert [pair for pair in combinations(picture.boxes, 2) if overlapping(*pair)] == []
        assert list(crossed(picture)) == []
        assert picture.height <= (FIRST if picture.number == 1 else HIGHEST)


WORDS = st.text("abc mW.", min_size=1, max_size=120).filter(str.strip)
DECISIONS = st.builds(
    Decision, st.just("X-1"), WORDS, st.builds(Outcome, st.just("A15"), WORDS, st.just("A15"), st.booleans())
)
STEPS = st.builds(
    Step,
    kind=st.just(ASK),
    head=WORDS,
    question=st.just("q"),
    lines=st.lists(WORDS, max_size=8).map(tuple),
    note=st.just(""),
    decisions=st.lists(DECISIONS, max_size=12).map(tuple),
)


@given(st.lists(STEPS, min_size=1, max_size=6))
def test_nothing_overlaps_whatever_is_drawn(asked: list[Step]) -> None:
    pictures = panels([Step(START, "start"), *asked, Step(END, "end", level="A60")])
    for picture in pictures:
        assert [pair for pair in combinations(picture.boxes, 2) if overlapping(*pair)] == []
        assert list(crossed(picture)) == []
    drawn = sum(len(boxes(pictures, kind)) for kind in ("decide", "yes"))
    assert drawn == 2 * sum(len(step.decisions) for step in asked)


@given(st.text(max_size=200), st.floats(60, 300))
def test_words_are_wrapped_and_none_is_lost(text: str, room: float) -> None:
    lines = wrapped(text, room, SIZE)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(line, SIZE) <= room or len(line) == 1 for line in lines)


@pytest.mark.parametrize("id", PATHWAYS)
def test_words_stay_inside_their_box(phrasing: Phrasing, id: str) -> None:
    for picture in chart(phrasing, id):
        for box in picture.boxes:
            assert box.x >= 0
            assert box.x + box.width <= WIDTH
            for line in box.lines:
                size = SIZE if line.look in ("head", "text") else SMALL
                assert width(line.text, size, bold=line.look == "head") <= box.width


def test_the_arrows_of_a_chart_are_named(phrasing: Phrasing) -> None:
    labels = {arrow.label for picture in chart(phrasing, "P05") for arrow in picture.arrows}
    assert labels == {"", YES, NO, EITHER_WAY}


def test_the_picture_is_well_formed_says_what_it_is_and_has_no_style_of_its_own(phrasing: Phrasing) -> None:
    for number, picture in enumerate(chart(phrasing, "P01"), 1):
        text = str(draw(picture, f"p{number}", "Chart & <title>", "described"))
        root = ElementTree.fromstring(text)
        assert root.attrib["role"] == "img"
        assert root.findtext("title") == "Chart & <title>"
        assert root.findtext("desc") == "described"
        assert root.attrib["aria-labelledby"] == root.find("title").attrib["id"]  # type: ignore[union-attr]
        assert "style" not in text
        assert "xmlns" not in text


def test_what_is_drawn_is_escaped() -> None:
    (picture,) = panels([Step(START, "<script>alert(1)</script>")])
    assert "<script>" not in draw(picture, "x", "t", "d")
