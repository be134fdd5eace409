"""One entry of a protocol file, read key by key with errors that say what to do."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any

from .level import Level
from .located import Rows, Table
from .problems import Mistake, Problems

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*$")


class Entry:
    """A table of a file and the place where its mistakes are noted."""

    def __init__(self, file: str, table: Table, problems: Problems) -> None:
        self.file, self.table, self.problems = file, table, problems

    @property
    def line(self) -> int:
        """Where the entry begins."""
        return self.table.line

    def wrong(self, key: str, wrong: str, to_do: str) -> None:
        """Note a mistake at `key`."""
        self.problems.add(self.file, self.table.line_of(key), wrong, to_do)

    def only(self, known: Collection[str]) -> Entry:
        """Refuse every key that is not `known`."""
        for key in self.table:
            if key not in known:
                self.wrong(key, f"unknown key '{key}'", f"use one of: {', '.join(sorted(known))}")
        return self

    def get(self, key: str) -> Any:
        """The plain value, `None` where it is missing."""
        return self.table.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        """A text; a missing one is a mistake unless there is a default."""
        value = self.table.get(key)
        if value is None and default is not None:
            return default
        if value is None or isinstance(value, dict | list) or not str(value).strip():
            self.wrong(key, f"'{key}' is missing or empty", f"write '{key}: ...'")
            return default or ""
        return str(value)

    def id(self, key: str = "id") -> str:
        """An id: letters, digits, `_` and `-`."""
        value = self.text(key)
        if value and not _ID.match(value):
            self.wrong(key, f"'{value}' is not an id", "use letters, digits, _ and - only")
        return value

    def flag(self, key: str, default: bool = False) -> bool:
        """true or false."""
        value = self.table.get(key, default)
        if not isinstance(value, bool):
            self.wrong(key, f"'{key}' is neither true nor false", "write true or false")
            return default
        return value

    def level(self, key: str, default: Level | None = None) -> Level:
        """A level's code."""
        value = self.table.get(key)
        if value is None and default is not None:
            return default
        try:
            return Level.parse(str(value))
        except ValueError as error:
            self.wrong(key, str(error) if value is not None else f"'{key}' is missing", "write one of the level codes")
            return default or Level.A60

    def day(self, key: str) -> date:
        """A date such as 2027-05-31."""
        value = self.text(key)
        try:
            return date.fromisoformat(value)
        except ValueError:
            if value:
                self.wrong(key, f"'{value}' is not a date", "write year-month-day such as 2027-05-31")
            return date.min

    def names(self, key: str, known: Collection[str] | None = None, what: str = "") -> tuple[str, ...]:
        """One name or a list of names, each of which must be `known`."""
        return self.known_names(key, self.table.get(key), known, what)

    def known_names(
        self, key: str, value: Any, known: Collection[str] | None = None, what: str = ""
    ) -> tuple[str, ...]:
        """The names in `value`, each of which must be `known`; mistakes are noted at `key`."""
        names = [] if value is None else value if isinstance(value, list) else [value]
        if any(isinstance(name, dict | list) or name is None for name in names):
            self.wrong(key, f"'{key}' is not a list of names", f"write '{key}: [one, two]'")
            return ()
        texts = tuple(word(name) for name in names)
        for name in texts:
            if known is not None and name not in known:
                self.wrong(key, f"there is no {what} '{name}'", near(name, known))
        return texts

    def inner(self, key: str) -> Entry:
        """The table under `key`, empty where it is missing."""
        value = self.table.get(key)
        if value is None:
            return Entry(self.file, Table(self.table.line_of(key)), self.problems)
        if not isinstance(value, Table):
            self.wrong(key, f"'{key}' is not a table", f"write '{key}: {{name: value}}'")
            value = Table(self.table.line_of(key))
        return Entry(self.file, value, self.problems)


def word(value: Any) -> str:
    """A name as it is written: `true` stays the word true."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def near(name: str, known: Collection[str]) -> str:
    """A hint that names what was probably meant."""
    close = get_close_matches(name, list(known), n=3)
    return f"did you mean {' or '.join(close)}?" if close else "correct the name or define it"


def entries(file: str, content: Any, problems: Problems) -> Iterator[Entry]:
    """The entries of a file that is one list."""
    if content is None:
        return
    if not isinstance(content, Rows):
        problems.add(file, 1, "this file is not a list", "begin every entry with '- id: ...'")
        return
    for row, line in zip(content, content.lines, strict=True):
        if isinstance(row, Table):
            yield Entry(file, row, problems)
        else:
            problems.add(file, line, f"'{row}' is not an entry", "write '- id: ...' with its keys below")


def whole(file: str, content: Any, problems: Problems) -> Entry:
    """A file that is one table."""
    if isinstance(content, Table):
        return Entry(file, content, problems)
    if content is not None:
        problems.add(file, 1, "this file is not a table", "write 'key: value' lines")
    return Entry(file, Table(1), problems)


def single(table: Any, example: str) -> tuple[str, Any]:
    """The one key of a condition and its value. Raises `Mistake` for anything else."""
    if not isinstance(table, dict) or len(table) != 1:
        raise Mistake(
            "a condition has exactly one key", f"write for example {example}, and join several with all or any"
        )
    return next(iter(table.items()))


def listed(value: Any, key: str) -> Sequence[Any]:
    """A list that is not empty. Raises `Mistake` for anything else."""
    if not isinstance(value, list) or not value:
        raise Mistake(f"'{key}' needs a list", f"write '{key}: [ ... ]'")
    return value
