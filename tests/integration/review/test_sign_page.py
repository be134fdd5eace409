"""A safety officer signs in her browser: herself, with her password once more, into a file to be committed."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from bot.app import wiring
from bot.app.server import build
from bot.app.settings import from_environment
from bot.app.wiring import Parts
from bot.line import members
from bot.protocol.reader import read_protocol
from bot.records import vault
from bot.records.clock import SetClock
from bot.records.tables import events
from bot.review import signoffs
from bot.review.approval import status_of
from tests.conversations.conftest import THREE_AT_NIGHT

pytestmark = pytest.mark.anyio
PASSWORD = "correct horse battery"
OFFICER, SECOND, MIDWIFE = "Jo Bell", "Ann Lee", "Amara Obi"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def parts(tmp_path: Path) -> AsyncIterator[Parts]:
    members.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    given = {"TRIAGE_SIGNATURES": str(tmp_path / "signatures")}
    url = f"sqlite:///{tmp_path / 'triage.db'}"
    settings = from_environment(given, var=tmp_path, database_url=url, key=vault.new_key())
    parts = wiring.assemble(settings, SetClock(THREE_AT_NIGHT))
    roles = {OFFICER: "safety_officer", SECOND: "safety_officer", MIDWIFE: "midwife"}
    with parts.database.write() as connection:
        for name, role in roles.items():
            home = {"line_id": parts.unit.line_id, "now": parts.clock.now()}
            members.add(connection, login=login(name), name=name, role=role, password=PASSWORD, **home)
    yield parts
    parts.dialogue.close()
    parts.database.close()


def login(name: str) -> str:
    return name.split()[0].lower()


class Browser:
    """One browser without scripts."""

    def __init__(self, parts: Parts) -> None:
        transport = httpx.ASGITransport(build(parts))
        self.client = httpx.AsyncClient(transport=transport, base_url="http://triage.test", follow_redirects=True)

    async def signs_in(self, name: str) -> Browser:
        page = await self.client.get("/line/sign-in")
        fields = {"csrf": csrf(page.text), "login": login(name), "password": PASSWORD}
        assert (await self.client.post("/line/sign-in", data=fields)).status_code == 200
        return self

    async def page(self) -> httpx.Response:
        return await self.client.get("/protocol/sign")

    async def signs(self, **changed: str) -> httpx.Response:
        page = await self.page()
        fields = {"csrf": csrf(page.text), "what": "whole", "read": "yes", "password": PASSWORD, **changed}
        return await self.client.post("/protocol/sign", data=fields)


def csrf(page: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    return found[1] if found else ""


def written(parts: Parts) -> tuple[signoffs.Signoff, ...]:
    return signoffs.read(parts.settings.signatures)


async def test_nobody_signs_without_signing_in(parts: Parts) -> None:
    page = await Browser(parts).page()
    assert page.status_code == 401
    assert "/line/sign-in" in page.text
    refused = await Browser(parts).client.post("/protocol/sign", data={"password": PASSWORD, "read": "yes"})
    assert refused.status_code == 401
    assert written(parts) == ()


async def test_a_midwife_does_not_sign(parts: Parts) -> None:
    midwife = await Browser(parts).signs_in(MIDWIFE)
    assert (await midwife.page()).status_code == 403
    refused = await midwife.signs()
    assert refused.status_code == 403
    assert "Only a safety officer signs" in refused.text
    assert written(parts) == ()


async def test_an_officer_of_another_line_does_not_sign(parts: Parts) -> None:
    from bot.records import sites

    with parts.database.write() as connection:
        unit = {"trust": "T", "name": "Other unit", "phone": "+441632960009", "address": "x"}
        other = sites.ensure(connection, line="Another line", **unit)
        home = {"line_id": other.line_id, "now": parts.clock.now()}
        members.add(connection, login="bo", name="Bo Ray", role="safety_officer", password=PASSWORD, **home)
    stranger = await Browser(parts).signs_in("Bo Ray")
    assert (await stranger.signs()).status_code == 403
    assert written(parts) == ()


async def test_an_officer_signs_into_a_file_that_the_page_names(parts: Parts) -> None:
    officer = await Browser(parts).signs_in(OFFICER)
    page = await officer.page()
    assert "Nobody has signed version" in page.text
    done = await officer.signs()
    assert done.status_code == 200
    (signed,) = written(parts)
    assert (signed.who, signed.role.value, signed.whole) == (OFFICER, "safety_officer", True)
    assert signed.on.isoformat() == "2026-11-24"
    assert signed.content == read_protocol().hash
    assert str(parts.settings.signatures / signed.file) in done.text
    assert "Commit this file" in done.text
    assert "Signed by one person" in done.text
    with parts.database.read() as connection:
        kind, body = connection.execute(select(events.c.kind, events.c.body)).one()
    assert (kind, body["content"]) == ("protocol_signed", signed.content)


async def test_two_officers_approve_what_is_served(parts: Parts) -> None:
    for name in (OFFICER, SECOND):
        await (await Browser(parts).signs_in(name)).signs()
    assert status_of(parts.served.protocol, written(parts)).approved
    page = (await Browser(parts).client.get("/protocol/awaiting")).text
    assert "Approved." in page
    assert 'class="status status--awaiting"' not in (await Browser(parts).client.get("/protocol/P01")).text


async def test_the_same_officer_twice_is_one_person(parts: Parts) -> None:
    officer = await Browser(parts).signs_in(OFFICER)
    await officer.signs()
    await officer.signs()
    assert len(written(parts)) == 2
    assert not status_of(parts.served.protocol, written(parts)).approved


async def test_some_criteria_alone_may_be_signed(parts: Parts) -> None:
    officer = await Browser(parts).signs_in(OFFICER)
    assert (await officer.signs(what="some", only="RFM-R1, RF05")).status_code == 200
    (signed,) = written(parts)
    assert (signed.whole, set(signed.clauses)) == (False, {"RFM-R1", "RF05"})


@pytest.mark.parametrize(
    ("changed", "status", "says"),
    [
        ({"csrf": "0" * 64}, 403, "This form is too old"),
        ({"read": ""}, 400, "Say that you have read"),
        ({"password": "another password"}, 401, "That is not your password"),
        ({"what": "some", "only": "RFM-R1 RFM-X9"}, 400, "no criterion &#39;RFM-X9&#39;"),
        ({"what": "some", "only": " "}, 400, "Name the criteria"),
    ],
    ids=["another form", "not read", "wrong password", "unknown criterion", "no criterion"],
)
async def test_anything_wrong_signs_nothing(parts: Parts, changed: dict[str, str], status: int, says: str) -> None:
    officer = await Browser(parts).signs_in(OFFICER)
    refused = await officer.signs(**changed)
    assert refused.status_code == status
    assert says in refused.text
    assert written(parts) == ()


async def test_guessing_the_password_is_slowed(parts: Parts) -> None:
    officer = await Browser(parts).signs_in(OFFICER)
    for _ in range(5):
        await officer.signs(password="another password")
    assert "Too many wrong tries" in (await officer.signs()).text
    assert written(parts) == ()


async def test_a_folder_that_cannot_be_written_is_said(parts: Parts) -> None:
    parts.settings.signatures.write_text("not a folder", "utf-8")
    officer = await Browser(parts).signs_in(OFFICER)
    refused = await officer.signs()
    assert refused.status_code == 500
    assert "cannot be written" in refused.text


async def test_a_name_in_the_address_is_no_file(parts: Parts) -> None:
    officer = await Browser(parts).signs_in(OFFICER)
    for name in ("../triage.db", "/etc/passwd", "<script>"):
        page = await officer.client.get("/protocol/sign", params={"written": name})
        assert "Commit this file" not in page.text
