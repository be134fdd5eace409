"""The training messages: what people wrote, and which findings each of them states (data/said/README.md)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.understanding import read

from ..heard import to_json

#: Any day: the messages name no day that matters to what they state.
_DAY = date(2026, 11, 22)
_STATED = ("present", "unsure")


@dataclass(frozen=True)
class Example:
    """One message, the findings it states, and what the floor reads in it."""

    text: str
    findings: frozenset[str]
    reading: dict[str, Any]


def examples(folder: Path) -> list[Example]:
    """Every message of every file. Raises `ValueError` naming file and line."""
    return [_example(row) for file in sorted(folder.glob("*.jsonl")) for row in rows(file)]


def rows(file: Path) -> list[dict[str, Any]]:
    """The messages of one file. Raises `ValueError` naming file and line."""
    found = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            found.append(dict(json.loads(line)))
        except ValueError as problem:
            raise ValueError(f"{file.name}:{number}: {problem}; write one JSON object a line") from problem
    return found


def often_enough(found: Sequence[Example], fewest: int) -> list[str]:
    """The findings that enough messages state."""
    counted = Counter(name for one in found for name in one.findings)
    return sorted(name for name, times in counted.items() if times >= fewest)


def _example(row: dict[str, Any]) -> Example:
    stated = frozenset(one["finding"] for one in row["findings"] if one["assertion"] in _STATED)
    return Example(row["text"], stated, to_json(read(row["text"], _DAY)))
