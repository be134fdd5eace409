from __future__ import annotations

import pytest

from bot.channels.sms.reading import Incoming, NotAMessage, read
from tests.unit.channels.doubles import HER_NUMBER, OUR_NUMBER

SID = "SM" + "0" * 32


def form(**fields):
    return {"From": HER_NUMBER, "MessageSid": SID, "Body": "", "NumMedia": "0", "To": OUR_NUMBER, **fields}


@pytest.mark.parametrize("words", ["my baby is quiet", "STOP", "start", "END", "2", "1 3", "/restart"])
def test_every_word_is_hers(words):
    assert read(form(Body=words)) == Incoming(HER_NUMBER, SID, "words", words)


def test_a_picture_alone_is_media():
    assert read(form(NumMedia="1")) == Incoming(HER_NUMBER, SID, "media")


def test_a_picture_with_words_is_words():
    assert read(form(NumMedia="1", Body="this much blood")).words == "this much blood"


def test_an_empty_message_is_not_passed_over():
    assert read(form()) == Incoming(HER_NUMBER, SID, "words", "")


@pytest.mark.parametrize("missing", ["From", "To", "MessageSid", "Body", "NumMedia"])
def test_without_a_field_it_is_no_message(missing):
    fields = form(Body="x")
    del fields[missing]
    with pytest.raises(NotAMessage):
        read(fields)


def test_a_forged_looking_id_is_no_message():
    with pytest.raises(NotAMessage):
        read(form(MessageSid="SM1; drop"))


def test_a_sender_that_is_no_number_is_no_message():
    with pytest.raises(NotAMessage):
        read(form(From="City"))
