"""What each page shows, whether a server sends it or it lies in a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.protocol.content import Criterion, Pathway, Signpost
from bot.protocol.level import Level
from bot.protocol.step import Stage

from .book import Book
from .chart import Panel, draw
from .entries import Spoken
from .frame import Frame
from .standing import SIGNED, Standing, awaiting

Shown = dict[str, Any]


@dataclass(frozen=True)
class Pages:
    """The pages of one protocol."""

    frame: Frame
    book: Book

    def names(self) -> tuple[str, ...]:
        """Every page, by its address."""
        return (*_PAGES, *self.book.protocol.pathways)

    def render(self, name: str) -> str:
        """One page as HTML. Raises `KeyError` where there is none."""
        standing = self.frame.standing()
        pathway = self.book.protocol.pathways.get(name)
        if pathway is not None:
            return self._render("pathway.html", name, standing, self._pathway(pathway))
        template, show = _PAGES[name]
        return self._render(template, name, standing, show(self.book, standing))

    def _render(self, template: str, name: str, standing: Standing, shown: Shown) -> str:
        return self.frame.render(template, name, standing, book=self.book, **shown)

    def _pathway(self, pathway: Pathway) -> Shown:
        names = list(self.book.protocol.pathways)
        at = sorted(names).index(pathway.id)
        charts = self.book.chart(pathway)
        return {
            "pathway": pathway,
            "pictures": [_picture(pathway, panel, len(charts)) for panel in charts],
            "rows": self.book.of_pathway(pathway),
            "questions": self.book.questions_of(pathway),
            "before": sorted(names)[at - 1] if at else "",
            "after": sorted(names)[at + 1] if at + 1 < len(names) else "",
            "opened_by": self.book.phrasing.written.pathways[pathway.id].get("opened_by") or [],
        }


def _picture(pathway: Pathway, panel: Panel, of: int) -> Shown:
    """A panel with its name for screen readers and its text instead."""
    part = f", part {panel.number} of {of}" if of > 1 else ""
    title = f"{pathway.id} {pathway.title}: chart{part}"
    return {"part": part[2:], "svg": draw(panel, f"{pathway.id}-{panel.number}", title, _described(panel))}


def _described(panel: Panel) -> str:
    """The panel in words, in the order of its arrows."""
    return " ".join(_step(step) for step in panel.steps) + " The table below says the same, and where it is from."


def _step(step: Any) -> str:
    decided = (f"If {one.words}: {one.outcome.head}." for one in step.decisions)
    return " ".join([f"{step.head}.", *decided])


def _parts(book: Book) -> Iterator[tuple[str, str, tuple[Criterion | Signpost, ...]]]:
    """Where criteria stand: address, words, criteria."""
    protocol = book.protocol
    yield "gate", "Who it is for", tuple(protocol.signposts)
    yield "flags", "Red flags", protocol.flags
    yield "modifiers", "What raises a level", protocol.modifiers
    for id in sorted(protocol.pathways):
        pathway = protocol.pathways[id]
        yield id, f"{id} {pathway.title}", (*pathway.criteria, *pathway.greens)


def _counted(book: Book, standing: Standing) -> list[Shown]:
    return [
        {
            "page": page,
            "words": words,
            "criteria": len(criteria),
            "awaiting": awaiting(standing, (one.id for one in criteria)),
            "reds": sum((one.level or Level.G) >= Level.R_GO for one in criteria),
            "worst": max((one.level for one in criteria if one.level is not None), default=Level.G).code,
        }
        for page, words, criteria in _parts(book)
    ]


def _overview(book: Book, standing: Standing) -> Shown:
    parts = _counted(book, standing)
    return {
        "everywhere": parts[:3],
        "pathways": parts[3:],
        "criteria": sum(part["criteria"] for part in parts),
        "awaited": sum(part["awaiting"] for part in parts),
    }


def _levels(book: Book, standing: Standing) -> Shown:
    return {
        "levels": sorted(Level, reverse=True),
        "rules": book.lines("level.rules"),
        "green": book.phrasing.condition(book.phrasing.written.green),
    }


def _gate(book: Book, standing: Standing) -> Shown:
    return {
        "questions": book.questions_at(Stage.SCREEN, Stage.GATE),
        "rows": book.rows(book.protocol.signposts),
    }


def _flags(book: Book, standing: Standing) -> Shown:
    return {"rows": book.rows(book.protocol.flags)}


def _modifiers(book: Book, standing: Standing) -> Shown:
    return {"rows": book.rows(book.protocol.modifiers)}


def _questions(book: Book, standing: Standing) -> Shown:
    return {"shared": book.questions_at(Stage.SHARED), "after": book.questions_at(Stage.AFTER)}


def _settings(book: Book, standing: Standing) -> Shown:
    settings = book.protocol.site
    return {"settings": settings.values(), "used": {name: book.phrasing.written.using(name) for name in settings}}


def _cards(book: Book, standing: Standing) -> Shown:
    return {"cards": book.cards}


def _words(book: Book, standing: Standing) -> Shown:
    kinds: dict[str, list[Spoken]] = {head: [] for head in _KINDS.values()}
    for spoken in book.spoken.values():
        if spoken.kind not in ("card", "signpost"):
            kinds.setdefault(_KINDS.get(spoken.kind, _OTHER), []).append(spoken)
    return {"kinds": {head: passages for head, passages in kinds.items() if passages}}


#: Heads of the page of sentences, by the first word of a sentence's id.
_KINDS = {
    "question": "Questions",
    "option": "Answers to any question",
    "confirm": "Asking back about a red sign",
    "retract": "Asking back when she takes something back",
    "utter": "Around the questions",
    "advice": "What to do at home",
    "ring": "When to ring",
    "emergency": "When to call 999",
}
_OTHER = "Other sentences"


def _terms(book: Book, standing: Standing) -> Shown:
    written = book.phrasing.written
    used = {name: written.using_definition(name) for name in written.definitions}
    definitions = {name: book.phrasing.condition(one) for name, one in written.definitions.items()}
    return {
        "definitions": sorted(definitions.items(), key=lambda one: book.name("definition", one[0]).casefold()),
        "used": used,
        "findings": sorted(book.protocol.findings.values(), key=lambda one: book.name("finding", one.name).casefold()),
        "reading": book.lines("level.reading"),
    }


def _awaiting(book: Book, standing: Standing) -> Shown:
    unsigned = {
        page: book.rows(one for one in criteria if standing.of(one.id) != SIGNED) for page, _, criteria in _parts(book)
    }
    return {"parts": _counted(book, standing), "unsigned": unsigned}


_PAGES: Mapping[str, tuple[str, Callable[[Book, Standing], Shown]]] = {
    "": ("overview.html", _overview),
    "levels": ("levels.html", _levels),
    "gate": ("gate.html", _gate),
    "flags": ("flags.html", _flags),
    "modifiers": ("modifiers.html", _modifiers),
    "questions": ("questions.html", _questions),
    "settings": ("settings.html", _settings),
    "cards": ("cards.html", _cards),
    "words": ("words.html", _words),
    "terms": ("terms.html", _terms),
    "awaiting": ("awaiting.html", _awaiting),
}
