"""What the engine decided, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from .level import Level


class Kind(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"  # exactly one option
    TICKS = "ticks"  # any number of options, or none of them
    GESTATION = "gestation"
    PRESSURE = "pressure"
    TEMPERATURE = "temperature"
    TEXT = "text"  # free words, which are read for findings
    PHONE = "phone"


class Stage(StrEnum):
    """Where in the conversation a question belongs."""

    SCREEN = "screen"
    GATE = "gate"
    PATHWAY = "pathway"
    SHARED = "shared"
    CONFIRM = "confirm"
    AFTER = "after"  # after level and instruction: number, name, place, alone, transport


@dataclass(frozen=True)
class Option:
    """One answer; its words stand under `question.<question>.option.<id>`."""

    id: str


@dataclass(frozen=True)
class Question:
    """What to ask next; its words stand under `question.<id>.ask` and `.why`.

    `wording` replaces `<id>` in the sentence ids when it is set (confirming questions).
    `urgent` asks for the card with 999 and the number above the question.
    `options` always ends with `unsure` where the file allows it.
    """

    id: str
    kind: Kind
    stage: Stage
    options: tuple[Option, ...] = ()
    pathway: str | None = None
    wording: str | None = None
    urgent: bool = False
    skippable: bool = True


class Reason(NamedTuple):
    """One criterion that fired. A named tuple, because every step makes several and they are made quickly.

    `source` quotes the codes of the evidence; `because` are the question ids it rests on;
    `criterion` may also be `M03` (uncertain answer), `told` or `floor` (never lower).
    """

    criterion: str
    level: Level
    source: str
    because: tuple[str, ...] = ()
    pathway: str | None = None


@dataclass(frozen=True)
class Disposition:
    """A level to be told. `card` is the sentence id prefix of the action card to show.

    `neutral` asks for the card without clinical words (abuse, self-harm).
    `scope` is `in`, `under` (too early) or `postnatal`: a red flag out of scope is still red.
    `advice` and `ring_if` are sentence ids: what to do at home (green only), and when to ring at once.
    `complete` means that nothing is left to ask and nothing new to tell.
    """

    level: Level
    card: str
    neutral: bool = False
    scope: str = "in"
    advice: tuple[str, ...] = ()
    ring_if: tuple[str, ...] = ()
    complete: bool = False


@dataclass(frozen=True)
class Signpost:
    """Not for this line, with no red flag: where to turn instead. `card` is a sentence id prefix.

    `complete` is true once it has been shown.
    """

    card: str
    scope: str
    complete: bool = False


@dataclass(frozen=True)
class Step:
    """The engine's decision after the statements so far."""

    level_so_far: Level
    reasons: tuple[Reason, ...]
    worst_still_possible: Level
    then: Question | Disposition | Signpost
    pathways: tuple[str, ...] = ()
    scope: str = "in"
