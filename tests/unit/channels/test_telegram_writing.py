from __future__ import annotations

from pathlib import Path

from bot.channels import sentences, telegram
from bot.channels.telegram.writing import LONGEST_TEXT, pieces, write
from tests.unit.channels.doubles import card, question

WORDS = sentences.read(Path(telegram.__file__).parent)


def buttons(letter):
    return [[(button.text, button.callback_data) for button in row] for row in letter.keyboard.inline_keyboard]


def test_one_button_an_option_and_the_acts_below():
    letter = write(question(), WORDS)
    assert letter.texts == ("Is your baby moving as usual?",)
    assert buttons(letter) == [
        [("Yes", "ab12cd34.7.yes")],
        [("No", "ab12cd34.7.no")],
        [("Not sure", "ab12cd34.7.unsure")],
        [("Why do you ask?", "act:why"), ("Ask for a midwife", "act:person")],
    ]


def test_every_button_fits_telegram():
    for row in write(question(), WORDS).keyboard.inline_keyboard:
        assert all(len(button.callback_data.encode()) <= 64 for button in row)


def test_long_labels_stand_in_the_text():
    long = "They were wild and then they settled again"
    letter = write(question(labels=("No moves at all", long)), WORDS)
    assert f"1 No moves at all\n2 {long}" in letter.texts[0]
    assert [text for text, _ in buttons(letter)[0]] == ["1", "2"]


def test_a_token_that_does_not_fit_leaves_numbers_to_type():
    body = question()
    body["question"]["options"][0]["token"] = "x" * 65
    letter = write(body, WORDS)
    assert "1 Yes\n2 No" in letter.texts[0]
    assert len(buttons(letter)) == 1


def test_ticks_are_typed_and_only_answers_that_stand_alone_are_buttons():
    letter = write(question("ticks", ("Headache", "Blurred sight", "None of these", "Not sure")), WORDS)
    assert "1 Headache\n2 Blurred sight\n3 None of these\n4 Not sure" in letter.texts[0]
    assert "for example 1 3" in letter.texts[0]
    assert [row[0][0] for row in buttons(letter)[:-1]] == ["None of these", "Not sure"]


def test_an_urgent_question_stands_under_999_and_the_number():
    letter = write({**question(urgent=True), "number_text": "01632 960001"}, WORDS)
    assert letter.texts[0].startswith("In an emergency call 999. Maternity unit: 01632 960001.")


def test_a_card_names_the_number_once():
    assert write(card(), WORDS).texts[0].endswith("Ring 01632 960001")
    named = {**card(), "text": "Ring 01632 960001 now"}
    assert write(named, WORDS).texts == ("Ring 01632 960001 now",)
    assert write(card(), WORDS).keyboard is None


def test_nothing_is_cut():
    text = "\n".join(f"line {number} " + "x" * 90 for number in range(120))
    parts = write({"kind": "say", "text": text}, WORDS).texts
    assert all(len(part) <= LONGEST_TEXT for part in parts)
    assert "\n".join(parts) == text
    assert "".join(pieces("x" * 9001, 4000)) == "x" * 9001
