"""Which criteria are true, which are still open, and the level that follows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from .content import FALSE, TRUE, Criterion, Pathway, Protocol, Row, Signpost
from .heard import Heard
from .level import Level
from .step import Kind, Reason, Stage

_BY_DANGER = sorted(Level, reverse=True)
_BLOCKS_GREEN = (Kind.CHOICE, Kind.TICKS, Kind.GESTATION)


class Open:
    """What could still give each level: the questions it rests on, as bits."""

    def __init__(self) -> None:
        self.criteria = [0] * len(Level)  # by level: criteria, and what a pathway falls back to
        self.openings = [0] * len(Level)  # by level: pathways that an answer may open
        self.worst_inside: dict[str, int] = {}  # by pathway: the most urgent of its own

    def otherwise(self, pathway: Pathway, mask: int) -> None:
        """What the pathway falls back to is open."""
        self.criteria[pathway.otherwise] |= mask
        self.worst_inside[pathway.id] = max(pathway.otherwise, self.worst_inside.get(pathway.id, Level.G))

    def only(self, first: int) -> None:
        """Keep these questions, and no longer say which pathway rests on them."""
        self.criteria = [mask & first for mask in self.criteria]
        self.worst_inside = {}

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
    protocol, inside = heard.protocol, {}
    _test(heard, weighed, protocol.everywhere)
    _flags_at_once(heard, weighed)
    pathways = [pathway for pathway in protocol.pathways.values() if pathway.id in heard.opened]
    for pathway in pathways:
        inside[pathway.id] = _test_inside(heard, weighed, pathway)
    general = _green(heard)
    for pathway in pathways:
        _rest(heard, weighed, pathway, general, inside[pathway.id])
    _openings(heard, weighed)


def _test(heard: Heard, weighed: Weighed, rows: Iterable[Row]) -> tuple[int, int]:
    """Test these criteria; returns what the open ones rest on, and the level of the first of them."""
    said, still_open, by_level = heard.said, heard.open, weighed.open.criteria
    left, first = 0, -1
    for yes, asks, test, level, criterion in rows:
        if said & yes or still_open & asks:
            result = test(heard)
            if result == TRUE:
                _hold(heard, weighed, criterion)
            elif result != FALSE:
                by_level[level] |= result
                left |= result
                first = level if first < 0 else first
    return left, first


def _test_inside(heard: Heard, weighed: Weighed, pathway: Pathway) -> int:
    left, first = _test(heard, weighed, pathway.rows)
    if left:
        weighed.open.worst_inside[pathway.id] = first  # its criteria stand by danger
    return left


def _flags_at_once(heard: Heard, weighed: Weighed) -> None:
    """A red flag does not wait for her weeks: unsaid, they count as unknown (evidence 3.3)."""
    if heard.gestation is not None or not heard.found:
        return
    unknown: Heard | None = None
    for flag in heard.protocol.flags_at_once:
        if flag.condition.test(heard) not in (TRUE, FALSE):
            unknown = unknown or heard.with_weeks_unknown()
            if flag.condition.test(unknown) == TRUE:
                _hold(heard, weighed, flag)


def _hold(heard: Heard, weighed: Weighed, criterion: Criterion) -> None:
    weighed.true.append(criterion)
    weighed.holding.add(criterion.pathway)
    because = _because(heard, criterion.condition.rests_in_order)
    _reason(weighed, Reason(criterion.id, criterion.level, criterion.source, because, criterion.pathway))


def _reason(weighed: Weighed, reason: Reason) -> None:
    weighed.reasons.append(reason)
    if reason.level > weighed.level:
        weighed.level = reason.level


def _because(heard: Heard, rests_on: Iterable[str]) -> tuple[str, ...]:
    known = heard.known
    return tuple([name for name in rests_on if name in known])


def _green(heard: Heard) -> int:
    """The general conditions of green: false as soon as one answer that counts is uncertain."""
    questions = heard.protocol.questions
    for name in heard.uncertain:
        if questions[name].kind in _BLOCKS_GREEN and questions[name].stage is not Stage.AFTER:
            return FALSE
    return heard.protocol.green.test(heard)


def _rest(heard: Heard, weighed: Weighed, pathway: Pathway, general: int, inside: int) -> None:
    """The pathway's `otherwise` level, where no criterion fits and it is not green."""
    if pathway.id in weighed.holding:
        return
    green = _pathway_green(heard, weighed, pathway, general)
    if green == TRUE:
        return
    mask = (0 if green == FALSE else green) | inside
    if mask:
        weighed.open.otherwise(pathway, mask)
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
    because = _because(heard, signpost.condition.rests_in_order)
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
