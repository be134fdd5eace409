"""The web chat over ASGI: no socket, no browser."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from .served import Served
from .site import Site


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def site(migrated_file: Path, tmp_path: Path) -> Iterator[Site]:
    shutil.copy(migrated_file, tmp_path / "chat.db")
    site = Site(tmp_path)
    yield site
    site.close()


@pytest.fixture
async def client(site: Site) -> AsyncIterator[httpx.AsyncClient]:
    """A caller with no cookie yet. A trace would reach it as an exception."""
    transport = httpx.ASGITransport(site.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://chat.test") as client:
        yield client


@pytest.fixture
async def hers(client: httpx.AsyncClient) -> httpx.AsyncClient:
    """A caller whose conversation has begun; the cookie is in the client."""
    assert (await client.post("/api/conversations", json={})).status_code == 201
    return client


@pytest.fixture
def served(migrated_file: Path, tmp_path: Path) -> Iterator[Served]:
    """A real server, for what only a socket can show."""
    shutil.copy(migrated_file, tmp_path / "chat.db")
    served = Served(tmp_path, heartbeat_seconds=0.3)
    yield served
    served.close()
