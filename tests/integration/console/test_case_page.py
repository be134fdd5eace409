"""The case page without scripts: what it shows, and what each press does."""

from __future__ import annotations

import asyncio
import html

import pytest
from sqlalchemy import select
from starlette.applications import Starlette

from bot.line import cases, letters
from bot.line.case import Case
from bot.protocol.level import Level
from bot.records import events
from bot.records.clock import SetClock
from bot.records.tables import messages
from tests.integration.console.conftest import Browser
from tests.integration.console.seed import night, said, summary
from tests.integration.ward import PASSWORD, Ward, Woman

pytestmark = pytest.mark.anyio
ATTACK = "<script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}</textarea>"


@pytest.fixture
async def desk(browser: Browser, ward: Ward) -> Browser:
    """Amara's browser, signed in."""
    await browser.sign_in(ward.amara.login)
    return browser


def now_of(ward: Ward, case: Case) -> Case:
    with ward.database.read() as connection:
        found = cases.find(connection, case.id, ward.line_id)
    assert found is not None
    return found


async def test_the_card_stands_in_the_order_of_the_evidence(desk: Browser, ward: Ward) -> None:
    first = night(ward, ward.now)[0]
    text = (await desk.get(f"/line/case/{first.id}")).text
    order = ["Red: 999 now", "Joy Okafor", "Language", "31+4", "past preterm birth", "there is so much blood"]
    order += ["Heavy bleeding with a hard tummy", "source RCOG-GTG57", "Any bleeding?", "Movements", "2nd contact"]
    order += ["A midwife will ring you. Ring", "ALONE; transport not known; at 12 Mill Lane", "Situation:"]
    text = text[text.index('data-part="head"') :]
    places = [text.index(one, text.index('data-part="card"') if at else 0) for at, one in enumerate(order)]
    assert places == sorted(places)
    assert "Not approved for clinical use" in text
    assert "nothing in it was changed or removed" in text


async def test_unknown_answers_stand_out_and_a_correction_shows_both(desk: Browser, ward: Ward) -> None:
    text = (await desk.get(f"/line/case/{night(ward, ward.now)[0].id}")).text
    assert text.count('class="unsure"') == 2
    assert "This morning</s> then Yesterday evening <b>(changed)</b>" in text


async def test_her_words_are_text_wherever_they_stand(desk: Browser, ward: Ward) -> None:
    woman = Woman(ward, "web", {"name": ATTACK, "phone": "+447700900123", "place": ATTACK, "language": ATTACK})
    told = summary(Level.R_GO, ATTACK, ATTACK, ATTACK, risks=[ATTACK], movement=ATTACK, told=ATTACK)
    told["answers"] = [{"question": ATTACK, "answer": ATTACK, "unsure": True}]
    told["sbar"] = {"situation": ATTACK}
    case = woman.case(Level.R_GO, summary=told)
    said(ward, woman, ATTACK, ward.now)
    await desk.get("/line/")
    claimed = await desk.post(f"/line/case/{case.id}/claim")
    wrote = await desk.post(f"/line/case/{case.id}/write", text=ATTACK)
    refused = await desk.post(f"/line/case/{case.id}/close", note=ATTACK, outcome="")
    for page in (await desk.get("/line/"), claimed, wrote, refused):
        assert html.escape(ATTACK, quote=False) in page.text
        assert "<script>alert" not in page.text
        assert "<img" not in page.text


async def test_not_safe_to_ring_is_said_beside_the_number(desk: Browser, ward: Ward) -> None:
    text = (await desk.get(f"/line/case/{night(ward, ward.now)[3].id}")).text
    assert "NOT safe to ring her" in text
    assert 'href="tel:+447700900167"' in text


async def test_two_press_claim_and_one_has_her(
    desk: Browser, other_browser: Browser, ward: Ward, app: Starlette
) -> None:
    await other_browser.sign_in(ward.bryn.login)
    for _ in range(5):
        case = ward.case(Level.A15)
        answers = await asyncio.gather(*(one.post(f"/line/case/{case.id}/claim") for one in (desk, other_browser)))
        winner = now_of(ward, case).owner_id
        assert winner in (ward.amara.id, ward.bryn.id)
        name = "Amara Obi" if winner == ward.amara.id else "Bryn Hughes"
        told = sorted("She is yours" in one.text for one in answers)
        assert told == [False, True]
        assert all(f"With {name}" in one.text for one in answers)
        assert any("Somebody was quicker" in one.text for one in answers)


async def test_an_owner_reads_no_form_of_a_colleagues_case(desk: Browser, other_browser: Browser, ward: Ward) -> None:
    case = ward.case(Level.A15)
    await other_browser.sign_in(ward.bryn.login)
    await other_browser.post(f"/line/case/{case.id}/claim")
    page = await desk.get(f"/line/case/{case.id}")
    assert "Bryn Hughes has this case." in page.text
    assert "Close the case</button>" not in page.text
    refused = await desk.post(f"/line/case/{case.id}/write", text="hello")
    assert refused.status_code == 409
    assert "Take the case before you act on it" in refused.text


async def test_the_reader_roles_see_no_button(browser: Browser, ward: Ward) -> None:
    case = ward.case(Level.A15)
    await browser.sign_in(ward.member("safe", "Sam Safe", "safety_officer").login)
    text = (await browser.get(f"/line/case/{case.id}")).text
    assert "You can read this case" in text
    assert "<form" not in text[text.index('id="case"') : text.index("</main>")]


async def test_a_letter_reaches_the_transcript_whole(desk: Browser, ward: Ward) -> None:
    case = ward.case(Level.A15)
    await desk.post(f"/line/case/{case.id}/claim")
    page = await desk.post(f"/line/case/{case.id}/write", text="Lie on your left.\nI ring in 2 minutes.")
    assert "I ring in 2 minutes." in page.text
    assert page.url.query == b"said=wrote"
    with ward.database.read() as connection:
        bodies = connection.scalars(select(messages.c.body).where(messages.c.author == "midwife")).all()
    assert bodies[0]["text"] == "Lie on your left.\r\nI ring in 2 minutes." or "\n" in bodies[0]["text"]


async def test_the_script_gets_an_answer_without_a_page(desk: Browser, ward: Ward) -> None:
    case = ward.case(Level.A15)
    await desk.post(f"/line/case/{case.id}/claim")
    data = {"csrf": desk.csrf, "text": "hello"}
    answer = await desk.client.post(f"/line/case/{case.id}/write", data=data, headers={"X-Console": "part"})
    assert answer.status_code == 204


async def test_raising_is_one_press_and_needs_no_claim(desk: Browser, ward: Ward) -> None:
    case = ward.case(Level.A60)
    await desk.get(f"/line/case/{case.id}")
    page = await desk.post(f"/line/case/{case.id}/regrade", level="R-GO", seen="A60")
    assert "Midwife&#39;s grade R-GO; the assistant&#39;s is A60" in page.text
    assert now_of(ward, case).level is Level.R_GO


async def test_lowering_asks_why_and_keeps_what_was_typed(desk: Browser, ward: Ward) -> None:
    case = ward.case(Level.A15)
    await desk.post(f"/line/case/{case.id}/claim")
    refused = await desk.post(f"/line/case/{case.id}/regrade", level="A4H", seen="A15", reason=" ")
    assert refused.status_code == 422
    assert 'href="#reason"' in refused.text
    assert 'value="A4H" selected' in refused.text
    await desk.post(f"/line/case/{case.id}/regrade", level="A4H", seen="A15", reason="spoke with her, well")
    assert now_of(ward, case).level is Level.A4H


async def test_standing_down_a_red_needs_a_second_midwifes_own_password(desk: Browser, ward: Ward) -> None:
    case = ward.case(Level.R_GO)
    path = f"/line/case/{case.id}/regrade"
    await desk.post(f"/line/case/{case.id}/claim")
    ask = {"level": "A15", "seen": "R-GO", "reason": "moving well on the phone"}
    wrongs = [
        {},
        {"second_login": ward.bryn.login, "second_password": "not hers at all"},
        {"second_login": ward.amara.login, "second_password": PASSWORD},
        {"second_login": ward.member("root", "Ruth Root", "admin").login, "second_password": PASSWORD},
        {"second_login": Ward(ward.database, ward.now, "Moor Line").amara.login, "second_password": PASSWORD},
    ]
    for wrong in wrongs:
        refused = await desk.post(path, **ask, **wrong)
        assert refused.status_code == 422, wrong
        assert "moving well on the phone" in refused.text
        assert now_of(ward, case).level is Level.R_GO
    agreed = await desk.post(path, **ask, second_login=ward.bryn.login, second_password=PASSWORD)
    assert "agreed by Bryn Hughes" in agreed.text
    assert now_of(ward, case).level is Level.A15


async def test_a_press_meant_for_another_level_does_nothing(desk: Browser, ward: Ward) -> None:
    woman = ward.woman()
    case = woman.case(Level.A60)
    await desk.post(f"/line/case/{case.id}/claim")
    woman.case(Level.A15)
    page = await desk.post(f"/line/case/{case.id}/regrade", level="A4H", seen="A60", reason="looked well")
    assert "has changed since you opened it" in page.text
    assert now_of(ward, case).level is Level.A15


async def test_closing_needs_an_outcome_and_unknown_is_one(desk: Browser, ward: Ward) -> None:
    case = ward.case(Level.A15)
    await desk.post(f"/line/case/{case.id}/claim")
    refused = await desk.post(f"/line/case/{case.id}/close", outcome="", note="typed with care", seen="A15")
    assert refused.status_code == 422
    assert "typed with care" in refused.text
    page = await desk.post(f"/line/case/{case.id}/close", outcome="unknown", note="typed with care", seen="A15")
    assert "The case is closed." in page.text
    assert now_of(ward, case).outcome == "unknown"


async def test_not_reached_needs_three_tries_and_a_second_midwife(desk: Browser, ward: Ward) -> None:
    case = ward.case(Level.A15)
    path = f"/line/case/{case.id}/close"
    await desk.post(f"/line/case/{case.id}/claim")
    agreed = {"second_login": ward.bryn.login, "second_password": PASSWORD}
    assert "Ring her 3 times" in (await desk.post(path, outcome="not_reached", **agreed)).text
    for _ in range(3):
        await desk.post(f"/line/case/{case.id}/called", result="no_answer")
    assert (await desk.post(path, outcome="not_reached")).status_code == 422
    assert "The case is closed." in (await desk.post(path, outcome="not_reached", **agreed)).text


async def test_given_back_the_case_waits_again(desk: Browser, ward: Ward) -> None:
    case = ward.case(Level.A15)
    await desk.post(f"/line/case/{case.id}/claim")
    assert "back on the board" in (await desk.post(f"/line/case/{case.id}/release")).text
    assert now_of(ward, case).owner_id is None


async def test_her_next_words_are_in_the_parts(desk: Browser, ward: Ward, clock: SetClock) -> None:
    woman = ward.woman()
    case = woman.case(Level.A15)
    await desk.post(f"/line/case/{case.id}/claim")
    said(ward, woman, "it is getting worse now", ward.now)
    with ward.database.write() as connection:
        letters.her_words(connection, case.id, "it is getting worse now", ward.now)
        assert events.verify(connection, case.id)
    text = (await desk.get(f"/line/case/{case.id}/parts")).text
    assert "it is getting worse now" in text
    assert "<html" not in text


async def test_anothers_words_on_a_shared_telephone_are_not_on_her_card(desk: Browser, ward: Ward) -> None:
    woman = ward.woman("sms")
    case = woman.case(Level.A15)
    sister = ward.woman("sms")
    shared = Woman.__new__(Woman)
    shared.__dict__ = {**sister.__dict__, "conversation_id": woman.conversation_id}
    said(ward, shared, "this is her sister writing", ward.now)
    assert "this is her sister" not in (await desk.get(f"/line/case/{case.id}")).text


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("safe", "Safe to ring her"),
        ("no_message", "Ring her, but leave NO message"),
        ("text_first", "Send her a text before you ring"),
        ("not_safe", "NOT safe to ring her"),
        (None, "Not known whether it is safe"),
    ],
)
async def test_every_answer_about_ringing_is_said(desk: Browser, ward: Ward, answer: str | None, told: str) -> None:
    case = ward.woman(phone="+447700900123", safe_to_ring=answer, transport="lift").case(Level.A15)
    text = (await desk.get(f"/line/case/{case.id}")).text
    assert told in text
    assert "NEEDS A LIFT" in text
    assert ("tag--long" in text) is (answer in ("no_message", "text_first", "not_safe"))
