"""`triage understand`: lines in, what was read in each out, as JSON Lines."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from typing import TextIO

from bot.dialogue.listening import Listener
from bot.records.clock import SystemClock, local_date

from .command_failed import CommandFailed
from .prepared_model import train_if_needed
from .settings import from_environment


def understand(given: argparse.Namespace) -> int:
    """Read lines from the files named, or from standard input, and write one JSON line for each."""
    settings = from_environment()
    train_if_needed(settings, told=sys.stderr)
    now = SystemClock().now()
    listener = Listener(settings.model, now)
    try:
        for text in texts(_lines(given.files)):
            print(json.dumps(listener.read(text).to_json(local_date(now)), ensure_ascii=False), flush=True)
    finally:
        listener.close()
    return 0


def texts(lines: Iterable[str]) -> Iterator[str]:
    """Each line's message: plain words, or a JSON object with `text`. Raises `CommandFailed`."""
    for number, line in enumerate(lines, 1):
        line = line.rstrip("\r\n")
        if line.lstrip().startswith("{"):
            yield _text_of(line, number)
        elif line.strip():
            yield line


def _text_of(line: str, number: int) -> str:
    """The words in a JSON line; a line that only begins with a brace is words itself."""
    try:
        row = json.loads(line)
    except json.JSONDecodeError:
        return line
    if not isinstance(row.get("text"), str):
        raise CommandFailed(f'Line {number} has no \'text\'; write {{"text": "..."}} or the plain words.')
    return str(row["text"])


def _lines(files: list[str]) -> Iterator[str]:
    if not files:
        yield from sys.stdin
        return
    for name in files:
        with _opened(name) as file:
            yield from file


def _opened(name: str) -> TextIO:
    try:
        return open(name, encoding="utf-8")
    except OSError as problem:
        raise CommandFailed(f"{name} cannot be read ({problem.strerror}); name a file of messages.") from problem
