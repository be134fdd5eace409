"""Sentences read from `words/<language>/*.yml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .entry import Entry, near
from .words import DEFAULT, PLACEHOLDERS, Sentence, Words

_BRACES = re.compile(r"\{([^{}]*)\}")


def read_words(files: Mapping[str, Entry], settings: Mapping[str, str]) -> Words:
    """All sentences; `files` are the tables below `words/` by name, `settings` what a site's settings are said as."""
    languages: dict[str, dict[str, Sentence]] = {DEFAULT: {}}
    for name, entry in files.items():
        sentences = languages.setdefault(name.split("/")[1], {})
        for id in entry.table:
            if id in sentences:
                entry.wrong(id, f"the sentence '{id}' stands twice", "keep one of them")
            sentences[id] = _sentence(entry, id, settings)
    return Words(languages)


def _sentence(entry: Entry, id: str, settings: Mapping[str, str]) -> Sentence:
    value = entry.get(id)
    if not isinstance(value, dict):
        return Sentence(_lines(entry, id, value, settings))
    for key in value.keys() - {"text", "short"}:
        entry.wrong(id, f"unknown key '{key}'", "a sentence has text and short")
    short = _lines(entry, id, value["short"], settings) if value.get("short") is not None else ()
    return Sentence(_lines(entry, id, value.get("text"), settings), short)


def _lines(entry: Entry, id: str, value: Any, settings: Mapping[str, str]) -> tuple[str, ...]:
    lines = value if isinstance(value, list) else [value]
    if not lines or any(line is None or isinstance(line, dict | list) or not str(line).strip() for line in lines):
        entry.wrong(id, f"the sentence '{id}' is empty", "write its words, or a list of short lines")
        return ()
    for line in lines:
        for name in _BRACES.findall(str(line)):
            if name not in PLACEHOLDERS and name not in settings:
                entry.wrong(id, f"unknown placeholder {{{name}}}", near(name, [*PLACEHOLDERS, *settings]))
    return tuple(_with_settings(str(line).strip(), settings) for line in lines)


def _with_settings(line: str, settings: Mapping[str, str]) -> str:
    """A site's settings are part of the version, and so of its sentences."""
    return _BRACES.sub(lambda match: settings.get(match[1], match[0]), line)
