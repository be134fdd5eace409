"""What a page shows of one thing: a criterion, a question, a sentence, a card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .phrases import Phrase


@dataclass(frozen=True)
class Row:
    """One criterion or signpost as a table shows it."""

    id: str
    words: str
    level: str
    phrase: Phrase
    card: str
    told: str
    neutral: bool
    source: str
    tag: str
    tag_words: str
    owner: str
    review: date


@dataclass(frozen=True)
class Answer:
    """One answer as she reads it, and what it also means."""

    words: str
    means: str = ""


@dataclass(frozen=True)
class Question:
    """One question as she reads it, and what the protocol makes of it."""

    id: str
    name: str
    stage: str
    kind: str
    ask: str
    why: str
    help: str
    answers: tuple[Answer, ...]
    unsure: str
    when: Phrase | None
    age: float


@dataclass(frozen=True)
class Said:
    """One sentence with its fillings, and its reading age where it is long enough to have one."""

    id: str
    lines: tuple[str, ...]
    short: tuple[str, ...]
    age: float | None


@dataclass(frozen=True)
class Spoken:
    """A passage of sentences with its reading age."""

    id: str
    kind: str
    sentences: tuple[Said, ...]
    age: float

    def part(self, name: str) -> tuple[str, ...]:
        """The lines of one part, such as `title`; none where it has no such part."""
        return next((one.lines for one in self.sentences if one.id == f"{self.id}.{name}"), ())


@dataclass(frozen=True)
class Card:
    """A card or signpost, at which level, and for which criteria it is shown."""

    spoken: Spoken
    level: str
    used_by: tuple[str, ...]
