from __future__ import annotations

import pytest

from bot.protocol.content import Protocol

from .conversation import Talk, small


@pytest.fixture(scope="session")
def protocol() -> Protocol:
    return small()


@pytest.fixture
def talk(protocol: Protocol) -> Talk:
    return Talk(protocol)
