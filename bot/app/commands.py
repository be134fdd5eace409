"""What each command does."""

from __future__ import annotations

import argparse

from bot.line import members
from bot.line.refusals import Refusal
from bot.protocol.problems import ProtocolError
from bot.protocol.reader import read_protocol
from bot.records import vault
from bot.records.clock import SystemClock

from . import wiring
from .command_failed import CommandFailed
from .passwords import new_password
from .prepared_model import train_if_needed
from .settings import from_environment


def talk(given: argparse.Namespace) -> int:
    """A conversation in the terminal."""
    from .talk import converse

    settings = from_environment()
    train_if_needed(settings)
    return converse(settings)


def train(given: argparse.Namespace) -> int:
    """Train when needed, and say which it was."""
    print("Trained." if train_if_needed(from_environment()) else "The model is up to date.")
    return 0


def migrate(given: argparse.Namespace) -> int:
    """Migrate the database of DATABASE_URL."""
    settings = from_environment()
    wiring.open_database(settings).close()
    print("The database is up to date.")
    return 0


def new_key(given: argparse.Namespace) -> int:
    """Print a key."""
    print(vault.new_key())
    return 0


def add_user(given: argparse.Namespace) -> int:
    """Add a member and print the first password."""
    parts = wiring.assemble(from_environment(), SystemClock())
    password = new_password()
    try:
        with parts.database.write() as connection:
            members.add(
                connection,
                line_id=parts.unit.line_id,
                login=given.login,
                name=given.name,
                role=given.role,
                password=password,
                now=parts.clock.now(),
            )
    except Refusal as refusal:
        raise CommandFailed(str(refusal)) from refusal
    print(f"{given.name} signs in as '{given.login}' with the password {password}")
    return 0


def check_protocol(given: argparse.Namespace) -> int:
    """Read and verify the protocol and its sign-offs; 1 when anything was found."""
    from bot.protocol.verifier import verify

    from .served import signed_otherwise

    settings = from_environment()
    try:
        protocol = read_protocol(site=settings.clinical)
        unsigned = signed_otherwise(settings, protocol)
    except ProtocolError as error:
        print(error)
        return 1
    issues = [*verify(protocol, cases=given.cases), *unsigned]
    for issue in issues:
        print(issue)
    print(f"{protocol.name} {protocol.version}: {len(protocol.criteria)} criteria, {len(issues)} findings.")
    return 1 if issues else 0
