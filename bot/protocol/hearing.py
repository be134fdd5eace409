"""From what was said to what is known, with red answers taken back held until she is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from .answers import Answer, read_answer
from .content import TRUE, Asked, Implied, Protocol
from .heard import Heard
from .histories import Histories, Said, histories
from .level import Level
from .statement import ABSENT, DOUBTFUL, FINDING, PRESENT, Facts, Statement
from .takings_back import Settled, settle

Kept = Mapping[str, Said]


def hear(protocol: Protocol, facts: Facts, statements: Sequence[Statement]) -> Heard:
    """What is known after these statements."""
    said = histories(protocol, facts, statements)
    now = statements[-1].at if statements else None
    settled = _settled(protocol, facts, said, now)
    heard = know(protocol, facts, settled.kept, now)
    heard.taken_back, heard.accepted = settled.taken_back, settled.accepted
    return heard


def _settled(protocol: Protocol, facts: Facts, said: Histories, now: datetime | None) -> Settled:
    def danger(kept: Kept) -> Level:
        return worst_red(know(protocol, facts, kept, now))

    return settle(said, stated_before(protocol, said), danger)


def worst_red(heard: Heard) -> Level:
    """The most urgent red criterion that is true; `G` where none is."""
    for criterion in heard.protocol.reds:
        counts = criterion.pathway is None or criterion.pathway in heard.opened
        if counts and criterion.condition.test(heard) == TRUE:
            return criterion.level
    return Level.G


def stated_before(protocol: Protocol, said: Histories) -> dict[str, int]:
    """Questions that something else states, with the place of the first such saying."""
    first: dict[str, int] = {}
    for key in said.keys() & protocol.speaking:
        for one in said[key]:
            for implied in _implications(protocol, key, one):
                for question in implied.states:
                    if question != key:
                        first[question] = min(one.place, first.get(question, one.place))
    return first


def _implications(protocol: Protocol, key: str, said: Said) -> Iterator[Implied]:
    if not isinstance(said.value, tuple):
        return
    if key.startswith(FINDING):
        if said.value == (PRESENT,):
            yield protocol.findings[key[len(FINDING) :]].implied
        return
    meanings = protocol.questions[key].implied
    if meanings:
        yield from (meanings[option] for option in said.value if option in meanings)


def know(protocol: Protocol, facts: Facts, kept: Kept, now: datetime | None) -> Heard:
    """The state that follows from one kept saying for each question and finding."""
    heard = Heard(protocol, facts, now)
    explicit = _explicit(heard, kept)
    present, absent = _findings(heard, kept)
    opened = _join(heard, explicit, present)
    _deny(heard, absent)
    heard.open_pathways(opened)
    return heard.settle()


def _explicit(heard: Heard, kept: Kept) -> dict[str, tuple[int, Answer]]:
    questions, explicit = heard.protocol.questions, {}
    for key, (place, value, _) in kept.items():
        asked = questions.get(key)
        if asked is None or value is None:
            continue
        answer = read_answer(heard.protocol, heard.facts, asked, value)
        if place < 0 and answer.uncertain:
            continue
        explicit[key] = (place, answer)
        heard.add(asked, answer.options, answer.marks or asked.marked(answer.options, answer.uncertain))
        if answer is not asked.ready.get(value):
            _take_more(heard, asked, answer)
    return explicit


def _take_more(heard: Heard, asked: Asked, answer: Answer) -> None:
    """What an answer is besides its options."""
    if answer.uncertain:
        heard.uncertain[asked.id] = None
    if answer.measured is not None:
        heard.measured[asked.id] = answer.measured
    if answer.gestation is not None:
        heard.gestation, heard.dated = answer.gestation, not answer.uncertain


def _findings(heard: Heard, kept: Kept) -> tuple[list[tuple[str, int]], list[str]]:
    present, absent = [], []
    for key, said in kept.items():
        if not key.startswith(FINDING):
            continue
        name = key[len(FINDING) :]
        if said.value == (PRESENT,):
            present.append((name, said.place))
        elif said.value == (ABSENT,):
            absent.append(name)
        elif said.value == (DOUBTFUL,):
            heard.doubtful[name] = said.place
    return present, absent


def _join(heard: Heard, explicit: Mapping[str, tuple[int, Answer]], present: list[tuple[str, int]]) -> set[str]:
    """Carry what options and findings also say into the state; returns the pathways they open."""
    opened: set[str] = set()
    for implied, index in [*_meant(heard.protocol, explicit), *_certain(heard, explicit, present)]:
        for name in implied.findings:
            if not answered_otherwise(heard.protocol, explicit, name, index):
                heard.find(name)
        _state(heard, explicit, implied, index)
        opened |= implied.opens
    for name in [n for n, index in heard.doubtful.items() if answered_otherwise(heard.protocol, explicit, n, index)]:
        del heard.doubtful[name]
    for name in heard.doubtful:
        opened |= heard.protocol.findings[name].opens
    return opened


def _meant(protocol: Protocol, explicit: Mapping[str, tuple[int, Answer]]) -> Iterator[tuple[Implied, int]]:
    for key, (index, answer) in explicit.items():
        meanings = protocol.questions[key].implied
        if meanings:
            for option in answer.options:
                if option in meanings:
                    yield meanings[option], index


def _certain(
    heard: Heard, explicit: Mapping[str, tuple[int, Answer]], present: list[tuple[str, int]]
) -> Iterator[tuple[Implied, int]]:
    for name, index in present:
        if not answered_otherwise(heard.protocol, explicit, name, index):
            yield heard.protocol.findings[name].implied, index


def _state(heard: Heard, explicit: Mapping[str, tuple[int, Answer]], implied: Implied, index: int) -> None:
    for question, options in implied.states.items():
        said = explicit.get(question)
        if said is None or said[1].uncertain or index > said[0]:
            asked = heard.protocol.questions[question]
            heard.add(asked, heard.answers.get(question, frozenset()) | options, asked.marked(options))


def answered_otherwise(protocol: Protocol, explicit: Mapping[str, tuple[int, Answer]], name: str, index: int) -> bool:
    """Whether every question that the finding states was later answered, surely, with something else."""
    states = protocol.findings[name].states
    for question, options in states.items():
        said = explicit.get(question)
        if said is None or said[0] <= index or said[1].uncertain or not options.isdisjoint(said[1].options):
            return False
    return bool(states)


def _deny(heard: Heard, absent: list[str]) -> None:
    for name in absent:
        for question, options in heard.protocol.findings[name].denies.items():
            if question not in heard.answers:
                asked = heard.protocol.questions[question]
                heard.add(asked, options, asked.marked(options))
