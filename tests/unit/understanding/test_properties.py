"""What holds whatever is typed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.protocol.step import Kind, Option, Question, Stage
from bot.understanding import hits
from bot.understanding.answering import answer
from bot.understanding.lexicon import Lexicon
from bot.understanding.reader import read
from bot.understanding.reading import Assertion

from .test_messages import TODAY, names, rows

SPOKEN = Lexicon.load().spoken
RED = [
    (message, name)
    for message, present, _, _ in rows()
    for name in names(present)
    if name in SPOKEN and SPOKEN[name].red
]
REASSURING = [
    " Otherwise I feel fine.",
    " everything else is ok",
    " probably nothing to worry about though",
    " but im fine in myself",
    ". Sorry to bother you",
    " thank you so much",
    ". No rush at all",
    ". my husband is here with me",
    ". I had a nice day yesterday",
]
FIRST = [
    "Hi, hope you are well. ",
    "I feel fine in myself. ",
    "Sorry to bother you, ",
    "No rush. ",
    "Had a lovely scan on monday. ",
]
WEIRD = st.text(st.characters(codec=None), max_size=300)
QUESTION = Question("q", Kind.CHOICE, Stage.SCREEN, (Option("no"), Option("yes"), Option("unsure")))


@given(WEIRD)
@settings(max_examples=60, deadline=None)
def test_never_raises(text: str) -> None:
    understood = read(text, TODAY)
    assert understood.text == text
    answer(text, QUESTION, {"no": "No", "yes": "Yes"}, TODAY)
    for finding in understood.findings:
        finding.quote.encode("utf-8")


@given(
    st.lists(st.sampled_from([word for message, *_ in rows() for word in message.split()]), max_size=60).map(" ".join)
)
@settings(max_examples=100, deadline=None)
def test_deterministic(text: str) -> None:
    assert read(text, TODAY) == read(text, TODAY)


@given(st.sampled_from(RED), st.sampled_from(REASSURING))
@settings(max_examples=80, deadline=None)
def test_a_reassuring_sentence_after_it_never_hides_a_red_finding(red: tuple[str, str], reassuring: str) -> None:
    assert_present(red[0] + reassuring, red[1])


@given(st.sampled_from(RED), st.sampled_from(FIRST))
@settings(max_examples=80, deadline=None)
def test_nor_does_one_before_it(red: tuple[str, str], first: str) -> None:
    assert_present(first + red[0], red[1])


def assert_present(message: str, name: str) -> None:
    found = {finding.name: finding.assertion for finding in read(message, TODAY).findings}
    assert found.get(name) == Assertion.PRESENT, (message, name, found)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("im bl\u200bee\u200bding", "zero-width spaces"),
        ("\u202eim bleeding\u202c", "right-to-left override"),
        ("ｉｍ ｂｌｅｅｄｉｎｇ", "full-width letters"),
        ("im\x00bleeding", "NUL"),
        ("im \ud800 bleeding", "a lone surrogate"),
        ("I'M BLEEDING!!!!!!!!", "shouted"),
        ("im bleeeeeeeeding", "stretched"),
        ("im bl33ding", "digits for letters"),
        ("imbleeding", "no space"),
        ("im bleedimg", "a slip of the thumb"),
        ("x " * 10_000 + "im bleeding", "at the end of a very long message"),
        ("im bleeding" + " x" * 10_000, "at its beginning"),
        ("x. " * 3_500 + "im bleeding. " + "x. " * 3_500, "in its middle"),
    ],
    ids=lambda cell: cell if len(cell) < 40 else "long",
)
def test_bleeding_is_read_however_it_is_typed(text: str, why: str) -> None:
    assert "bleed" in {f.name for f in read(text, TODAY).findings if f.assertion == Assertion.PRESENT}, why


def test_work_grows_with_length_and_no_faster(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[int] = []
    original = hits.hits_in

    def counting(words: list, span: tuple[int, int], lexicon: Lexicon) -> list[hits.Hit]:
        counted.append(span[1] - span[0])
        return original(words, span, lexicon)

    monkeypatch.setattr("bot.understanding.reader.hits_in", counting)
    work = []
    for times in (1, 4, 16):
        counted.clear()
        read("baby not moving and im bleeding " * 20 * times, TODAY)
        assert max(counted) <= hits.LONGEST + 1
        work.append(sum(counted))
    assert work[1] <= 5 * work[0]
    assert work[2] <= 5 * work[1]


def test_the_date_alone_moves_with_today() -> None:
    one, other = read("34+2", TODAY).due, read("34+2", date(2026, 11, 22)).due
    assert one is not None
    assert other is not None
    assert (other.earliest - one.earliest).days == 1
