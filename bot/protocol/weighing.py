"""Which criteria are true, which are still open, and the level that follows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from .content import FALSE, TRUE, Criterion, Pathway, Protocol, Row, Signpost
from .heard import Heard
from .level import Level
from .statement import FINDING
from .step import Kind, Reason, Stage

_BY_DANGER = sorted(Level, reverse=True)
_BLOCKS_GREEN = (Kind.CHOICE, Kind.TICKS, Kind.GESTATION)


class Open:
    """What could still give each level: the questions it rests on, as bits."""

    def __init__(self) -> None:
        self.criteria = [0] * len(Level)  # by level: criteria, and what a pathway falls back to
        self.openings = [0] * len(Level)  # by level: pathways that an answer may open
        self.inside: dict[str, int] = {}  # by pathway: its own criteria
        self.worst_inside: dict[str, Level] = {}

    def add(self, level: Level, mask: int, pathway: str | None) -> None:
        """A criterion that is open."""
        self.criteria[level] |= mask
        if pathway is not None:
            self.inside[pathway] = self.inside.get(pathway, 0) | mask
            self.worst_inside[pathway] = max(level, self.worst_inside.get(pathway, level))

    def only(self, first: int) -> None:
        """Keep these questions, and no longer say which pathway rests on them."""
        self.criteria = [mask & first for mask in self.criteria]
        self.inside, self.worst_inside = {}, {}

    @property
    def worst(self) -> Level:
        """The most urgent level still possible."""
        for level in _BY_DANGER:
            if self.criteria[level] or self.openings[level]:
                return level
        return Level.G


@dataclass
class Weighed:
    """The level so far, its reasons by danger, what is still open, and the signpost that holds."""

    level: Level = Level.G
    true: list[Criterion] = field(default_factory=list)
    holding: set[str | None] = field(default_factory=set)  # pathways with a criterion that is true
    reasons: list[Reason] = field(default_factory=list)
    open: Open = field(default_factory=Open)
    waiting: list[Criterion] = field(default_factory=list)  # red flags that only want her weeks
    signpost: Signpost | None = None
    gate: int = 0

    @property
    def scope(self) -> str:
        """`in`, or the scope of the signpost that holds."""
        return self.signpost.scope if self.signpost else "in"

    @property
    def worst(self) -> Level:
        """The most urgent level that is true or still possible."""
        return max(self.level, self.open.worst)


def weigh(heard: Heard) -> Weighed:
    """Test everything that counts in her scope."""
    weighed = Weighed()
    weighed.signpost, weighed.gate = _signpost(heard)
    if weighed.signpost is None:
        _in_scope(heard, weighed)
    else:
        _out_of_scope(heard, weighed, weighed.signpost)
    _uncertain(heard, weighed)
    _never_lower(heard, weighed)
    weighed.reasons.sort(key=lambda reason: -reason.level)
    return weighed


def _signpost(heard: Heard) -> tuple[Signpost | None, int]:
    """The first signpost that is true, and what the open ones before it rest on."""
    mask = 0
    for signpost in heard.protocol.signposts:
        result = signpost.condition.test(heard)
        if result == TRUE:
            return signpost, mask
        mask |= result
    return None, mask


def _in_scope(heard: Heard, weighed: Weighed) -> None:
    protocol = heard.protocol
    _test(heard, weighed, protocol.everywhere)
    _flags_at_once(heard, weighed)
    pathways = [pathway for pathway in protocol.pathways.values() if pathway.id in heard.opened]
    for pathway in pathways:
        _test(heard, weighed, pathway.rows)
    general = _green(heard)
    for pathway in pathways:
        _rest(heard, weighed, pathway, general)
    _openings(heard, weighed)


def _test(heard: Heard, weighed: Weighed, rows: Iterable[Row]) -> None:
    said, still_open = heard.said, heard.open
    for yes, asks, test, criterion in rows:
        if said & yes or still_open & asks:
            result = test(heard)
            if result == TRUE:
                _hold(heard, weighed, criterion)
            elif result != FALSE:
                _leave_open(heard, weighed, criterion, result)


def _leave_open(heard: Heard, weighed: Weighed, criterion: Criterion, mask: int) -> None:
    weighed.open.add(criterion.level, mask, criterion.pathway)
    if criterion.kind == "flag" and mask & heard.protocol.weeks_bit:
        weighed.waiting.append(criterion)


def _flags_at_once(heard: Heard, weighed: Weighed) -> None:
    """A red flag does not wait for her weeks: unsaid, they count as unknown (evidence 3.3)."""
    waiting = [flag for flag in weighed.waiting if flag.level >= Level.R_GO and not flag.weeks_first]
    if not waiting or heard.gestation is not None or not heard.found:
        return
    unknown = heard.with_weeks_unknown()
    for flag in waiting:
        if flag.condition.test(unknown) == TRUE:
            _hold(heard, weighed, flag)


def _hold(heard: Heard, weighed: Weighed, criterion: Criterion) -> None:
    weighed.true.append(criterion)
    weighed.holding.add(criterion.pathway)
    because = _because(heard, criterion.condition.rests_on)
    _reason(weighed, Reason(criterion.id, criterion.level, criterion.source, because, criterion.pathway))


def _reason(weighed: Weighed, reason: Reason) -> None:
    weighed.reasons.append(reason)
    if reason.level > weighed.level:
        weighed.level = reason.level


def _because(heard: Heard, rests_on: Iterable[str]) -> tuple[str, ...]:
    def known(name: str) -> bool:
        return name[len(FINDING) :] in heard.found if name.startswith(FINDING) else name in heard.answers

    return tuple(sorted(name for name in rests_on if known(name)))


def _green(heard: Heard) -> int:
    """The general conditions of green: false as soon as one answer that counts is uncertain."""
    questions = heard.protocol.questions
    for name in heard.uncertain:
        if questions[name].kind in _BLOCKS_GREEN and questions[name].stage is not Stage.AFTER:
            return FALSE
    return heard.protocol.green.test(heard)


def _rest(heard: Heard, weighed: Weighed, pathway: Pathway, general: int) -> None:
    """The pathway's `otherwise` level, where no criterion fits and it is not green."""
    if pathway.id in weighed.holding:
        return
    green = _pathway_green(heard, weighed, pathway, general)
    if green == TRUE:
        return
    mask = (0 if green == FALSE else green) | weighed.open.inside.get(pathway.id, 0)
    if mask:
        weighed.open.add(pathway.otherwise, mask, pathway.id)
    else:
        source = heard.protocol.sources["otherwise"]
        _reason(weighed, Reason("otherwise", pathway.otherwise, source, (), pathway.id))


def _pathway_green(heard: Heard, weighed: Weighed, pathway: Pathway, general: int) -> int:
    if pathway.never_green or general == FALSE:
        return FALSE
    mask = 0
    for criterion in pathway.greens:
        result = criterion.condition.test(heard)
        if result == TRUE and general == TRUE:
            _hold(heard, weighed, criterion)
            return TRUE
        mask |= result if result != TRUE else general
    return mask | (general if mask and general != TRUE else 0)


def _openings(heard: Heard, weighed: Weighed) -> None:
    for bit, opens in heard.protocol.openers:
        if heard.open & bit:
            worst = max((level for name, level in opens if name not in heard.opened), default=Level.G)
            weighed.open.openings[worst] |= bit


def _out_of_scope(heard: Heard, weighed: Weighed, signpost: Signpost) -> None:
    """Only red flags and criteria at R-999 count; the signpost itself may have an amber level."""
    protocol = heard.protocol
    _test(heard, weighed, protocol.everywhere_out_of_scope)
    for pathway in protocol.pathways.values():
        if pathway.id in heard.opened:
            _test(heard, weighed, pathway.rows_out_of_scope)
    weighed.open.only(_bits(protocol, Stage.SCREEN) | _bits(protocol, Stage.GATE))
    because = _because(heard, signpost.condition.rests_on)
    _reason(weighed, Reason(signpost.id, signpost.level or Level.G, signpost.source, because))


def _bits(protocol: Protocol, stage: Stage) -> int:
    return sum(asked.bit for asked in protocol.stages[stage])


def _uncertain(heard: Heard, weighed: Weighed) -> None:
    """One reason M03 for every answer that was uncertain and counts."""
    protocol = heard.protocol
    levels: dict[str, Level] = dict.fromkeys(heard.accepted, protocol.uncertain)
    for name in heard.uncertain:
        level = _uncertain_level(heard, weighed, name)
        if level > Level.G:
            levels[name] = max(level, levels.get(name, Level.G))
    if levels:
        _reason(weighed, Reason("M03", max(levels.values()), protocol.sources["M03"], tuple(sorted(levels))))


def _uncertain_level(heard: Heard, weighed: Weighed, name: str) -> Level:
    asked = heard.protocol.questions[name]
    if weighed.signpost is not None and asked.stage is not Stage.SCREEN:
        return Level.G
    fired = [reason.level for reason in weighed.reasons if name in reason.because] if asked.unsure.options else []
    return max([asked.unsure.at_least or Level.G, *fired])


def _never_lower(heard: Heard, weighed: Weighed) -> None:
    facts, sources = heard.facts, heard.protocol.sources
    if facts.floor > Level.G:
        _reason(weighed, Reason("floor", facts.floor, facts.floor_reason or sources["floor"]))
    if heard.told is not None and heard.told > weighed.level:
        _reason(weighed, Reason("told", heard.told, sources["told"]))
