"""One message as the dialogue hears it, and what was read in it, as JSON and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.protocol import wire
from bot.protocol.statement import Reading
from bot.understanding.reading import Assertion, Finding, Understood


@dataclass(frozen=True)
class Heard:
    """A message: its own id, her words, the pressed options of question number `n`, the reading.

    `for_the_question` is false when Rasa took the message for an act ("why?", "thanks").
    """

    id: str
    words: str
    understood: Understood
    now: datetime
    pressed: tuple[str, ...] = ()
    for_the_question: bool = True


def to_json(understood: Understood) -> dict[str, Any]:
    """For a message's metadata and Rasa's parse data."""
    return {
        "text": understood.text,
        "findings": [[f.name, f.assertion.value, f.quote, f.certain] for f in understood.findings],
        "due": wire.to_json(understood.due),
        "pressure": wire.to_json(understood.pressure),
        "temperature": wire.to_json(understood.temperature),
        "phone": understood.phone,
        "about": understood.about,
        "language": understood.language,
    }


def from_json(data: Mapping[str, Any]) -> Understood:
    """Back from a message's metadata."""
    return Understood(
        text=data["text"],
        findings=tuple(Finding(n, Assertion(a), q, c) for n, a, q, c in data["findings"]),
        due=wire.from_json(data["due"]),  # type: ignore[arg-type]
        pressure=_reading(data["pressure"]),
        temperature=_reading(data["temperature"]),
        phone=data["phone"],
        about=data["about"],
        language=data["language"],
    )


def _reading(data: Any) -> Reading | None:
    value = wire.from_json(data)
    return value if isinstance(value, Reading) else None
