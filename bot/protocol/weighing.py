"""Which criteria are true, which are still open, and the level that follows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import compress

from .content import FALSE, TRUE, Criterion, Pathway, Protocol, Row, Rows, Signpost
from .heard import Heard
from .leftover import Everywhere, Inside
from .level import Level
from .step import Kind, Reason, Stage

_BLOCKS_GREEN = (Kind.CHOICE, Kind.TICKS, Kind.GESTATION)


@dataclass
class Weighed:
    """The level so far, its reasons by danger, what is still open, and the signpost that holds."""

    level: Level = Level.G
    true: list[Criterion] = field(default_factory=list)
    holding: set[str | None] = field(default_factory=set)  # pathways with a criterion that is true
    reasons: list[Reason] = field(default_factory=list)
    inside: Inside = field(default_factory=Inside)
    everywhere: Everywhere | None = None
    signpost: Signpost | None = None
    gate: int = 0

    @property
    def scope(self) -> str:
        """`in`, or the scope of the signpost that holds."""
        return self.signpost.scope if self.signpost else "in"

    @property
    def worst(self) -> Level:
        """The most urgent level that is true or still possible."""
        everywhere = self.everywhere.most_urgent if self.everywhere else Level.G
        return max(self.level, self.inside.most_urgent, everywhere)


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
    if weighed.signpost is None:
        weighed.everywhere = Everywhere(heard, heard.protocol.everywhere.rows, weighed.level)
    return weighed


def _signpost(heard: Heard) -> tuple[Signpost | None, int]:
    """The first signpost that is true, and what the open ones before it rest on."""
    said, still_open, mask = heard.said, heard.open, 0
    for yes, asks, test, signpost in heard.protocol.signs:
        if said & yes or still_open & asks:
            result = test(heard)
            if result == TRUE:
                return signpost, mask
            mask |= result
    return None, mask


def _in_scope(heard: Heard, weighed: Weighed) -> None:
    protocol, left = heard.protocol, {}
    _true(heard, weighed, protocol.everywhere)
    _flags_at_once(heard, weighed)
    pathways = [pathway for pathway in protocol.pathways.values() if pathway.id in heard.opened]
    for pathway in pathways:
        left[pathway.id] = _test(heard, weighed, pathway.rows, pathway.id)
    general = _green(heard)
    for pathway in pathways:
        _rest(heard, weighed, pathway, general, left[pathway.id])
    _openings(heard, weighed)


def _true(heard: Heard, weighed: Weighed, rows: Rows) -> None:
    """Hold those that are true; what the others leave open is looked at when somebody asks."""
    for _, _, test, _, criterion in compress(rows.rows, map(heard.said.__and__, rows.guards)):
        if test(heard) == TRUE:
            _hold(heard, weighed, criterion)


def _test(heard: Heard, weighed: Weighed, rows: Iterable[Row], inside: str | None = None) -> int:
    """Hold those that are true, and note what the others leave open; returns what they rest on."""
    said, still_open, left, holding = heard.said, heard.open, weighed.inside, weighed.holding
    mask = 0
    for yes, asks, test, level, criterion in rows:
        may_raise = level > weighed.level or inside not in holding  # below that, only what is true is of use
        if said & yes or (may_raise and still_open & asks):
            result = test(heard)
            if result == TRUE:
                _hold(heard, weighed, criterion)
            elif result != FALSE:
                left.criteria[level] |= result
                mask |= result
                if inside is not None:
                    left.worst.setdefault(inside, level)  # a pathway's criteria stand by danger
    return mask


def _flags_at_once(heard: Heard, weighed: Weighed) -> None:
    """A red flag does not wait for her weeks: unsaid, they count as unknown (evidence 3.3)."""
    if heard.gestation is not None or not heard.found:
        return
    said, unknown = heard.said | heard.protocol.weeks_said, None
    for yes, _, test, _, flag in heard.protocol.flags_at_once:
        if said & yes and test(heard) not in (TRUE, FALSE):
            unknown = unknown or heard.with_weeks_unknown()
            if test(unknown) == TRUE:
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


def _because(heard: Heard, rests_on: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(rests_on & heard.known))


def _green(heard: Heard) -> int:
    """The general conditions of green: false as soon as one answer that counts is uncertain."""
    questions = heard.protocol.questions
    for name in heard.uncertain:
        if questions[name].kind in _BLOCKS_GREEN and questions[name].stage is not Stage.AFTER:
            return FALSE
    return heard.protocol.green.test(heard)


def _rest(heard: Heard, weighed: Weighed, pathway: Pathway, general: int, left: int) -> None:
    """The pathway's `otherwise` level, where no criterion fits and it is not green."""
    if pathway.id in weighed.holding:
        return
    green = _pathway_green(heard, weighed, pathway, general)
    if green == TRUE:
        return
    mask = (0 if green == FALSE else green) | left
    if mask:
        weighed.inside.otherwise(pathway, mask)
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
            worst = next((level for name, level in opens if name not in heard.opened), Level.G)
            weighed.inside.openings[worst] |= bit


def _out_of_scope(heard: Heard, weighed: Weighed, signpost: Signpost) -> None:
    """Only red flags and criteria at R-999 count; the signpost itself may have an amber level."""
    protocol = heard.protocol
    _test(heard, weighed, protocol.everywhere_out_of_scope)
    for pathway in protocol.pathways.values():
        if pathway.id in heard.opened:
            _test(heard, weighed, pathway.rows_out_of_scope)
    weighed.inside.only(_bits(protocol, Stage.SCREEN) | _bits(protocol, Stage.GATE))
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
