"""Conversations walked to their end: all end, none unsure of everything is green, none is lowered by more danger."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from ..content import Asked, Protocol
from ..level import Level
from ..statement import FINDING, PRESENT, SILENCE, SKIPPED, UNSURE
from ..step import Disposition, Kind, Stage
from .conversation import MOST_QUESTIONS, Conversation, Person, only
from .issue import Issue

_FILE = "walks"


def walked(protocol: Protocol, cases: int, seed: int) -> Iterator[Issue]:
    """What `cases` conversations showed, the same for the same seed."""
    rng = random.Random(seed)  # noqa: S311 - made-up conversations, no secret
    for case in range(cases):
        person = Person(protocol, rng)
        talk = Conversation(protocol)
        person.findings(talk)
        if case % 5 == 0:
            yield from _unsure(talk, rng.choice([UNSURE, SKIPPED, SILENCE]))
        else:
            yield from _answered(talk.walk(person.answer), rng)
    for name in protocol.findings:
        talk = Conversation(protocol)
        talk.say(FINDING + name, (PRESENT,))
        yield from _unsure(talk, UNSURE)


def _unsure(talk: Conversation, word: str) -> Iterator[Issue]:
    """Somebody who answers everything with the same "not sure"."""
    said = _said(talk)
    talk.walk(only(word))
    yield from _ends(talk, said)
    if talk.end and isinstance(talk.end.then, Disposition) and talk.end.level_so_far is Level.G:
        yield Issue(_FILE, said, f"'{word}' to every question ends green; let unsure count as more")


def _answered(talk: Conversation, rng: random.Random) -> Iterator[Issue]:
    yield from _ends(talk, _said(talk))
    if talk.end is not None and talk.end.scope == "in":
        yield from _more_danger(talk, rng)


def _said(talk: Conversation) -> str:
    return ", ".join(f"{s.question} {s.value}" for s in talk.statements if s.question.startswith(FINDING)) or "nothing"


def _ends(talk: Conversation, said: str) -> Iterator[Issue]:
    if talk.end is None:
        last = talk.statements[-1].question if talk.statements else "nothing"
        wrong = f"after {MOST_QUESTIONS} questions it has not ended; the last was '{last}'"
        yield Issue(_FILE, said, wrong)
    yield from _unworded(talk, said)
    if talk.told != sorted(talk.told):
        yield Issue(_FILE, said, "a level that was told has fallen; this is a fault of the engine")


def _unworded(talk: Conversation, said: str) -> Iterator[Issue]:
    for name in talk.unworded:
        yield Issue(
            "findings.yml", name, f"said with '{said}' it is asked back; write 'confirm: true' and its question"
        )


def _more_danger(talk: Conversation, rng: random.Random) -> Iterator[Issue]:
    """One more tick, in a list that was answered, silences no criterion that was true."""
    before = talk.without_told()
    if before.pathways == (talk.protocol.nothing_matched,):
        return
    ticked = [s for s in talk.statements if _ticks(talk.protocol, s.question) and isinstance(s.value, tuple)]
    if not ticked:
        return
    chosen = rng.choice(ticked)
    asked = talk.protocol.questions[chosen.question]
    more = rng.choice([option for option in asked.options if option != "none"] or ["none"])
    ticks = chosen.value if isinstance(chosen.value, tuple) else ()
    talk.say(chosen.question, (*(option for option in ticks if option != "none"), more))
    yield from _lowered(talk, asked, more, before.level_so_far)


def _lowered(talk: Conversation, asked: Asked, more: str, before: Level) -> Iterator[Issue]:
    after = Conversation(talk.protocol, replace(talk.facts, told=()), talk.statements).walk(only(SKIPPED)).end
    if after is not None and after.scope == "in" and after.level_so_far < before:
        wrong = f"ticking '{more}' too lowers {before.code} to {after.level_so_far.code}; a tick must not take away"
        yield Issue(str(asked.place), asked.id, wrong)


def _ticks(protocol: Protocol, question: str) -> bool:
    asked = protocol.questions.get(question)
    return asked is not None and asked.kind is Kind.TICKS and asked.stage is not Stage.AFTER
