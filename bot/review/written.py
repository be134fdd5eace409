"""The protocol's files as they are written: what compiling a condition leaves behind, people still want to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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

    @property
    def green(self) -> Any:
        """What green needs besides a green criterion."""
        return self.files["protocol.yml"]["green"]["if"]

    def using_definition(self, name: str) -> list[str]:
        """The criteria and signposts whose own condition names this one."""
        return [id for id, row in self.criteria.items() if name in _definitions(row["if"])]

    def using(self, name: str) -> list[str]:
        """What a setting or named condition moves: criteria and signposts that name it, or something resting on it."""
        known = {name, *(one for one, condition in self.definitions.items() if name in _limits(condition))}
        while more := {one for one, it in self.definitions.items() if known & _definitions(it)} - known:
            known |= more
        rows = self.criteria.items()
        return [id for id, row in rows if name in _limits(row["if"]) or known & _definitions(row["if"])]


def _definitions(condition: Any) -> set[str]:
    """The conditions that are named in this one."""
    return {str(value) for key, value in _pairs(condition) if key == "is"}


def _limits(condition: Any) -> set[str]:
    """What stands for a limit or for answers in this condition: weeks, or a setting's name."""
    return {value for key, value in _pairs(condition) if key not in ("is", "unanswered") and isinstance(value, str)}


def _pairs(condition: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(condition, list):
        for one in condition:
            yield from _pairs(one)
    if isinstance(condition, dict):
        yield from condition.items()
        for one in condition.values():
            yield from _pairs(one)
