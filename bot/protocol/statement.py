"""What has been said and what the service knows: the two inputs of the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NewType

from .gestation import DueDate
from .level import Level

QuestionId = NewType("QuestionId", str)
OptionId = NewType("OptionId", str)
CriterionId = NewType("CriterionId", str)

#: She does not know, or would rather not say. What that means stands beside each question.
UNSURE = "unsure"
SKIPPED = "skipped"
#: A confirming question that nobody answered in time.
SILENCE = "silence"

#: Prefix of a statement that came from her words, not from a question: `finding:rfm_absent`.
FINDING = "finding:"
#: Prefix of the one question that makes a doubtful finding certain: `confirm:rfm_absent`.
CONFIRM = "confirm:"
#: Prefix of the one question asked when a red answer is taken back: `retract:movement`.
RETRACT = "retract:"
PRESENT, ABSENT, DOUBTFUL = "present", "absent", "doubtful"


@dataclass(frozen=True)
class Reading:
    """A measured number: `unit` is `mmHg`, `celsius`; `values` are (140, 90) or (38.2,)."""

    unit: str
    values: tuple[float, ...]


#: Options chosen (one, or several in a tick list; `("none",)` for none), `UNSURE`, `SKIPPED`,
#: `SILENCE`, a due date, a reading, or `None` for a withdrawn answer ("go back").
Value = tuple[str, ...] | str | DueDate | Reading | None


@dataclass(frozen=True)
class Statement:
    """One thing said, never changed: a correction is one more statement.

    `question` is a question id, or begins with FINDING, CONFIRM or RETRACT.
    `by` is `her`, `companion`, `midwife` or `service` (a clock that ran out).
    `words` quotes what it was read from; `None` for a pressed button.
    """

    question: str
    value: Value
    by: str
    at: datetime
    words: str | None = None


@dataclass(frozen=True)
class Told:
    """A level that she has been told, with the criteria that gave it."""

    level: Level
    criteria: tuple[str, ...]
    at: datetime


@dataclass(frozen=True)
class Facts:
    """What the service knows without asking, each with where it is known from.

    `today` is the date in the unit's zone. A site's settings are no fact: they are part of the protocol.
    `known` holds answers from earlier episodes or the record: question id to value.
    `floor` is the level below which this episode may not end (an open case, a repeat contact).
    `contacts` are earlier contacts as (when, worry).
    """

    today: date
    known: Mapping[str, Value] = field(default_factory=dict)
    known_from: Mapping[str, str] = field(default_factory=dict)
    told: tuple[Told, ...] = ()
    floor: Level = Level.G
    floor_reason: str = ""
    contacts: tuple[tuple[datetime, str], ...] = ()
