"""What a protocol consists of, once read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from .level import Level
from .marks import ANSWERED
from .step import Kind, Question, Stage
from .tree import NEVER, Node

if TYPE_CHECKING:
    from .answers import Answer
    from .heard import Heard
    from .settings import Setting
    from .statement import Value
    from .words import Words

#: Three values in one number: false, true, or the open questions as bits.
FALSE, TRUE = 0, -1
Test = Callable[["Heard"], int]
#: Days, a number or minutes; answers that count; or a telephone number as it is said.
SettingValue = float | tuple[str, ...] | str


@dataclass(frozen=True)
class Place:
    """Where in the files something stands."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Guard:
    """False unless one of these marks was said or one of these questions is open; `whole`: and true if so."""

    yes: int
    asks: int
    whole: bool = False
    loose: bool = False  # it lets through almost everything, because the question is nearly always answered


#: The guard of a condition that may be true whatever was said.
ANYTHING = Guard(-1, -1)


@dataclass(frozen=True)
class Condition:
    """A compiled condition; `rests_on` names questions and `finding:<name>`s."""

    test: Test
    rests_on: frozenset[str] = frozenset()
    node: Node = NEVER
    guard: Guard = ANYTHING
    looks_at: int = 0  # the questions whose being open it looks at

    @cached_property
    def rests_in_order(self) -> tuple[str, ...]:
        """What it rests on, as reasons list it."""
        return tuple(sorted(self.rests_on))


@dataclass(frozen=True)
class Unsure:
    """What "not sure", skip and silence count as: options, a least level, or both."""

    options: frozenset[str] = frozenset()
    at_least: Level | None = None
    stated: bool = False  # the file says so, rather than the default


@dataclass(frozen=True)
class Implied:
    """What an option or a finding also says, carried to the end."""

    findings: frozenset[str] = frozenset()
    states: Mapping[str, frozenset[str]] = field(default_factory=dict)
    opens: frozenset[str] = frozenset()


NOTHING_IMPLIED = Implied()


@dataclass(frozen=True)
class Asked:
    """A question as the file defines it; `bit` stands for it among the open questions."""

    id: str
    kind: Kind
    stage: Stage
    options: tuple[str, ...]
    place: Place
    bit: int
    shown: Question
    pathways: frozenset[str] = frozenset()  # those that list it
    unsure: Unsure = Unsure()
    when: Condition | None = None
    implied: Mapping[str, Implied] = field(default_factory=dict)  # by option
    opens: frozenset[str] = frozenset()  # every pathway an option may open
    ready: Mapping[Value, Answer] = field(default_factory=dict)  # the plain answers, read beforehand

    @cached_property
    def always(self) -> bool:
        """Whether it is in play without an open pathway."""
        return self.stage in (Stage.SCREEN, Stage.GATE, Stage.SHARED)


@dataclass(frozen=True)
class Criterion:
    """One line of the protocol with a level and a source. `kind`: flag, modifier or pathway."""

    id: str
    level: Level
    condition: Condition
    source: str
    tag: str
    owner: str
    review: date
    place: Place
    kind: str
    pathway: str | None = None
    card: str | None = None
    neutral: bool = False
    weeks_first: bool = False  # while her weeks are unsaid they are asked before this red is told


#: A criterion with its guard (what is said, what is open), its test and its level at hand.
Row = tuple[int, int, Test, int, Criterion]


@dataclass(frozen=True)
class Signpost:
    """Where to turn instead, while its condition holds; `level` is `None` where nothing is queued."""

    id: str
    condition: Condition
    card: str
    scope: str
    level: Level | None
    source: str
    place: Place


@dataclass(frozen=True)
class Pathway:
    """One worry: its questions in order and its criteria by danger."""

    id: str
    title: str
    card: str
    never_green: bool
    otherwise: Level
    questions: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    greens: tuple[Criterion, ...]
    advice: tuple[str, ...]
    ring_if: tuple[str, ...]
    place: Place
    order: int = 0

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Its criteria, ready to be tested."""
        return rows(self.criteria)

    @cached_property
    def rows_out_of_scope(self) -> tuple[Row, ...]:
        """Those that count out of scope too."""
        return rows(criterion for criterion in self.criteria if criterion.level is Level.R_999)

    @cached_property
    def worst(self) -> Level:
        """The most urgent level it could ever give."""
        return max([self.otherwise, *(criterion.level for criterion in self.criteria)])


@dataclass(frozen=True)
class Found:
    """What a finding in her words means. `denies` is what its absence states."""

    name: str
    implied: Implied
    states: Mapping[str, frozenset[str]]
    denies: Mapping[str, frozenset[str]]
    opens: frozenset[str]
    confirm: bool
    place: Place


@dataclass(frozen=True)
class Protocol:
    """The whole protocol, ready to be asked. `content` is the text of its files by name."""

    name: str
    version: str
    owner: str
    review: date
    content: Mapping[str, str]
    questions: Mapping[str, Asked]
    pathways: Mapping[str, Pathway]
    flags: tuple[Criterion, ...]
    modifiers: tuple[Criterion, ...]
    signposts: tuple[Signpost, ...]
    findings: Mapping[str, Found]
    green: Condition
    nothing_matched: str
    settings: Mapping[str, float]  # every number that has a name, as it holds here: weeks are days
    site: Mapping[str, Setting]  # what a site may decide
    cards: Mapping[Level, str]
    uncertain: Level
    sources: Mapping[str, str]
    words: Words
    marks: Mapping[str, Mapping[str, int]]  # the bits that conditions look for, see `marks`

    @cached_property
    def hash(self) -> str:
        """SHA-256 over the canonical content: the same texts always give the same hash."""
        canonical = json.dumps(dict(self.content), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    @cached_property
    def criteria(self) -> Mapping[str, Criterion]:
        """Every criterion by id, green ones too."""
        inside = [c for p in self.pathways.values() for c in (*p.criteria, *p.greens)]
        return {c.id: c for c in (*self.flags, *self.modifiers, *inside)}

    @cached_property
    def everywhere(self) -> tuple[Row, ...]:
        """The criteria that count whatever pathway is open, the most urgent first, ready to be tested."""
        return rows(sorted((*self.flags, *self.modifiers), key=lambda criterion: -criterion.level))

    @cached_property
    def everywhere_out_of_scope(self) -> tuple[Row, ...]:
        """Those of them that count out of scope too."""
        worst = [modifier for modifier in self.modifiers if modifier.level is Level.R_999]
        return rows((*(flag for flag in self.flags if flag.level >= Level.R_GO), *worst))

    @cached_property
    def reds(self) -> tuple[Criterion, ...]:
        """Every red criterion, the most urgent first."""
        return tuple(sorted((c for c in self.criteria.values() if c.level >= Level.R_GO), key=lambda c: -c.level))

    @cached_property
    def flag_ids(self) -> frozenset[str]:
        """The ids of the override flags."""
        return frozenset(flag.id for flag in self.flags)

    @cached_property
    def signpost_ids(self) -> frozenset[str]:
        """The ids of the signposts."""
        return frozenset(signpost.id for signpost in self.signposts)

    @cached_property
    def stages(self) -> Mapping[Stage, tuple[Asked, ...]]:
        """Questions by stage, in the order of asking."""
        return {stage: tuple(q for q in self.questions.values() if q.stage is stage) for stage in Stage}

    @cached_property
    def openers(self) -> tuple[tuple[int, tuple[tuple[str, Level], ...]], ...]:
        """The questions that may open a pathway before anything is told: each pathway's worst, the worst first."""
        asked = [q for q in self.questions.values() if q.opens and q.stage is not Stage.AFTER]
        worst = {name: pathway.worst for name, pathway in self.pathways.items()}
        return tuple((q.bit, tuple(sorted(((n, worst[n]) for n in q.opens), key=lambda one: -one[1]))) for q in asked)

    @cached_property
    def weeks(self) -> Asked | None:
        """The question for her weeks."""
        return next((q for q in self.questions.values() if q.kind is Kind.GESTATION), None)

    @cached_property
    def weeks_said(self) -> int:
        """The mark that her weeks were said."""
        return self.marks.get(self.weeks.id, {}).get(ANSWERED, 0) if self.weeks else 0

    @cached_property
    def flags_at_once(self) -> tuple[Row, ...]:
        """The red flags that do not wait for her weeks though they rest on them."""
        weeks = self.weeks.bit if self.weeks else 0
        red = (flag for flag in self.flags if flag.level >= Level.R_GO and not flag.weeks_first)
        return rows(flag for flag in red if flag.condition.looks_at & weeks)

    @cached_property
    def always_in_play(self) -> int:
        """The bits of the questions that need no open pathway."""
        return bits(q for q in self.questions.values() if q.always)

    @cached_property
    def in_play(self) -> Mapping[str, int]:
        """The bits of the questions of each pathway."""
        return {name: bits(self.questions[q] for q in pathway.questions) for name, pathway in self.pathways.items()}

    @cached_property
    def asked_anyway(self) -> int:
        """The bits of the questions without a `when`."""
        return bits(q for q in self.questions.values() if q.when is None)

    @cached_property
    def asked_sometimes(self) -> tuple[tuple[int, Test], ...]:
        """The bits of the others with the test of their `when`, each after those that it looks at."""
        waiting = {q.bit: q.when for q in self.questions.values() if q.when is not None}
        ordered: list[tuple[int, Test]] = []
        while waiting:
            rest = sum(waiting)
            ready = next((bit for bit, when in waiting.items() if not when.looks_at & rest & ~bit), min(waiting))
            ordered.append((ready, waiting.pop(ready).test))
        return tuple(ordered)

    @cached_property
    def of_kind(self) -> Mapping[Kind, str]:
        """The id of the first question of each kind."""
        return {q.kind: q.id for q in reversed(list(self.questions.values()))}


def rows(criteria: Iterable[Criterion]) -> tuple[Row, ...]:
    """Each criterion with its guard, its test and its level at hand."""
    return tuple((c.condition.guard.yes, c.condition.guard.asks, c.condition.test, int(c.level), c) for c in criteria)


def bits(questions: Iterable[Asked]) -> int:
    """The bits of these questions together."""
    mask = 0
    for asked in questions:
        mask |= asked.bit
    return mask
