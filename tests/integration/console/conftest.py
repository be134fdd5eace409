"""The console over a real SQLite file: an app, its people, and a browser without scripts."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from httpx import ASGITransport, AsyncClient, Response
from starlette.applications import Starlette
from starlette.routing import Mount

from bot.line import console
from bot.records.clock import SetClock
from bot.records.database import Database
from tests.integration.ward import PASSWORD, Ward

_TOKEN = re.compile(r'name="csrf" value="([^"]+)"')


class Browser:
    """One browser: follows no script, keeps its cookies, sends the form tokens it was shown."""

    def __init__(self, app: Starlette, clock: SetClock, base: str = "http://line.test") -> None:
        self.client = AsyncClient(transport=ASGITransport(app=app), base_url=base)
        self.clock = clock
        self.csrf = ""

    async def get(self, path: str, **more: object) -> Response:
        return self._seen(await self.client.get(path, **more))  # type: ignore[arg-type]

    async def post(self, path: str, follow: bool = True, **fields: str) -> Response:
        data = {"csrf": self.csrf, **fields}
        return self._seen(await self.client.post(path, data=data, follow_redirects=follow))

    async def sign_in(self, login: str, password: str = PASSWORD) -> Response:
        await self.get("/line/sign-in")
        return await self.post("/line/sign-in", login=login, password=password)

    def _seen(self, response: Response) -> Response:
        found = _TOKEN.search(response.text)
        if found:
            self.csrf = found[1]
        return response


@pytest.fixture
def database(migrated_file: Path, tmp_path: Path) -> Iterator[Database]:
    """SQLite only: the rules of the line are tested on both elsewhere."""
    shutil.copy(migrated_file, tmp_path / "triage.db")
    database = Database(f"sqlite:///{tmp_path / 'triage.db'}")
    yield database
    database.close()


@pytest.fixture
def clock(now: datetime) -> SetClock:
    return SetClock(now)


@pytest.fixture
def app(database: Database, clock: SetClock, ward: Ward) -> Starlette:
    routes = console.routes(database, clock, ward.unit, SimpleNamespace(public_url=""), lambda: True)
    return Starlette(routes=[Mount("/line", routes=routes)])


@pytest.fixture
def browser(app: Starlette, clock: SetClock) -> Browser:
    return Browser(app, clock)


@pytest.fixture
def other_browser(app: Starlette, clock: SetClock) -> Browser:
    return Browser(app, clock)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
