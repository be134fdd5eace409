"""The SMS doors over real HTTP: 2,000 mutations refused, stored once, statuses only go forward."""

from __future__ import annotations

import logging
import random
import string
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from urllib.parse import urlencode

import httpx
import pytest
from cryptography.fernet import Fernet
from twilio.request_validator import RequestValidator

from bot.channels import sms
from bot.channels.sms import SmsSettings
from bot.channels.sms.webhook import LIMIT
from bot.records import vault
from bot.records.clock import SetClock
from bot.records.database import Database
from bot.records.tables import metadata
from tests.unit.channels.doubles import HER_NUMBER, OUR_NUMBER, RecordingDesk, served, until

ACCOUNT = "AC" + "1" * 32
TOKEN, OTHER_TOKEN = "a" * 32, "b" * 32
PUBLIC = "https://triage.example/line"
HER_WORDS = "zebra my waters broke zebra"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def desk():
    return RecordingDesk()


@pytest.fixture
def door(desk, tmp_path):
    vault.open_with(Fernet.generate_key().decode())
    database = Database(f"sqlite:///{tmp_path}/t.db")
    metadata.create_all(database.engine)
    settings = SmsSettings(ACCOUNT, TOKEN, OTHER_TOKEN, OUR_NUMBER, public_url=PUBLIC)
    clock = SetClock(datetime(2026, 11, 21, 3, tzinfo=UTC))
    with (
        served(sms.routes(desk, settings, database=database, clock=clock)) as url,
        httpx.Client(base_url=url, trust_env=False) as client,
    ):
        yield client
    database.close()


def message(number=1, **fields):
    return {
        "AccountSid": ACCOUNT,
        "ApiVersion": "2010-04-01",
        "Body": HER_WORDS,
        "From": HER_NUMBER,
        "FromCity": "",  # blank fields are signed as well
        "MessageSid": f"SM{number:032x}",
        "NumMedia": "0",
        "To": OUR_NUMBER,
        **fields,
    }


def sign(form, path="/sms", token=TOKEN):
    return RequestValidator(token).compute_signature(PUBLIC + path, form)


def post(door, form, signature=None, path="/sms", **more):
    headers = {"Content-Type": FORM, **more}
    if signature is not None:
        headers["X-Twilio-Signature"] = signature
    return door.post(path, content=urlencode(form).encode(), headers=headers)


def test_her_words_are_stored_before_200_with_nothing_to_say_yet(door, desk):
    answer = post(door, message(), sign(message()))
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/xml")
    assert answer.text.endswith("<Response></Response>")
    assert desk.words == [HER_WORDS]
    until(lambda: desk.answered == [1])


def test_the_other_token_is_good_while_tokens_change(door, desk):
    assert post(door, message(), sign(message(), token=OTHER_TOKEN)).status_code == 200
    assert post(door, message(2), sign(message(2), token="c" * 32)).status_code == 403


def test_proved_against_the_public_address_whatever_the_headers_say(door):
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http"}
    assert post(door, message(), sign(message()), **headers).status_code == 200


def test_with_its_port_the_public_address_is_the_same(door):
    signature = RequestValidator(TOKEN).compute_signature("https://triage.example:443/line/sms", message())
    assert post(door, message(), signature).status_code == 200


LETTERS = string.ascii_letters + string.digits
NO_HEADER = ["", "é" * 5, "=" * 28, "ü" + "x" * 27, "x", " x", "x" * 4000]
OTHER_ADDRESSES = ["http://triage.example/line/sms", PUBLIC + "/sms/", PUBLIC + "/SMS", "https://triage.example/sms"]
OTHER_ADDRESSES += ["https://triage.example:8443/line/sms", "https://triage.example/line/sms?x=1"]


def _one_more_letter(chance, form):
    form[chance.choice(list(form))] += chance.choice(LETTERS)


def _blanked_or_filled(chance, form):
    name = chance.choice(list(form))
    form[name] = "" if form[name] else "x"


def _left_out(chance, form):
    del form[chance.choice(list(form))]


def _added(chance, form):
    form["".join(chance.choices(LETTERS, k=5))] = chance.choice(["", "x"])


def _swapped(chance, form):
    first, second = chance.sample(["Body", "From", "MessageSid", "To", "AccountSid"], 2)
    form[first], form[second] = form[second], form[first]


def _renamed(chance, form):
    name = chance.choice(["AccountSid", "Body", "From", "MessageSid", "NumMedia", "To"])  # what we read
    form[name[:-1]] = name[-1] + form.pop(name)  # the same string to sign, cut at another place


CHANGES = [_one_more_letter, _blanked_or_filled, _left_out, _added, _swapped, _renamed]


def _mutations(chance: random.Random):
    """2,000 requests, each a genuine one with one thing changed: fields, signature, path."""
    for number in range(1200):
        form = message(number)
        good = sign(form)
        CHANGES[number % len(CHANGES)](chance, form)
        yield list(form.items()), good, "/sms"
    for number in range(200):
        form = message(number)
        good = sign(form)
        cut = chance.randrange(28)
        yield list(form.items()), None, "/sms"
        yield list(form.items()), chance.choice([*NO_HEADER, good[:cut], good.swapcase(), good + "="]), "/sms"
        copied = chance.choice(list(form.items()))
        yield [*form.items(), copied], good, "/sms"  # a second copy is not covered by the signature
        chosen = chance.choice(OTHER_ADDRESSES)
        yield list(form.items()), RequestValidator(TOKEN).compute_signature(chosen, form), "/sms"


def test_2000_mutations_none_accepted_none_an_error(door, desk):
    statuses = []
    for form, signature, path in _mutations(random.Random(7)):
        headers = {"Content-Type": FORM}
        if signature is not None:
            headers["X-Twilio-Signature"] = signature.strip().encode("latin-1")
        statuses.append(door.post(path, content=urlencode(form).encode(), headers=headers).status_code)
    assert len(statuses) == 2000
    assert set(statuses) <= {400, 403}
    assert desk.arrivals == []


@pytest.mark.parametrize("query", ["x=1", "bodySHA256=abc", "=", "a[b"])
def test_another_address_is_another_call(door, query):
    assert post(door, message(), sign(message()), f"/sms?{query}").status_code == 403


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"&&&&", b"%ff=%fe", b"a=1&" * 200, b"{}"], ids=range(6))
def test_bodies_that_are_no_form_are_refused(door, body):
    answer = door.post("/sms", content=body, headers={"X-Twilio-Signature": "x" * 28, "Content-Type": FORM})
    assert answer.status_code == 403


def test_a_dropped_blank_field_is_a_change(door):
    form = message()
    signature = sign(form)
    assert post(door, form, signature).status_code == 200
    # Twilio's signature joins names and values, so a blank field left out is still another string to sign.
    del form["FromCity"]
    assert post(door, form, signature).status_code == 403


def test_another_account_with_our_token_is_refused(door, desk):
    form = message(AccountSid="AC" + "2" * 32)
    assert post(door, form, sign(form)).status_code == 403


def test_a_signed_call_that_is_no_message_is_a_bad_request(door, desk):
    form = message(MessageSid="SM1")
    assert post(door, form, sign(form)).status_code == 400
    assert desk.arrivals == []


def test_delivered_five_times_at_once_stored_once(door, desk):
    forms = [message(number, Body=f"message {number}") for number in range(1, 41)] * 5
    with ThreadPoolExecutor(20) as pool:
        statuses = set(pool.map(lambda form: post(door, form, sign(form)).status_code, forms))
    assert statuses == {200}
    assert sorted(desk.words) == sorted(f"message {number}" for number in range(1, 41))


def test_media_only_and_a_blank_body_are_no_error(door, desk):
    form = message(Body="", NumMedia="1", MediaUrl0="https://api.twilio.com/x", MessageSid="MM" + "0" * 32)
    assert post(door, form, sign(form)).status_code == 200
    assert desk.arrivals[0].kind == "media"


def test_stop_is_her_word(door, desk):
    form = message(Body="STOP", OptOutType="STOP")
    assert post(door, form, sign(form)).status_code == 200
    assert (desk.arrivals[0].kind, desk.arrivals[0].words) == ("words", "STOP")


def test_what_could_not_be_stored_is_503_and_no_word_is_logged(door, desk, caplog):
    caplog.set_level(logging.DEBUG)
    desk.broken = True
    assert post(door, message(), sign(message())).status_code == 503
    desk.broken, desk.answers_fail = False, True
    assert post(door, message(), sign(message())).status_code == 200
    until(lambda: "the turn of arrival 1 failed" in caplog.text)
    assert "zebra" not in caplog.text
    assert HER_NUMBER not in caplog.text


def test_too_large_is_refused(door):
    assert post(door, message(Body="x" * LIMIT), "x").status_code == 413


def test_the_status_door_is_as_closed(door):
    form = message(MessageStatus="delivered")
    assert post(door, form, sign(form), "/sms/status").status_code == 403  # signed for the other door
    assert post(door, form, None, "/sms/status").status_code == 403
    assert post(door, form, sign(form, "/sms/status"), "/sms/status").status_code == 200
