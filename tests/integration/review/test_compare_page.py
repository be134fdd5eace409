"""Anybody compares versions that were served here, and sees what a change does; nobody's answers are shown."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.app import wiring
from bot.app.server import build
from bot.app.settings import from_environment
from bot.app.wiring import Parts
from bot.protocol.reader import from_content
from bot.records import vault, versions
from bot.records.clock import SetClock
from bot.review import compare_page
from tests.conversations.conftest import THREE_AT_NIGHT

pytestmark = pytest.mark.anyio
A4 = "id: RFM-A4\n    level: A60"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def parts(tmp_path: Path) -> AsyncIterator[Parts]:
    url = f"sqlite:///{tmp_path / 'triage.db'}"
    settings = from_environment({}, var=tmp_path, database_url=url, key=vault.new_key())
    parts = wiring.assemble(settings, SetClock(THREE_AT_NIGHT))
    yield parts
    parts.dialogue.close()
    parts.database.close()


@pytest.fixture
async def reader(parts: Parts) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(build(parts))
    async with httpx.AsyncClient(transport=transport, base_url="http://triage.test") as reader:
        yield reader


@pytest.fixture
def earlier(parts: Parts) -> str:
    """The hash of a version that was served before, in which RFM-A4 was red."""
    content = dict(parts.served.protocol.content)
    content["pathways/P01.yml"] = content["pathways/P01.yml"].replace(A4, A4.replace("A60", "R-GO"))
    version = from_content(content)
    with parts.database.write() as connection:
        versions.keep(connection, version, parts.clock.now())
    return version.hash


async def test_versions_that_were_served_can_be_chosen(parts: Parts, reader: httpx.AsyncClient, earlier: str) -> None:
    page = await reader.get("/protocol/compare")
    assert page.status_code == 200
    assert "served here" in page.text
    assert f'value="{earlier}"' in page.text
    assert "first served 24 Nov 2026, 03:00" in page.text


async def test_a_level_that_falls_is_said_with_what_it_does(
    parts: Parts, reader: httpx.AsyncClient, earlier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compare_page, "INVENTED", 200)
    page = (await reader.get("/protocol/compare", params={"old": earlier, "new": parts.served.protocol.hash})).text
    assert "R-GO -&gt; A60 when Weeks 20+0 to under 24+0" in page
    assert "to a lower level" in page
    assert "RFM-A4" in page


async def test_the_same_version_twice_differs_in_nothing(parts: Parts, reader: httpx.AsyncClient) -> None:
    here = parts.served.protocol.hash
    assert "Nothing differs." in (await reader.get("/protocol/compare", params={"old": here, "new": here})).text


@pytest.mark.parametrize("name", ["0" * 64, "/etc", "HEAD", "../clinical"])
async def test_only_versions_from_here_are_read(parts: Parts, reader: httpx.AsyncClient, name: str) -> None:
    page = await reader.get("/protocol/compare", params={"old": name, "new": parts.served.protocol.hash})
    assert page.status_code == 404
    assert "There is no such version here" in page.text


async def test_the_same_question_is_worked_out_once(
    parts: Parts, reader: httpx.AsyncClient, earlier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    times: list[int] = []
    worked_out = compare_page._worked_out

    def counted(*versions: object) -> object:
        times.append(1)
        return worked_out(*versions)  # type: ignore[arg-type]

    monkeypatch.setattr(compare_page, "INVENTED", 5)
    monkeypatch.setattr(compare_page, "_worked_out", counted)
    for _ in range(3):
        await reader.get("/protocol/compare", params={"old": earlier, "new": parts.served.protocol.hash})
    assert len(times) == 1
