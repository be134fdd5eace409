"""The console says what the service is, and every case by which sort of version it was graded."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from bot.line import console
from bot.protocol.mark import UNTIL_KNOWN, mark
from bot.records.clock import SetClock
from bot.records.database import Database
from tests.integration.console.conftest import Browser
from tests.integration.ward import Ward

pytestmark = pytest.mark.anyio
SIGNED, UNSIGNED = "a" * 64, "b" * 64


def served(database: Database, clock: SetClock, ward: Ward, said: str) -> Browser:
    settings = SimpleNamespace(public_url="", mark=said)
    routes = console.routes(database, clock, ward.unit, settings, lambda: True, lambda hash: hash == SIGNED)
    return Browser(Starlette(routes=[Mount("/line", routes=routes)]), clock)


async def test_an_approved_console_says_nothing_and_its_old_cases_do(
    database: Database, clock: SetClock, ward: Ward
) -> None:
    desk = served(database, clock, ward, mark(production=True, approved=True))
    assert "approved" not in (await desk.sign_in(ward.amara.login)).text
    assert "approved" not in (await desk.get(f"/line/case/{ward.case(protocol_hash=SIGNED).id}")).text
    old = await desk.get(f"/line/case/{ward.case(protocol_hash=UNSIGNED).id}")
    assert old.text.count("Not approved for clinical use") == 2


async def test_until_somebody_has_signed_every_page_says_so(database: Database, clock: SetClock, ward: Ward) -> None:
    desk = served(database, clock, ward, mark(production=False, approved=False))
    assert UNTIL_KNOWN in (await desk.get("/line/sign-in")).text
    assert UNTIL_KNOWN in (await desk.sign_in(ward.amara.login)).text


def test_the_mark_goes_only_for_an_approved_version_in_production() -> None:
    assert mark(production=True, approved=True) == ""
    assert mark(production=True, approved=False) == "Not approved for clinical use"
    assert mark(production=False, approved=True) == "Demonstration, not an NHS service"
    assert "not approved" in mark(production=False, approved=False)
