"""The second reading: questions, criteria, pathways, signposts and findings with compiled conditions."""

from __future__ import annotations

from datetime import date
from typing import Any

from .conditions import compile_condition
from .content import FALSE, Asked, Condition, Criterion, Found, Pathway, Place, Signpost, Unsure
from .drafts import Draft, options_of, stated
from .entry import Entry
from .implied import Meanings
from .level import Level
from .located import Rows, Table
from .names import Names
from .statement import UNSURE
from .step import Kind, Option, Question, Stage

CRITERION_KEYS = frozenset({"id", "level", "if", "card", "neutral", "weeks_first", "source", "tag", "owner", "review"})
SIGNPOST_KEYS = frozenset({"id", "if", "card", "scope", "level", "source", "tag", "owner", "review"})
_NEVER = Condition(lambda heard: FALSE)
_TAGS = ("found", "knowledge", "derived")
_SCOPES = ("under", "postnatal", "other")


class Parts:
    """Reads the parts of one draft."""

    def __init__(self, draft: Draft, names: Names, meanings: Meanings) -> None:
        self._draft, self._names, self._meanings = draft, names, meanings
        self._ids: set[str] = set()

    def condition(self, entry: Entry, key: str = "if") -> Condition:
        """The compiled condition under `key`; a mistake is noted at its line."""
        content = entry.get(key)
        if content is None:
            entry.wrong(key, f"'{key}' is missing", f"write '{key}: {{...}}'")
            return _NEVER
        return self._compiled(entry, entry.table.line_of(key), content)

    def _compiled(self, entry: Entry, line: int, content: Any) -> Condition:
        with self._draft.problems.at(entry.file, _innermost(content, line)):
            return compile_condition(content, self._names)
        return _NEVER

    def questions(self) -> dict[str, Asked]:
        """Every question, by id: those of the stages first, then those of the pathways."""
        return {name: self._question(name) for name in self._draft.questions}

    def _question(self, name: str) -> Asked:
        entry, shape = self._draft.questions[name]
        options = options_of(entry, shape.kind)
        implied = {option: self._meanings.of_option(name, option) for option in options}
        implied = {o: i for o, i in implied.items() if i.findings or i.states or i.opens}
        self._names.feed(name, implied)
        pathways = frozenset(p for p, listed in self._draft.listed.items() if name in listed)
        return Asked(
            id=name,
            kind=shape.kind,
            stage=shape.stage,
            options=options,
            place=Place(entry.file, entry.line),
            bit=shape.bit,
            shown=self._shown(entry, name, options),
            pathways=pathways,
            unsure=self._unsure(entry, frozenset(options)),
            implied=implied,
            opens=frozenset(p for meaning in implied.values() for p in meaning.opens),
        )

    def _shown(self, entry: Entry, name: str, options: tuple[str, ...]) -> Question:
        _, shape = self._draft.questions[name]
        skippable = entry.flag("skippable", default=True)
        unsure = (UNSURE,) if skippable and shape.kind not in (Kind.TEXT, Kind.PHONE) else ()
        pathway = next((p for p, listed in self._draft.listed.items() if name in listed), None)
        offered = tuple(Option(option) for option in (*options, *unsure))
        own = pathway if shape.stage is Stage.PATHWAY else None
        return Question(name, shape.kind, shape.stage, offered, own, skippable=skippable)

    def _unsure(self, entry: Entry, options: frozenset[str]) -> Unsure:
        if entry.get("unsure") is None:
            return Unsure()
        table = entry.inner("unsure").only({"as", "at_least"})
        least = table.level("at_least") if table.get("at_least") is not None else None
        chosen = frozenset(table.names("as", options, "option"))
        if not chosen and least is None:
            entry.wrong("unsure", "'unsure' says nothing", "write 'unsure: {as: [...]}' or 'unsure: {at_least: A60}'")
        return Unsure(chosen & options, least, stated=True)

    def when(self, name: str) -> Condition | None:
        """The condition under which a question is asked."""
        entry, _ = self._draft.questions[name]
        return self.condition(entry, "when") if entry.get("when") is not None else None

    def criterion(self, entry: Entry, kind: str, pathway: str | None = None) -> Criterion:
        """One criterion."""
        entry.only(CRITERION_KEYS)
        level = entry.level("level")
        if level is Level.G and kind != "pathway":
            entry.wrong("level", "a flag or modifier cannot be green", "they only raise: choose another level")
        return Criterion(
            id=self._new_id(entry),
            level=level,
            condition=self.condition(entry),
            source=entry.text("source"),
            tag=self._tag(entry),
            owner=self._owner(entry),
            review=self._review(entry),
            place=Place(entry.file, entry.line),
            kind=kind,
            pathway=pathway,
            card=entry.get("card"),
            neutral=entry.flag("neutral"),
            weeks_first=entry.flag("weeks_first"),
        )

    def _new_id(self, entry: Entry) -> str:
        name = entry.id()
        if name in self._ids:
            entry.wrong("id", f"'{name}' stands twice", "give every criterion and signpost an id of its own")
        self._ids.add(name)
        return name

    def _owner(self, entry: Entry) -> str:
        return (entry if entry.get("owner") is not None else self._draft.table("protocol.yml")).text("owner")

    def _review(self, entry: Entry) -> date:
        return (entry if entry.get("review") is not None else self._draft.table("protocol.yml")).day("review")

    def _tag(self, entry: Entry) -> str:
        tag = entry.text("tag")
        if tag and tag not in _TAGS:
            entry.wrong("tag", f"'{tag}' is no tag", f"use one of: {', '.join(_TAGS)}")
        return tag

    def signpost(self, entry: Entry) -> Signpost:
        """One entry of the gate."""
        entry.only(SIGNPOST_KEYS)
        scope, level = entry.text("scope"), entry.get("level")
        if scope and scope not in _SCOPES:
            entry.wrong("scope", f"'{scope}' is no scope", f"use one of: {', '.join(_SCOPES)}")
        self._tag(entry), self._owner(entry), self._review(entry)
        read = None if level in (None, "none") else entry.level("level")
        if read is not None and not Level.G < read < Level.R_GO:
            entry.wrong("level", "a signpost is 'none' or amber", "write a flag for red")
        return Signpost(
            id=self._new_id(entry),
            condition=self.condition(entry),
            card=entry.text("card"),
            scope=scope,
            level=read,
            source=entry.text("source"),
            place=Place(entry.file, entry.line),
        )

    def pathway(self, name: str, order: int) -> Pathway:
        """One pathway."""
        entry = self._draft.pathways[name]
        criteria = [self.criterion(row, "pathway", name) for row in self._criteria(entry)]
        otherwise = entry.level("otherwise")
        if entry.get("otherwise") is not None and not Level.G < otherwise < Level.R_GO:
            entry.wrong("otherwise", "'otherwise' is amber", "write A60 or another amber level")
        return Pathway(
            id=name,
            title=entry.text("title"),
            card=entry.text("card"),
            never_green=entry.flag("never_green"),
            otherwise=otherwise,
            questions=tuple(self._draft.listed[name]),
            criteria=tuple(sorted((c for c in criteria if c.level), key=lambda c: -c.level)),
            greens=tuple(c for c in criteria if not c.level),
            advice=entry.names("advice"),
            ring_if=entry.names("ring_if"),
            place=Place(entry.file, entry.line),
            order=order,
        )

    def _criteria(self, entry: Entry) -> list[Entry]:
        rows = entry.get("criteria")
        if not isinstance(rows, Rows) or not rows:
            entry.wrong("criteria", "'criteria' is missing", "write a list of criteria")
            return []
        tables = [row for row in rows if isinstance(row, Table)]
        if len(tables) < len(rows):
            entry.wrong("criteria", "a criterion is not a table", "write '- id: ...' with its keys below")
        return [Entry(entry.file, row, entry.problems) for row in tables]

    def finding(self, name: str) -> Found:
        """What one finding means."""
        entry = self._draft.findings[name]
        implied = self._meanings.of_finding(name)
        direct = self._meanings.findings[name]
        denied = stated(self._draft, entry, "denies")
        return Found(
            name=name,
            implied=implied,
            states={question: frozenset(options) for question, options in direct.states.items()},
            denies={question: frozenset(options) for question, options in denied.items()},
            opens=frozenset(direct.opens),
            confirm=entry.flag("confirm"),
            place=Place(entry.file, entry.line),
        )


def _innermost(content: Any, line: int) -> int:
    return content.line if isinstance(content, Table) else line
