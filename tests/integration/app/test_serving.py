"""A start without its database waits for it, and says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app import serving
from bot.app.settings import from_environment


def test_a_start_waits_for_its_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = tmp_path / "later" / "triage.db"  # a folder that is not there yet
    settings = from_environment({"DATABASE_URL": f"sqlite:///{database}", "TRIAGE_VAR": str(tmp_path / "var")})
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 2:
            database.parent.mkdir()

    settings.var.mkdir()
    parts = serving.assembled(settings, wait)
    parts.database.close()
    assert waits == [serving.SECONDS_TO_NEXT_TRY] * 2
    assert "trying again in 2 s" in capsys.readouterr().out
