"""F25: average school grade 5 or less, no question above 6.5 or longer than 20 words, no number as a long word."""

from __future__ import annotations

from statistics import mean

from bot.protocol.content import Protocol
from bot.review.hers import Hers, Passage, passages
from bot.review.reading_age import age, words_in

#: A grade of school is this many years below the age of its pupils.
AGE_OF_GRADE = 5.0
AVERAGE, HARDEST, LONGEST = 5.0, 6.5, 20
NUMBERS = ("eleven", "twelve", "thirteen", "fifteen", "twenty", "thirty", "forty", "fifty", "hundred")


def grade(passage: Passage) -> float:
    return age(passage.measured) - AGE_OF_GRADE


def questions(protocol: Protocol) -> dict[str, Passage]:
    return {id: one for id, one in passages(protocol.words).items() if one.kind in ("question", "confirm", "retract")}


def faults(asked: dict[str, Passage]) -> list[str]:
    """What is wrong with questions, each named with its sentence."""
    hard = [f"{id}: grade {grade(one):.1f}" for id, one in asked.items() if grade(one) > HARDEST]
    asks = [one for passage in asked.values() for one in passage.sentences if one.id.endswith(".ask")]
    long = [f"{one.id}: {words_in(form)} words" for one in asks for form in one.forms if words_in(form) > LONGEST]
    spelt = [f"{one.id}: {word} as a word" for one in asks for word in NUMBERS if word in " ".join(one.lines).split()]
    return [*hard, *long, *spelt]


def test_no_question_is_hard_or_long(served: Protocol) -> None:
    assert faults(questions(served)) == []


def test_on_average_a_child_of_ten_reads_all_she_is_told(served: Protocol) -> None:
    assert mean(grade(one) for one in passages(served.words).values()) <= AVERAGE


def test_a_hard_or_long_question_is_named() -> None:
    def asked(text: str) -> dict[str, Passage]:
        return {"question.x": Passage("question.x", (Hers("question.x.ask", (text,)),))}

    assert faults(asked("Is your baby moving as normal today?")) == []
    assert "grade" in faults(asked("Are gastrointestinal manifestations contemporaneously deteriorating?"))[0]
    assert "words" in faults(asked("Is it so " + "or so " * 10 + "?"))[0]
    assert "twelve as a word" in faults(asked("Has it been twelve hours?"))[0]
