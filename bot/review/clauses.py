"""What a version decides, clause by clause, read from its own texts.

A clause is whatever can change a level: a criterion, a signpost, what a question's "not sure" counts as. Named
conditions and settings are written out in it, so that it changes exactly when the decision changes.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.protocol.content import Protocol
from bot.protocol.gestation import parse_weeks

from .written import Written

#: Clauses that are not a criterion or a signpost: they hold for the whole protocol.
QUESTIONS, FINDINGS, PATHWAYS = "questions", "findings", "pathways"
GATE, GREEN, SETTINGS = "gate", "green", "settings"
WHOLE = (QUESTIONS, FINDINGS, PATHWAYS, GATE, GREEN, SETTINGS)
#: Versions whose clauses are remembered: reading the texts takes a tenth of a second.
_KEPT = 16
_read: dict[str, Mapping[str, Clause]] = {}
_WEEKS = re.compile(r"\d+\+[0-6]")

Tree = Any


@dataclass(frozen=True)
class Clause:
    """One criterion, signpost, or one of `WHOLE`. `says` is what decides, in plain tables and lists."""

    id: str
    says: Mapping[str, Tree]
    pathway: str | None = None

    @property
    def level(self) -> str | None:
        """The level's code, where it has one."""
        return self.says.get("level")

    @property
    def condition(self) -> Tree:
        """The condition with every named condition and setting written out."""
        return self.says.get("if")

    @property
    def fingerprint(self) -> str:
        """Twelve characters that change with what the clause decides, and not with the order it is written in."""
        return _print(self.says)

    def prints(self, key: str) -> str:
        """The same of one part alone, such as `if`."""
        return _print(self.says.get(key))


def clauses(protocol: Protocol) -> Mapping[str, Clause]:
    """Every clause by id: criteria and signposts in the files' order, then those of the whole."""
    found = _read.get(protocol.hash)
    if found is None:
        if len(_read) >= _KEPT:
            _read.clear()
        found = _read[protocol.hash] = {clause.id: clause for clause in Texts(protocol).all()}
    return found


class Texts:
    """The files of a version as plain tables, with names written out."""

    def __init__(self, protocol: Protocol) -> None:
        self._protocol, self._written = protocol, Written(protocol)
        self._files = self._written.files

    def all(self) -> Iterator[Clause]:
        """Every clause."""
        yield from self.criteria()
        yield from self.signposts()
        yield from self.whole()

    def criteria(self) -> Iterator[Clause]:
        """Flags, modifiers, then each pathway's."""
        for file in ("flags.yml", "modifiers.yml"):
            yield from (self._criterion(row, file.removesuffix("s.yml"), None) for row in self._files.get(file) or ())
        for name, table in self._written.pathways.items():
            yield from (self._criterion(row, "pathway", name) for row in table["criteria"])

    def _criterion(self, row: Mapping[str, Tree], kind: str, pathway: str | None) -> Clause:
        kept = _kept(row, ("card", "neutral", "weeks_first"))
        says = {"kind": kind, "level": row["level"], "if": self._out(row["if"]), **kept}
        return Clause(str(row["id"]), says, pathway)

    def signposts(self) -> Iterator[Clause]:
        """The rows of the gate."""
        for row in self._files.get("gate.yml") or ():
            says = {"kind": "signpost", "level": row.get("level") or "none", "scope": row["scope"], "card": row["card"]}
            yield Clause(str(row["id"]), {**says, **self._if(row)})

    def _if(self, row: Mapping[str, Tree]) -> dict[str, Tree]:
        return {"if": self._out(row["if"])}

    def whole(self) -> Iterator[Clause]:
        """What holds for the whole protocol."""
        head = self._files.get("protocol.yml") or {}
        yield Clause(QUESTIONS, dict(self._questions()))
        yield Clause(FINDINGS, self._files.get("findings.yml") or {})
        kept = ("opened_by", "never_green", "otherwise")
        yield Clause(PATHWAYS, {name: _kept(table, kept) for name, table in self._written.pathways.items()})
        yield Clause(GATE, {"first that is true": " > ".join(row["id"] for row in self._files.get("gate.yml") or ())})
        green = {**self._if(head["green"]), **{key: head.get(key) for key in ("cards", "uncertain", "nothing_matched")}}
        yield Clause(GREEN, green)
        chosen = {name: setting.value for name, setting in self._protocol.site.items()}
        yield Clause(SETTINGS, {**self._protocol.settings, **chosen})

    def _questions(self) -> Iterator[tuple[str, Tree]]:
        for name, row in self._written.questions.items():
            says = _kept(row, ("kind", "options", "unsure", "means", "opens", "skippable"))
            yield name, {**says, "when": self._out(row["when"])} if row.get("when") else says

    def _out(self, tree: Tree) -> Tree:
        """The same condition with named conditions and settings written out, weeks as days."""
        if isinstance(tree, list):
            return [self._out(item) if isinstance(item, dict) else item for item in tree]
        if not isinstance(tree, dict):
            return tree
        if list(tree) == ["is"]:
            return self._out(self._written.definitions[str(tree["is"])])
        return {key: self._value(value) for key, value in tree.items()}

    def _value(self, value: Tree) -> Tree:
        if not isinstance(value, str):
            return self._out(value)
        if value in self._protocol.site:
            return self._protocol.site[value].value
        if value in self._protocol.settings:
            return self._protocol.settings[value]
        return parse_weeks(value) if _WEEKS.fullmatch(value) else value


def _kept(table: Mapping[str, Tree], keys: Iterable[str]) -> dict[str, Tree]:
    return {key: table[key] for key in keys if table.get(key) is not None}


def _print(tree: Tree) -> str:
    canonical = json.dumps(_sorted(tree), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:12]


def _sorted(tree: Tree) -> Tree:
    """The order of lists never decides anything here; a signpost says its place."""
    if isinstance(tree, Mapping):
        return {str(key): _sorted(value) for key, value in tree.items()}
    if isinstance(tree, list | tuple):
        return sorted((_sorted(item) for item in tree), key=lambda item: json.dumps(item, sort_keys=True))
    return tree
