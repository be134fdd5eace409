"""The frozen messages: labelled by people who had not seen how messages are read, and kept as they are."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "data" / "messages"
#: Assertions that say she has it, or may have it.
STATED = ("present", "unsure")


class Thawed(RuntimeError):
    """The messages are not those that were frozen: put them back, or freeze a new set under a new name."""


@dataclass(frozen=True)
class Labelled:
    """One message and what a reader has to make of it."""

    text: str
    language: str
    category: str
    findings: dict[str, str]
    gestation: str | None
    level: str | None


def messages() -> list[Labelled]:
    """Every message of every file. Raises `Thawed` when one of them was changed."""
    frozen = json.loads((FOLDER / "frozen.json").read_text())
    return [one for name, digest in sorted(frozen.items()) for one in _of(FOLDER / name, digest)]


def _of(file: Path, digest: str) -> list[Labelled]:
    content = file.read_bytes()
    if sha256(content).hexdigest() != digest:
        raise Thawed(f"{file.name}: {Thawed.__doc__}")
    return [_labelled(json.loads(line)) for line in content.decode().splitlines() if line.strip()]


def _labelled(row: dict) -> Labelled:  # type: ignore[type-arg]
    stated = {one["finding"]: one["assertion"] for one in row["findings"]}
    return Labelled(row["text"], row["language"], row["category"], stated, row["gestation"], row["level"])
