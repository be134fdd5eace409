"""Which question comes next, and the two that are made on the way: confirming and taking back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from .content import FALSE, Asked, Protocol
from .heard import Heard
from .hearing import hear, worst_red
from .level import Level
from .statement import CONFIRM, FINDING, PRESENT, RETRACT, UNSURE, Facts, Statement
from .step import Kind, Option, Question, Stage
from .weighing import Weighed

_YES_NO = (Option("yes"), Option("no"), Option(UNSURE))
_NOW_BEFORE = (Option("now"), Option("before"))


def confirming(heard: Heard, weighed: Weighed, statements: Sequence[Statement]) -> Question | None:
    """The question that makes a doubtful finding certain, where that would raise the level to red."""
    worst, chosen = weighed.level, None
    for name in heard.doubtful:
        level = _if_certain(heard.protocol, heard.facts, statements, name)
        if level >= Level.R_GO and level > worst:
            worst, chosen = level, name
    return _confirm(heard.protocol, chosen) if chosen else None


def _if_certain(protocol: Protocol, facts: Facts, statements: Sequence[Statement], name: str) -> Level:
    at: datetime = statements[-1].at
    certain = Statement(FINDING + name, (PRESENT,), "service", at)
    return worst_red(hear(protocol, facts, [*statements, certain]))


def _confirm(protocol: Protocol, name: str) -> Question:
    wording = f"confirm.{name}" if protocol.findings[name].confirm else "confirm"
    return Question(CONFIRM + name, Kind.CHOICE, Stage.CONFIRM, _YES_NO, wording=wording, urgent=True)


def asking_back(heard: Heard) -> Question | None:
    """The question that asks back what was taken back."""
    if not heard.taken_back:
        return None
    return Question(RETRACT + heard.taken_back[0], Kind.CHOICE, Stage.CONFIRM, _NOW_BEFORE, wording="retract")


def next_question(heard: Heard, weighed: Weighed, pathways: Sequence[str]) -> Question | None:
    """The first question, by danger of `pathways`, that could still raise the level or decide the scope."""
    red = weighed.level >= Level.R_GO
    needed = weighed.inside.above(weighed.level, openings=not red) | (0 if red else weighed.gate)
    for questions, pathway in _in_order(heard.protocol, pathways):
        for asked in questions:
            if asked.bit & heard.open and (asked.bit & needed or _elsewhere(weighed, asked.bit)):
                return _shown(asked, pathway)
    return None


def _elsewhere(weighed: Weighed, question: int) -> bool:
    return weighed.everywhere is not None and weighed.everywhere.rests_on(question)


def _shown(asked: Asked, pathway: str | None) -> Question:
    if pathway is None or asked.shown.pathway == pathway:
        return asked.shown
    return replace(asked.shown, pathway=pathway)


def _in_order(protocol: Protocol, pathways: Sequence[str]) -> Iterator[tuple[Sequence[Asked], str | None]]:
    yield protocol.stages[Stage.SCREEN], None
    yield protocol.stages[Stage.GATE], None
    for pathway in pathways:
        yield protocol.asked_in[pathway], pathway
    yield protocol.stages[Stage.SHARED], None


def by_danger(heard: Heard, weighed: Weighed) -> list[str]:
    """Open pathways, the worst that their open criteria could still give first."""
    pathways, worst = heard.protocol.pathways, weighed.inside.worst

    def place(name: str) -> tuple[int, int]:
        level = worst.get(name, Level.G)
        return -level if level > weighed.level else 1, pathways[name].order

    return sorted(heard.opened, key=place)


def after_question(heard: Heard) -> Question | None:
    """The next question that is asked once the level was told."""
    for asked in heard.protocol.stages[Stage.AFTER]:
        if asked.id not in heard.answers and (asked.when is None or asked.when.test(heard) != FALSE):
            return asked.shown
    return None
