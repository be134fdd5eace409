from __future__ import annotations

import pytest

from bot.protocol.content import Protocol
from bot.protocol.reader import read_protocol


@pytest.fixture(scope="session")
def protocol() -> Protocol:
    return read_protocol()
