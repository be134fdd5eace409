"""Conversations run through the embedded agent, the real front desk and a real database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import wiring
from bot.app.settings import ROOT, from_environment
from bot.app.wiring import Parts
from bot.dialogue.port import Dialogue
from bot.records import vault
from bot.records.clock import SetClock
from tests.phone import Phone, midwife_signs_in

#: A Tuesday in winter, at a bad hour.
THREE_AT_NIGHT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def dialogue() -> Iterator[Dialogue]:
    dialogue = Dialogue()
    dialogue.load(ROOT / "models" / "triage.tar.gz")
    yield dialogue
    dialogue.close()


@pytest.fixture
def parts(dialogue: Dialogue, tmp_path: Path) -> Iterator[Parts]:
    url = f"sqlite:///{tmp_path / 'triage.db'}"
    settings = from_environment({}, var=tmp_path, database_url=url, key=vault.new_key())
    parts = wiring.assemble(settings, SetClock(THREE_AT_NIGHT), dialogue)
    yield parts
    parts.database.close()


@pytest.fixture
def phone(parts: Parts) -> Phone:
    midwife_signs_in(parts)
    return Phone(parts)
