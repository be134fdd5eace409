"""Lines read as the server reads them: the floor, the trained part, and what the protocol makes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.protocol.gestation import DueDate, weeks_and_days
from bot.protocol.level import Level
from bot.records.clock import local_date
from bot.understanding import read
from bot.understanding.reading import Assertion, Finding, Understood

from . import heard, shelf
from .chart import Chart
from .harmless import harmless
from .hearing import hear
from .port import Dialogue

#: Ways to say how far along she is that leave more than a few days open.
_VAGUE = ("months", "trimester")


@dataclass(frozen=True)
class Listened:
    """One line: what was read in it, the act it was taken for, and the level if she never writes again."""

    understood: Understood
    act: str | None
    level: Level

    def to_json(self, today: date) -> dict[str, Any]:
        """As `triage understand` writes it (docs/findings.md)."""
        return {
            "text": self.understood.text,
            "language": self.understood.language,
            "gestation": stated_weeks(self.understood.due, today),
            "findings": [
                {"finding": one.name, "assertion": one.assertion.value, "quote": one.quote}
                for one in self.understood.findings
            ],
            "level": colour(self.level),
            "act": self.act,
        }


def colour(level: Level) -> str | None:
    """`red`, `amber`, or nothing that is urgent."""
    if level is Level.G:
        return None
    return "red" if level >= Level.R_GO else "amber"


def stated_weeks(due: DueDate | None, today: date) -> str | None:
    """Weeks and days where she said them closely enough; months and trimesters are no such thing."""
    if due is None or due.how in _VAGUE:
        return None
    return weeks_and_days(due.on(today).low)


class Listener:
    """Loads the model once and reads line after line."""

    def __init__(self, model: Path, now: datetime) -> None:
        self._dialogue = Dialogue()
        self._dialogue.load(model)
        self._now = now

    def read(self, text: str) -> Listened:
        """One line, as the first message of a new conversation."""
        floor = heard.to_json(read(text, local_date(self._now)))
        parsed = self._dialogue.read(harmless(text), {"now": self._now.isoformat(), "understood": floor})
        understood = heard.from_json(parsed["understood"])
        act = (parsed.get("intent") or {}).get("name")
        return Listened(understood, act, level_of(understood, self._now))

    def close(self) -> None:
        """Stop the dialogue's thread."""
        self._dialogue.close()


def level_of(understood: Understood, now: datetime) -> Level:
    """What the protocol gives if she never writes again: a doubt counts as "yes", a what-if as nothing."""
    chart = hear(Chart(shelf.current().hash), heard.Heard("1", understood.text, _without_doubt(understood), now))
    return chart.step(now).level_so_far


def _without_doubt(understood: Understood) -> Understood:
    said = [replace(one, assertion=Assertion.PRESENT, certain=True) for one in understood.findings if _counts(one)]
    denied = [one for one in understood.findings if one.assertion is Assertion.ABSENT]
    return replace(understood, findings=(*said, *denied))


def _counts(finding: Finding) -> bool:
    return finding.assertion in (Assertion.PRESENT, Assertion.UNSURE)
