"""The readable protocol behind a real server."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import httpx
import pytest

from .library import Library


@pytest.fixture(scope="package")
def library() -> Iterator[Library]:
    library = Library()
    yield library
    library.close()


@pytest.fixture
def reader(library: Library) -> Iterator[httpx.Client]:
    """Somebody who has not signed in to anything."""
    with httpx.Client(base_url=library.url, follow_redirects=True) as reader:
        yield reader


@pytest.fixture
def unit() -> SimpleNamespace:
    return SimpleNamespace(phone="+441632960001")
