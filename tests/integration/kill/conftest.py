from __future__ import annotations

import asyncio

import pytest

from bench.kill.play import Played, play

KILLS, SEED = 20, 7


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Women on all three channels, and a server that is killed under them; once for all tests."""
    return asyncio.run(play(KILLS, SEED, tmp_path_factory.mktemp("killed")))
