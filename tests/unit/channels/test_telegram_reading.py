from __future__ import annotations

import pytest

from bot.channels.telegram.reading import Elsewhere, Incoming, Tap, read

CHAT = {"id": 42, "type": "private", "first_name": "Test"}
SENDER = {"id": 42, "is_bot": False, "first_name": "Test"}


def message(**what):
    return {"message_id": 5, "date": 1, "chat": CHAT, "from": SENDER, **what}


def update(**what):
    return {"update_id": 900, **what}


def test_words():
    assert read(update(message=message(text="my baby is quiet"))) == Incoming(
        "42", "message:5", "words", "my baby is quiet"
    )


@pytest.mark.parametrize(
    ("typed", "kind", "words"),
    [
        ("/start", "start", None),
        ("/start@maternity_bot", "start", None),
        ("/START", "start", None),
        ("/start I am bleeding", "words", "I am bleeding"),  # she typed on: it must be read
        ("/stop", "words", "stop"),
        ("/help", "words", "help"),
        ("/help my waters broke", "words", "help my waters broke"),
        ("/restart", "words", "/restart"),  # the front desk makes it harmless
        ("/intent{}", "words", "/intent{}"),
        ("stop", "words", "stop"),
    ],
)
def test_commands_are_plain_words(typed, kind, words):
    read_as = read(update(message=message(text=typed)))
    assert (read_as.kind, read_as.words) == (kind, words)


@pytest.mark.parametrize(
    "what",
    [
        {"voice": {"file_id": "a", "file_unique_id": "b", "duration": 3}},
        {"photo": [{"file_id": "a", "file_unique_id": "b", "width": 9, "height": 9}]},
        {"location": {"latitude": 51.5, "longitude": 0.1}},
        {"dice": {"emoji": "x", "value": 3}},
        {"something_new": {"from": "next year"}},
        {
            "sticker": {
                "file_id": "a",
                "file_unique_id": "b",
                "width": 9,
                "height": 9,
                "is_animated": False,
                "is_video": False,
                "type": "regular",
            }
        },
    ],
)
def test_what_we_cannot_see_is_media(what):
    assert read(update(message=message(**what))) == Incoming("42", "message:5", "media")


def test_a_caption_is_her_words():
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 9, "height": 9}]
    assert read(update(message=message(photo=photo, caption="this much blood"))).words == "this much blood"


def test_a_shared_number_is_her_words():
    contact = {"phone_number": "+447700900123", "first_name": "Test"}
    assert read(update(message=message(contact=contact))) == Incoming("42", "message:5", "words", "+447700900123")


def test_an_edit_is_one_more_arrival():
    first = read(update(edited_message=message(text="no moves", edit_date=2)))
    second = read({**update(edited_message=message(text="no moves at all", edit_date=2)), "update_id": 901})
    assert first.carrier_id == "edit:5:900"
    assert second.carrier_id == "edit:5:901"


def test_a_moving_location_is_not_an_edit():
    assert read(update(edited_message=message(location={"latitude": 51.5, "longitude": 0.1}, edit_date=2))) is None


def test_a_tap():
    query = {"id": "77", "from": SENDER, "chat_instance": "1", "data": "ab12cd34.7.yes", "message": message(text="?")}
    assert read(update(callback_query=query)) == Incoming(
        "42", "tap:77", "choice", choice="ab12cd34.7.yes", tap=Tap("77", 5)
    )


def test_a_tap_on_a_message_telegram_no_longer_shows():
    query = {
        "id": "77",
        "from": SENDER,
        "chat_instance": "1",
        "data": "x",
        "message": {"message_id": 5, "date": 0, "chat": CHAT},
    }
    assert read(update(callback_query=query)).tap == Tap("77", None)


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
def test_groups_are_elsewhere(kind):
    assert read(update(message=message(text="hi", chat={"id": -7, "type": kind, "title": "x"}))) == Elsewhere("-7")


@pytest.mark.parametrize(
    "poison",
    [
        {},
        {"update_id": 1},
        {"update_id": 1, "message": None},
        {"update_id": 1, "message": "text"},
        {"update_id": 1, "message": {"chat": "x"}},
        {"update_id": 1, "message": {"chat": {"id": "x", "type": "private"}}},
        {"update_id": 1, "poll": {}},
        {"update_id": 1, "channel_post": {"chat": {}}},
        {"update_id": 1, "callback_query": {}},
        {"update_id": "x", "edited_message": []},
    ],
)
def test_poison_is_passed_over(poison):
    assert read(poison) is None


def test_a_broken_message_of_hers_still_gets_an_answer():
    broken = {"update_id": 1, "message": {"chat": {"id": 42, "type": "private"}, "entities": 7}}
    assert read(broken) == Incoming("42", "update:1", "media")


def test_words_no_database_can_hold():
    assert read(update(message=message(text="a\x00b\ud800"))).words == "a\ufffdb\ufffd"
