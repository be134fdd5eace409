"""The protocol as text for a terminal."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Iterator

from bot.protocol.content import Criterion, Pathway, Protocol, Signpost

from .book import Book
from .entries import Question, Row
from .hers import Passage, passages
from .reading_age import OLDEST, age, own_age, too_hard
from .standing import SPOKEN, Standing, awaiting

#: No wider than this, however wide the window.
_WIDEST = 110


class NoSuchPart(ValueError):
    """There is no such part of the protocol; `triage protocol show` lists them all."""

    def __str__(self) -> str:
        return f"{self.args[0]}: {self.__doc__}"


def contents(book: Book, standing: Standing) -> Iterator[str]:
    """What there is to show."""
    protocol = book.protocol
    yield from _head(protocol, standing, protocol.criteria)
    yield ""
    for id in sorted(protocol.pathways):
        pathway = protocol.pathways[id]
        count = len(pathway.criteria) + len(pathway.greens)
        yield f"  {id:<10} {pathway.worst.code:<6} {count:3} criteria  {pathway.title}"
    for name, (title, criteria_of) in _EVERYWHERE.items():
        yield f"  {name:<10} {'':<6} {len(criteria_of(protocol)):3} criteria  {title}"
    yield ""
    yield "Show one with: triage protocol show P01"


def part(book: Book, standing: Standing, name: str) -> Iterator[str]:
    """One pathway, the flags, the modifiers or the gate. Raises `NoSuchPart`."""
    pathway = book.protocol.pathways.get(name.upper())
    if pathway is not None:
        return _pathway(book, standing, pathway)
    if name not in _EVERYWHERE:
        raise NoSuchPart(name)
    title, criteria_of = _EVERYWHERE[name]
    return _criteria(title, book.rows(criteria_of(book.protocol)), standing)


def _flags(protocol: Protocol) -> tuple[Criterion | Signpost, ...]:
    return protocol.flags


def _modifiers(protocol: Protocol) -> tuple[Criterion | Signpost, ...]:
    return protocol.modifiers


def _signposts(protocol: Protocol) -> tuple[Criterion | Signpost, ...]:
    return protocol.signposts


_EVERYWHERE = {
    "flags": ("Red flags", _flags),
    "modifiers": ("What raises a level", _modifiers),
    "gate": ("Who it is for: where to turn instead", _signposts),
}


def _head(protocol: Protocol, standing: Standing, criteria: Iterable[str]) -> Iterator[str]:
    yield f"{protocol.name}, version {protocol.version}, content {protocol.hash[:12]}"
    ids = list(criteria)
    if not standing.approved:
        yield f"Not approved for clinical use: {awaiting(standing, ids)} of {len(ids)} criteria awaiting sign-off."


def _pathway(book: Book, standing: Standing, pathway: Pathway) -> Iterator[str]:
    rows = book.of_pathway(pathway)
    yield from _head(book.protocol, standing, [row.id for row in rows])
    yield ""
    yield f"{pathway.id} {pathway.title}"
    found = book.phrasing.written.pathways[pathway.id].get("opened_by") or []
    if found:
        yield from _wrapped(f"Opened by her words: {book.phrasing.among('finding', found)}", "  ")
    yield ""
    yield "Questions in the order of asking"
    for number, question in enumerate(book.questions_of(pathway), 1):
        yield from _question(number, question)
    yield ""
    yield from _criteria("Criteria, the most urgent first", rows, standing)
    yield f"  {pathway.otherwise.code:<6} when none fits" + (", and never green" if pathway.never_green else "")


def _question(number: int, question: Question) -> Iterator[str]:
    yield from _wrapped(f"{number:>3}. {question.name}: “{question.ask}”", "     ")
    if question.when is not None:
        yield from _wrapped(f"     only when {question.when.text}", "       ")
    for answer in question.answers:
        yield from _wrapped(f"     - {answer.words}" + (f" [{answer.means}]" if answer.means else ""), "       ")
    if question.unsure:
        yield from _wrapped(f"     not sure, skip or silence counts as {question.unsure}", "       ")


def _criteria(title: str, rows: Iterable[Row], standing: Standing) -> Iterator[str]:
    yield title
    for row in rows:
        yield from _wrapped(f"  {row.level:<6} {row.id}: {row.words}", "         ")
        yield from _wrapped(f"         if {row.phrase.text}", "            ")
        yield from _wrapped(f"         “{row.told}” ({row.card})", "            ")
        yield from _wrapped(f"         {row.source}", "            ")
        yield f"         owner: {row.owner}; review by {row.review}; {SPOKEN[standing.of(row.id)]}"
        yield ""


def _wrapped(text: str, after: str) -> list[str]:
    width = min(shutil.get_terminal_size((_WIDEST, 24)).columns, _WIDEST)
    begin = text[: len(text) - len(text.lstrip())]
    return textwrap.wrap(text.lstrip(), width, initial_indent=begin, subsequent_indent=after, break_long_words=False)


def reading_ages(protocol: Protocol) -> Iterator[str]:
    """The reading age of every passage, questions first, the hardest first; and what is too hard."""
    found = passages(protocol.words)
    ordered = sorted(found.values(), key=lambda one: (one.kind != "question", -age(one.measured), one.id))
    yield f"{'age':>4}  {'hardest':>7}  what she reads"
    for passage in ordered:
        yield f"{age(passage.measured):4.1f}  {_hardest(passage):>7}  {passage.id}: {passage.sentences[0].measured[0]}"
    hard = [str(one) for one in too_hard(found.values())]
    yield from hard
    yield f"{len(found)} passages for readers of {OLDEST:.0f} or younger, {len(hard)} findings."


def _hardest(passage: Passage) -> str:
    ages = [found for one in passage.sentences if (found := own_age(one)) is not None]
    return f"{max(ages):.1f}" if ages else "-"
