"""The one decision: what to ask, or what to tell, after what was said so far."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from .asking import after_question, asking_back, by_danger, confirming, next_question
from .content import Criterion, Pathway, Protocol
from .heard import Heard
from .hearing import hear
from .level import Level
from .statement import Facts, Statement, Told
from .step import Disposition, Question, Signpost, Step
from .weighing import Weighed, weigh


def next_step(protocol: Protocol, facts: Facts, statements: Sequence[Statement]) -> Step:
    """What follows from these facts and statements: pure, total, and the same every time."""
    heard = hear(protocol, facts, statements)
    weighed = weigh(heard)
    pathways = by_danger(heard, weighed)
    return Step(
        level_so_far=weighed.level,
        reasons=tuple(weighed.reasons),
        worst_still_possible=weighed.worst,
        then=_then(heard, weighed, pathways, statements),
        pathways=tuple(pathways),
        scope=weighed.scope,
    )


def told(step: Step, at: datetime) -> Told:
    """What to remember once `step` has been told: its level, with every criterion that was true."""
    return Told(step.level_so_far, tuple(dict.fromkeys(reason.criterion for reason in step.reasons)), at)


def _then(
    heard: Heard, weighed: Weighed, pathways: Sequence[str], statements: Sequence[Statement]
) -> Question | Disposition | Signpost:
    if _red_untold(heard, weighed):
        return _disposition(heard, weighed)
    question = _still_asking(heard, weighed, pathways, statements)
    if question is not None:
        return question
    if weighed.signpost is not None and weighed.level is Level.G:
        return _signpost(heard, weighed)
    if heard.told is None or heard.told < weighed.level:
        return _disposition(heard, weighed)
    return after_question(heard) or _disposition(heard, weighed, complete=True)


def _red_untold(heard: Heard, weighed: Weighed) -> bool:
    """A red level that she has not been told, or a red flag whose card she has not seen."""
    if weighed.level < Level.R_GO:
        return False
    return heard.told is None or heard.told < weighed.level or bool(_new_flags(heard, weighed))


def _new_flags(heard: Heard, weighed: Weighed) -> list[Criterion]:
    seen = {criterion for told in heard.facts.told for criterion in told.criteria}
    return [c for c in weighed.true if c.kind == "flag" and c.level >= Level.R_GO and c.id not in seen]


def _still_asking(
    heard: Heard, weighed: Weighed, pathways: Sequence[str], statements: Sequence[Statement]
) -> Question | None:
    if weighed.level is Level.R_999:
        return None
    return confirming(heard, weighed, statements) or asking_back(heard) or next_question(heard, weighed, pathways)


def _disposition(heard: Heard, weighed: Weighed, complete: bool = False) -> Disposition:
    pathways = _opened(heard, weighed)
    return Disposition(
        level=weighed.level,
        card=_card(heard, weighed),
        neutral=any(criterion.neutral for criterion in weighed.true),
        scope=weighed.scope,
        advice=tuple(dict.fromkeys(line for p in pathways for line in p.advice)) if not weighed.level else (),
        ring_if=tuple(dict.fromkeys(line for p in pathways for line in p.ring_if)),
        complete=complete,
    )


def _opened(heard: Heard, weighed: Weighed) -> list[Pathway]:
    if weighed.signpost is not None:
        return []
    return [pathway for pathway in heard.protocol.pathways.values() if pathway.id in heard.opened]


def _card(heard: Heard, weighed: Weighed) -> str:
    """The card of the newest flag at this level, else of the first criterion at it, else the level's own."""
    default = heard.protocol.cards[weighed.level]
    at_level = [flag for flag in _new_flags(heard, weighed) if flag.level is weighed.level]
    if at_level and heard.told is not None:
        return at_level[0].card or default
    for criterion in weighed.true:
        if criterion.level is weighed.level and criterion.card:
            return criterion.card
    signpost = weighed.signpost
    if signpost is not None and signpost.level is weighed.level:
        return signpost.card
    return default


def _signpost(heard: Heard, weighed: Weighed) -> Signpost:
    signpost = weighed.signpost
    assert signpost is not None
    shown = any(signpost.id in told.criteria for told in heard.facts.told)
    return Signpost(signpost.card, signpost.scope, complete=shown)
