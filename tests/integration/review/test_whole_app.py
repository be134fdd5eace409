"""The protocol's pages in the whole application, as it is served."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.app import wiring
from bot.app.server import build
from bot.app.settings import ROOT, from_environment
from bot.records import vault
from bot.records.clock import SystemClock

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def visitor(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody without a session; no model is loaded."""
    url = f"sqlite:///{tmp_path / 'triage.db'}"
    site = tmp_path / "site.yml"
    text = (ROOT / "site.yml").read_text("utf-8").replace("+441632960001", "+441632960002")
    site.write_text(text.replace("Example Maternity Unit", "Harbour Unit"), "utf-8")
    settings = from_environment({"TRIAGE_SITE": str(site)}, var=tmp_path, database_url=url, key=vault.new_key())
    parts = wiring.assemble(settings, SystemClock())
    transport = httpx.ASGITransport(build(parts))
    async with httpx.AsyncClient(transport=transport, base_url="http://triage.test", follow_redirects=True) as visitor:
        yield visitor
    parts.dialogue.close()
    parts.database.close()


async def test_anybody_reads_the_protocol_before_a_model_is_loaded(visitor: httpx.AsyncClient) -> None:
    page = await visitor.get("/protocol")
    assert page.status_code == 200
    assert "Harbour Unit" in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


async def test_cards_carry_this_units_name_and_number(visitor: httpx.AsyncClient) -> None:
    cards = (await visitor.get("/protocol/cards")).text
    assert "Go to Harbour Unit now." in cards
    assert "01632 960002" in cards


async def test_an_unknown_page_is_told_kindly(visitor: httpx.AsyncClient) -> None:
    page = await visitor.get("/protocol/P99")
    assert page.status_code == 404
    assert "We could not find that page" in page.text
