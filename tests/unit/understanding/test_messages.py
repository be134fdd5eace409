"""What she says, in many voices, is read as what she means. One row, one message; the last column says why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.understanding.reader import read
from bot.understanding.reading import Assertion

TODAY = date(2026, 11, 21)
SAID = (Assertion.PRESENT, Assertion.UNSURE)


Row = tuple[str, str, str, str]
FILES = sorted((Path(__file__).parent / "messages").glob("*.txt"))


def rows(*files: Path) -> list[Row]:
    """The rows of these files, or of all."""
    found = []
    for file in files or FILES:
        for line in file.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                message, present, absent, why = (cell.strip() for cell in line.split("|"))
                found.append((message, present, absent, why))
    return found


def names(cell: str) -> list[str]:
    return [name.strip() for name in cell.split(",") if name.strip()]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_messages(file: Path) -> None:
    """One test a file, for one a message would take longer than reading them all."""
    wrong = [f"{row[0]} | {fault} | {row[3]}" for row in rows(file) for fault in faults(row)]
    assert not wrong, "\n".join(wrong)


def faults(row: Row) -> Iterator[str]:
    """What is read otherwise than the row says."""
    message, present, absent, _ = row
    findings = {finding.name: finding for finding in read(message, TODAY).findings}
    for name in names(present):
        finding = findings.get(name.rstrip("?"))
        if finding is None or finding.assertion not in SAID:
            yield f"{name} is not read"
        elif not (finding.certain or name.endswith("?")):
            yield f"{name} is doubtful"
    for name in names(absent):
        finding = findings.get(name.rstrip("?"))
        if finding and finding.assertion in SAID and (finding.certain or not name.endswith("?")):
            yield f"{name} is read"


def test_there_are_enough_messages() -> None:
    assert len(rows()) > 400
