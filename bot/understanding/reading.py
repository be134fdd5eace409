"""What was read in one message."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.protocol.gestation import DueDate
from bot.protocol.statement import Reading as Measured
from bot.protocol.statement import Value


class Assertion(StrEnum):
    """What she says about a finding."""

    PRESENT = "present"
    ABSENT = "absent"
    PAST = "past"  # resolved, or long ago
    HYPOTHETICAL = "hypothetical"  # what if, how would I know
    OTHER = "other"  # somebody else's
    UNSURE = "unsure"


@dataclass(frozen=True)
class Finding:
    """One thing her words say. `name` is one of evidence section 4 (`rfm_reduced`, ...).

    `certain` is false where the words only suggest it: a doubtful red one is asked back.
    """

    name: str
    assertion: Assertion
    quote: str
    certain: bool = True


@dataclass(frozen=True)
class Understood:
    """Everything read in one message.

    `due` is stated gestation turned into a due date interval; `postnatal` or `early` are findings.
    `about` is `her`, `with_me` (a companion writes) or `absent` (about someone elsewhere), or None.
    `language` is an ISO 639-1 code or `und`.
    """

    text: str
    findings: tuple[Finding, ...] = ()
    due: DueDate | None = None
    pressure: Measured | None = None
    temperature: Measured | None = None
    phone: str | None = None
    about: str | None = None
    language: str = "en"


@dataclass(frozen=True)
class Answered:
    """Typed words read as an answer to the question that was asked."""

    value: Value
    quote: str
