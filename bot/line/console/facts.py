"""What a case's summary and her details say, read once and safely: any part may be missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.protocol.level import Level

from . import reaching
from .levels import Look, look


@dataclass(frozen=True)
class Tag:
    """A short mark on a case. `look` is a class of the style sheet."""

    text: str
    look: str = ""


@dataclass(frozen=True)
class Reason:
    """One criterion that fired."""

    look: Look
    text: str
    criterion: str
    source: str


@dataclass(frozen=True)
class Facts:
    """What is known about her, as far as it was told."""

    summary: dict[str, Any]
    details: dict[str, Any]
    reasons: list[Reason]
    risks: list[str]

    def told(self, name: str) -> Any:
        """What her details say of it, or else the case's summary."""
        value = self.details.get(name)
        return self.summary.get(name) if value is None else value

    @property
    def is_alone(self) -> bool:
        """Whether she said that nobody is with her."""
        return reaching.company(self.told("alone")) == "ALONE"

    @property
    def weeks(self) -> str:
        """Weeks and days; empty when they are not known."""
        if self.summary.get("gestation_how") == "unknown":
            return ""
        return str(self.summary.get("gestation") or "")

    def tags(self, contact: int | None) -> tuple[Tag, ...]:
        """The marks that must be seen on the board and on the card."""
        found = []
        if self.is_alone:
            found.append(Tag("ALONE", "tag--loud"))
        if need := reaching.language(self.told("language")):
            found.append(Tag(f"Language: {need}", "tag--loud"))
        if contact and contact > 1:
            found.append(Tag(f"{ordinal(contact)} contact"))
        return tuple(found)


def of(summary: dict[str, Any] | None, details: dict[str, Any] | None) -> Facts:
    """The facts of a case."""
    summary, details = summary or {}, details or {}
    reasons = [_reason(one) for one in summary.get("reasons") or []]
    reasons.sort(key=lambda one: -one.look.level)
    return Facts(summary, details, reasons, [str(one) for one in summary.get("risks") or []])


def _reason(one: dict[str, Any]) -> Reason:
    criterion = str(one.get("criterion", ""))
    return Reason(look(_level(one)), str(one.get("text") or criterion), criterion, str(one.get("source") or ""))


def _level(one: dict[str, Any]) -> Level:
    try:
        return Level.parse(str(one.get("level", "")))
    except ValueError:
        return Level.G


def ordinal(number: int) -> str:
    """`2nd`, `3rd`, `11th`."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"
