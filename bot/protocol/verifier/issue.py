"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Issue:
    """One thing wrong with a protocol: where, with what, and a sentence saying what to do."""

    file: str
    id: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}: {self.id}: {self.sentence}"
