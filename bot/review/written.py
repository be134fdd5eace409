"""The protocol's files as they are written: what compiling a condition leaves behind, people still want to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bot.protocol.content import Protocol
from bot.protocol.located import parse
from bot.protocol.problems import Problems

_LISTS = ("questions/", "flags.yml", "modifiers.yml", "gate.yml")


@dataclass(frozen=True)
class Written:
    """Every entry of a protocol, by id, with its conditions in the files' own words."""

    protocol: Protocol

    @cached_property
    def files(self) -> Mapping[str, Any]:
        """The files' content. The protocol was read from the same texts, so nothing in them is wrong."""
        unread = Problems()
        return {name: parse(name, text, unread) for name, text in self.protocol.content.items()}

    @cached_property
    def criteria(self) -> Mapping[str, Mapping[str, Any]]:
        """Flags, modifiers, signposts and the criteria of pathways."""
        lists = (rows for name, rows in self.files.items() if name in _LISTS)
        inside = (pathway["criteria"] for pathway in self.pathways.values())
        return {str(row["id"]): row for rows in (*lists, *inside) for row in rows or ()}

    @cached_property
    def questions(self) -> Mapping[str, Mapping[str, Any]]:
        """Questions of all stages and pathways."""
        return {str(row["id"]): row for row in self._questions()}

    def _questions(self) -> Iterator[Mapping[str, Any]]:
        for name, rows in self.files.items():
            if name.startswith("questions/"):
                yield from rows or ()
        for pathway in self.pathways.values():
            yield from (row for row in pathway.get("questions") or () if isinstance(row, dict))

    @cached_property
    def pathways(self) -> Mapping[str, Mapping[str, Any]]:
        """The pathway files, by the pathway's id."""
        return {str(one["id"]): one for name, one in self.files.items() if name.startswith("pathways/")}

    @property
    def definitions(self) -> Mapping[str, Any]:
        """Conditions with a name."""
        return self.files.get("definitions.yml") or {}

    def using(self, name: str) -> list[str]:
        """The criteria whose condition names this definition or setting, itself or inside a named condition."""
        names = {name}
        while wider := {one for one, content in self.definitions.items() if _any(content, names)} - names:
            names |= wider
        return [id for id, row in self.criteria.items() if _any(row["if"], names)]

    @property
    def green(self) -> Any:
        """What green needs besides a green criterion."""
        return self.files["protocol.yml"]["green"]["if"]


def _any(condition: Any, names: Iterable[str]) -> bool:
    return any(mentions(condition, name) for name in names)


def mentions(condition: Any, name: str) -> bool:
    """Whether a condition names a definition, setting, question or finding anywhere inside."""
    if isinstance(condition, dict):
        return any(str(key) == name or mentions(value, name) for key, value in condition.items())
    if isinstance(condition, list):
        return any(mentions(one, name) for one in condition)
    return isinstance(condition, str) and condition == name
