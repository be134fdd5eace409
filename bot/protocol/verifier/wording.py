"""Everything that is shown or listed has its sentence."""

from __future__ import annotations

from collections.abc import Iterator

from ..content import Asked, Pathway, Place, Protocol
from ..statement import CONFIRM, RETRACT
from ..step import Kind, Option, Question, Stage
from .issue import Issue

_ALONE = ("M03", "told", "floor", "otherwise")
_PROTOCOL = Place("protocol.yml", 1)


def wordless(protocol: Protocol) -> Iterator[Issue]:
    """Ids without a sentence."""
    for place, id in _wanted(protocol):
        if not protocol.words.has(id):
            yield Issue(str(place), id, "the sentence is missing; write it in words/en-GB/")


def cards(protocol: Protocol) -> dict[str, Place]:
    """Every card that a level, criterion or signpost may show."""
    found = dict.fromkeys(protocol.cards.values(), _PROTOCOL)
    found |= {c.card: c.place for c in protocol.criteria.values() if c.card}
    return found | {signpost.card: signpost.place for signpost in protocol.signposts}


def _wanted(protocol: Protocol) -> Iterator[tuple[Place, str]]:
    for asked in protocol.questions.values():
        yield from ((asked.place, id) for id in _of_question(protocol, asked))
    for criterion in protocol.criteria.values():
        yield criterion.place, f"criterion.{criterion.id}"
    yield from ((_PROTOCOL, f"criterion.{name}") for name in _ALONE)
    for card, place in cards(protocol).items():
        yield from ((place, f"{card}.{part}") for part in ("title", "do", "who", "sms"))
    for pathway in protocol.pathways.values():
        yield from ((pathway.place, id) for id in _of_pathway(pathway))
    yield from _made(protocol)


def _of_question(protocol: Protocol, asked: Asked) -> Iterator[str]:
    yield f"question.{asked.id}.ask"
    yield from _options(protocol, asked.shown)


def _options(protocol: Protocol, question: Question) -> Iterator[str]:
    for option in question.options:
        if protocol.words.of_option(question, option.id) is None:
            yield f"{question.wording or f'question.{question.id}'}.option.{option.id}"


def _of_pathway(pathway: Pathway) -> Iterator[str]:
    yield from pathway.ring_if
    yield from pathway.advice


def _made(protocol: Protocol) -> Iterator[tuple[Place, str]]:
    """The questions that the engine makes: confirming and taking back."""
    for finding in protocol.findings.values():
        if finding.confirm:
            yield finding.place, f"confirm.{finding.name}.ask"
            options = (Option("yes"), Option("no"), Option("unsure"))
            wording = f"confirm.{finding.name}"
            made = Question(CONFIRM + finding.name, Kind.CHOICE, Stage.CONFIRM, options, wording=wording)
            yield from ((finding.place, id) for id in _options(protocol, made))
    yield _PROTOCOL, "retract.ask"
    back = Question(RETRACT, Kind.CHOICE, Stage.CONFIRM, (Option("now"), Option("before")), wording="retract")
    yield from ((_PROTOCOL, id) for id in _options(protocol, back))
