"""An invented woman: what she writes first, how she answers, how long she takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "women"
CHANNELS = ("web", "telegram", "sms")


@dataclass(frozen=True)
class Answer:
    """Options by their id, or words."""

    options: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Woman:
    """One script. `shows` is the level it is written to reach, or `signpost`; `waits` is in seconds."""

    name: str
    channel: str
    shows: str
    says: tuple[str, ...]
    answers: Mapping[str, Answer]
    otherwise: tuple[str, ...]
    waits: float
    when_midwife_writes: tuple[str, ...]

    def answer(self, question: str, options: Sequence[str]) -> Answer:
        """Her answer to a question, by its meaning."""
        own = self.answers.get(question)
        if own is not None and (own.text or set(own.options) <= set(options) or not options):
            return own
        fitting = [option for option in self.otherwise if option in options]
        return Answer(options=(fitting[0],)) if fitting else Answer(text="I am not sure")


def read_women(folder: Path = FOLDER) -> list[Woman]:
    """Everybody in the folder, by name."""
    everyone = _load(folder / "everyone.yml")
    files = sorted(path for path in folder.glob("*.yml") if path.name != "everyone.yml")
    return [_woman(_load(path), everyone) for path in files]


def _woman(script: Mapping[str, Any], everyone: Mapping[str, Any]) -> Woman:
    answers = {**everyone["answers"], **script["answers"]}
    if not script["name"].startswith("Invented ") or script["channel"] not in CHANNELS:
        raise ValueError(f"{script['name']}: the name begins with Invented, the channel is one of {CHANNELS}")
    return Woman(
        name=script["name"],
        channel=script["channel"],
        shows=script["shows"],
        says=tuple(script["says"]),
        answers={question: _answer(given) for question, given in answers.items()},
        otherwise=tuple(everyone["otherwise"]),
        waits=float(script["waits"]),
        when_midwife_writes=tuple(script["when_midwife_writes"]),
    )


def _answer(given: Any) -> Answer:
    if isinstance(given, dict):
        return Answer(text=given["text"])
    return Answer(options=tuple(given) if isinstance(given, list) else (given,))


def _load(path: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))
