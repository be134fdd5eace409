from __future__ import annotations

import pytest

from bot.protocol.content import Protocol
from bot.protocol.reader import read_protocol
from bot.review.phrases import Phrasing


@pytest.fixture(scope="session")
def served() -> Protocol:
    """The protocol as it is served."""
    return read_protocol()


@pytest.fixture(scope="session")
def phrasing(served: Protocol) -> Phrasing:
    return Phrasing(served)
