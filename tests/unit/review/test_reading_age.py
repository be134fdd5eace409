"""What she reads is for readers of 9 to 11 (docs/decisions/0010)."""

from __future__ import annotations

import pytest

from bot.protocol.content import Protocol
from bot.protocol.words import Sentence, Words
from bot.review.hers import Hers, Passage, passage_of, passages, sentences
from bot.review.reading_age import age, long_words, own_age, too_hard, words_in


def test_every_sentence_is_for_readers_of_nine_to_eleven(served: Protocol) -> None:
    assert [str(one) for one in too_hard(passages(served.words).values())] == []


def test_no_sentence_of_hers_is_left_out(served: Protocol) -> None:
    listed = [one.id for passage in passages(served.words).values() for one in passage.sentences]
    assert len(listed) == len(set(listed))
    clinicians = {id for id in served.words.ids() if id.split(".")[0] in ("criterion", "name", "level", "chart")}
    assert set(listed) == served.words.ids() - clinicians


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("The cat sat on the mat.", 5.0, "nothing is easier than age 5"),
        ("Ring your midwife now if you see any blood on your pad today.", 9.0, "13 words, 16 syllables"),
        (
            "Contact the obstetric department immediately regarding any vaginal haemorrhage.",
            25.7,
            "9 words, 24 syllables",
        ),
    ],
)
def test_the_formula(text: str, expected: float, why: str) -> None:
    assert age([text]) == pytest.approx(expected, abs=0.2), why


def test_each_line_of_a_list_ends_its_sentence() -> None:
    lines = ["Put on a clean pad", "Keep the pad to show us", "Let someone else drive you in"]
    assert age(lines) == age(["Put on a clean pad. Keep the pad to show us. Let someone else drive you in."])
    assert age(["Rest."]) < age(["Resuscitation."])


def test_what_a_site_fills_in_is_not_measured() -> None:
    bare = Hers("x", ("Go to us now and ring 999 on the way",))
    named = Hers("x", ("Go to {unit} now and ring {number} on the way",))
    assert named.measured == bare.measured


def test_a_short_sentence_has_no_age_of_its_own() -> None:
    assert own_age(Hers("question.a.option.b", ("Tummy pain",))) is None
    assert words_in(["Tummy pain"]) == 2


def test_the_sms_form_is_measured_too() -> None:
    easy = "Call us if you see any blood at all"
    hard = "Telephone immediately regarding considerable haemorrhage and accompanying abdominal discomfort"
    assert own_age(Hers("x", (easy,), (hard,))) == age([hard])


def test_a_hard_sentence_and_a_long_word_are_named_with_what_to_do() -> None:
    hard = Hers("card.x.do", ("Attendance at the hospital department is recommended without further delay",))
    long = Hers("card.x.title", ("Go for evaluation",))
    found = {one.id: one.why for one in too_hard([Passage("card.x", (hard, long))])}
    assert found["card.x"].startswith("the whole is for readers of")
    assert found["card.x.do"] == f"for readers of {age(hard.lines)}" or "long" in found["card.x.do"]
    assert found["card.x.title"] == "the word 'evaluation' is long; take a shorter one or give a reason"


def test_every_long_word_with_a_reason_is_still_in_use(served: Protocol) -> None:
    used = " ".join(line for one in sentences(served.words) for form in one.forms for line in form).lower()
    assert [word for word in long_words() if word not in used] == []


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("question.movement.ask", "question.movement"),
        ("question.movement.option.less", "question.movement"),
        ("card.999.birth.title", "card.999.birth"),
        ("confirm.option.yes", "confirm"),
        ("option.unsure", "option"),
        ("utter_welcome", "utter_welcome"),
        ("ring_if.P01", "ring_if.P01"),
    ],
)
def test_a_sentence_belongs_to_the_passage_in_which_she_reads_it(sentence: str, passage: str) -> None:
    assert passage_of(sentence) == passage


def test_a_confirming_question_is_read_with_its_common_answers() -> None:
    said = {id: Sentence((id,)) for id in ("confirm.option.yes", "confirm.cord.ask")}
    found = passages(Words({"en-GB": said}))["confirm.cord"]
    assert [one.id for one in found.sentences] == ["confirm.cord.ask"]
    assert [one.id for one in found.around] == ["confirm.option.yes"]
