"""What the commands that read the protocol do: `triage protocol show`, `words`, `build`."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.channels.web import site as web
from bot.review import terminal
from bot.review.book import Book
from bot.review.build import NotOurFolder, build
from bot.review.hers import passages
from bot.review.reading_age import too_hard

from .command_failed import CommandFailed
from .served import Signatures, version_of
from .settings import from_environment
from .wiring import unit_fills


def show(given: argparse.Namespace) -> int:
    """Print the contents, or one part."""
    settings = from_environment()
    protocol = version_of(settings)
    book, standing = Book(protocol), Signatures(settings.signatures).standing(protocol)
    try:
        lines = terminal.part(book, standing, given.part) if given.part else terminal.contents(book, standing)
    except terminal.NoSuchPart as mistake:
        raise CommandFailed(str(mistake)) from mistake
    for line in lines:
        print(line)
    return 0


def words(given: argparse.Namespace) -> int:
    """List reading ages; 1 when anything is too hard."""
    protocol = version_of(from_environment())
    for line in terminal.reading_ages(protocol):
        print(line)
    return 1 if any(too_hard(passages(protocol.words).values())) else 0


def static_pages(given: argparse.Namespace) -> int:
    """Write the protocol's pages into a folder."""
    settings = from_environment()
    try:
        written = build(
            version_of(settings),
            Path(given.folder),
            shared_style=web.STYLE,
            unit_name=settings.unit,
            fills=unit_fills(settings),
            standing=Signatures(settings.signatures).standing,
        )
    except NotOurFolder as mistake:
        raise CommandFailed(str(mistake)) from mistake
    print(f"{len(written)} files; open {Path(given.folder) / 'index.html'}")
    return 0
