"""What the commands that compare and sign do: `triage protocol sign`, `diff`, `replay`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from pathlib import Path

from bot.protocol.content import Protocol
from bot.records.clock import SystemClock, local_date
from bot.records.database import Database
from bot.review import signoffs
from bot.review.approval import changed_since_signed, status_of
from bot.review.compare import Difference, Part, compare, with_replay
from bot.review.replay import Replayed, replay
from bot.review.stories import Story, invented

from . import wiring
from .command_failed import CommandFailed
from .keys import open_vault
from .served import version_of
from .settings import Settings, from_environment
from .told_before import in_file, recorded
from .version_names import find_version

#: The version with this site's decisions, as it would be served.
HERE = "here"
#: So many stories stand in a list; `--all` shows every one.
_LISTED = 20


def sign(given: argparse.Namespace) -> int:
    """Write a sign-off after the signer has typed the name again."""
    settings = from_environment()
    protocol = version_of(settings)
    try:
        signed = signoffs.sign(protocol, who=given.who, role=given.role, on=_today(), only=given.only or ())
    except signoffs.NotSignable as refusal:
        raise CommandFailed(str(refusal)) from refusal
    for line in _declared(settings, protocol, signed):
        print(line)
    if _typed() != signed.person:
        raise CommandFailed("That was not the same name; nothing was signed.")
    path = signoffs.write(settings.signatures, signed)
    print(f"Signed. Commit this file: {path}")
    for sentence in status_of(protocol, signoffs.read(settings.signatures)).missing:
        print(f"  still missing: {sentence}")
    return 0


def _declared(settings: Settings, protocol: Protocol, signed: signoffs.Signoff) -> Iterator[str]:
    what = "the whole version" if signed.whole else ", ".join(signed.clauses)
    yield f"{protocol.name}, version {protocol.version}, content {protocol.hash[:12]}"
    changed = sorted(changed_since_signed(protocol, signoffs.read(settings.signatures)))
    if changed:
        yield f"Changed since it was signed: {', '.join(changed)}"
    yield f"{signed.who} ({signed.role.value.replace('_', ' ')}) answers for {what} from {signed.on:%d %B %Y} on."
    yield "Type the full name again to sign, anything else to leave:"


def _typed() -> str:
    return " ".join(sys.stdin.readline().casefold().split())


def _today() -> date:
    return local_date(SystemClock().now())


def diff(given: argparse.Namespace) -> int:
    """Print what differs, and what that does to replayed conversations."""
    settings = from_environment()
    database = _database(settings)
    old, new = (_version(name, settings, database) for name in (given.old, given.new))
    stories = chain(_recorded(database, old), invented(given.invented, old, new))
    for line in compared(compare(old, new), replay(stories, old, new)):
        print(line)
    return 0


def compared(difference: Difference, replayed: Replayed) -> Iterator[str]:
    """A difference as lines of text."""
    old, new = difference.old, difference.new
    yield f"{old.version} ({old.hash[:12]}) -> {new.version} ({new.hash[:12]})"
    if old.hash == new.hash:
        yield "Nothing differs."
        return
    yield f"{replayed.of(len(replayed.moved))}, {len(replayed.lowered)} of them to a lower level."
    for part in Part:
        changes = difference.of(part)
        if changes:
            yield f"\n{part.value}"
            yield from (f"  {with_replay(one, replayed)}" for one in changes)


def replay_stories(given: argparse.Namespace) -> int:
    """Print whose level changes under another version, and why; 1 when one is lowered."""
    settings = from_environment()
    database = _database(settings)
    ours, other = _version(given.version, settings, database), _version(given.against, settings, database)
    stories: Iterable[Story] = recorded(_needed(database), ours) if given.recorded else _in_file(given)
    replayed = replay(stories, ours, other)
    for line in told(replayed, sys.maxsize if given.all else _LISTED):
        print(line)
    return 1 if replayed.lowered else 0


def told(replayed: Replayed, most: int) -> Iterator[str]:
    """A replay as lines of text, lowered levels first."""
    yield f"{replayed.of(len(replayed.moved))}, {len(replayed.lowered)} of them to a lower level."
    for (criterion, change), number in replayed.changes.most_common():
        yield f"  {change} by {criterion}: {number}"
    yield from (f"  {one}" for one in replayed.moved[:most])
    if len(replayed.moved) > most:
        yield f"  and {len(replayed.moved) - most} more (--all)"


def _in_file(given: argparse.Namespace) -> list[Story]:
    if given.file is None:
        raise CommandFailed("Give a file of stories, or --recorded for those in the database.")
    return in_file(Path(given.file), *([Path(given.terms)] if given.terms else []))


def _version(name: str, settings: Settings, database: Database | None) -> Protocol:
    return version_of(settings) if name == HERE else find_version(name, database)


def _database(settings: Settings) -> Database | None:
    """The database, where there is one already: reading a protocol makes none."""
    file = settings.database_url.removeprefix("sqlite:///")
    if settings.database_url.startswith("sqlite:///") and not Path(file).exists():
        return None
    open_vault(settings)
    return wiring.open_database(settings)


def _needed(database: Database | None) -> Database:
    if database is None:
        raise CommandFailed("There is no database yet, so nothing is recorded; set DATABASE_URL, or give a file.")
    return database


def _recorded(database: Database | None, protocol: Protocol) -> Iterable[Story]:
    return recorded(database, protocol) if database else ()
