"""What she says, in many voices, is read as what she means. One row, one message; the last column says why."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.understanding.reader import read
from bot.understanding.reading import Assertion

TODAY = date(2026, 11, 21)
SAID = (Assertion.PRESENT, Assertion.UNSURE)


def rows() -> list[tuple[str, str, str, str]]:
    found = []
    for file in sorted((Path(__file__).parent / "messages").glob("*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                message, present, absent, why = (cell.strip() for cell in line.split("|"))
                found.append((message, present, absent, why))
    return found


def names(cell: str) -> list[str]:
    return [name.strip() for name in cell.split(",") if name.strip()]


@pytest.mark.parametrize(("message", "present", "absent", "why"), rows())
def test_message(message: str, present: str, absent: str, why: str) -> None:
    findings = {finding.name: finding for finding in read(message, TODAY).findings}
    for name in names(present):
        finding = findings.get(name.rstrip("?"))
        assert finding is not None, why
        assert finding.assertion in SAID, why
        assert finding.certain or name.endswith("?"), why
    for name in names(absent):
        finding = findings.get(name.rstrip("?"))
        assert finding is None or finding.assertion not in SAID or name.endswith("?") and not finding.certain, why


def test_there_are_enough_messages() -> None:
    assert len(rows()) > 400
