from __future__ import annotations

from pathlib import Path

from bot.channels import sentences, sms
from bot.channels.sms.writing import plain, write
from tests.unit.channels.doubles import card, question

WORDS = sentences.read(Path(sms.__file__).parent)
GSM7 = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà^{}\\[~]|€"
)


def test_a_question_is_one_message_with_numbered_choices():
    assert write({**question(), "short": "Baby moving as usual?"}, WORDS) == (
        "Baby moving as usual?\n1 Yes\n2 No\n3 Not sure\nReply with a number."
    )


def test_ticks_stand_in_groups_of_four():
    text = write(question("ticks", ("A", "B", "C", "D", "E", "None of these")), WORDS)
    assert text.endswith("1 A\n2 B\n3 C\n4 D\n\n5 E\n6 None of these\nReply with numbers, e.g. 1 3")


def test_a_measured_answer_has_no_numbers_to_mix_up():
    assert write(question("gestation", ("Not sure",)), WORDS).endswith("Or reply: Not sure")


def test_an_urgent_question_stands_under_999_and_the_number():
    text = write({**question(urgent=True), "number_text": "01632 960001"}, WORDS)
    assert text.startswith("Emergency: call 999. Maternity unit: 01632 960001.\n")


def test_a_red_card_is_its_short_form():
    short = "CALL 999 NOW. Lie on your left side. Maternity unit 01632 960001."
    assert write(card(short=short), WORDS) == short
    assert write(card(), WORDS) == "Call 999 now\nLie on your left side...\nRing 01632 960001"


def test_our_punctuation_becomes_gsm7_and_nothing_else_changes():
    assert plain("\u201cit\u2019s\u201d \u2013 now\u2026") == '"it\'s" - now...'
    assert plain("czuję się źle \U0001f930") == "czuję się źle \U0001f930"


def test_the_channels_own_sentences_are_gsm7():
    assert all(set(sentence) <= GSM7 for sentence in WORDS.values())


def test_nothing_is_cut():
    text = "x " * 2000
    assert write({"kind": "midwife", "text": text}, WORDS) == text
