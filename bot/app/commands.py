"""What each command does."""

from __future__ import annotations

import argparse
import asyncio
import secrets

from sqlalchemy import func, select

from bot.line import members
from bot.line.refusals import Refusal
from bot.protocol.problems import ProtocolError
from bot.protocol.reader import read_protocol
from bot.records import vault
from bot.records.clock import SystemClock
from bot.records.tables import members as members_table

from . import wiring
from .settings import ROOT, Settings, from_environment
from .wiring import Parts


class CommandFailed(Exception):
    """The command could not do what was asked; the message says what to do."""


def serve(given: argparse.Namespace) -> int:
    """Serve until stopped."""
    settings = from_environment(host=given.host, port=given.port, production=given.production or None)
    train_if_needed(settings)
    parts = wiring.assemble(settings, SystemClock())
    _first_midwife(parts)
    _run_server(parts)
    return 0


def _run_server(parts: Parts) -> None:
    import uvicorn

    from .server import build

    settings = parts.settings
    print(f"Chat      {settings.url}/\nConsole   {settings.url}/line")
    print("Demonstration, not an NHS service, not approved for clinical use.", flush=True)
    config = uvicorn.Config(
        build(parts),
        host=settings.host,
        port=settings.port,
        access_log=False,
        log_level="warning",
        server_header=False,
        ws="none",  # server-sent events only; Rasa pins a websockets that uvicorn cannot use
        timeout_graceful_shutdown=5,
    )
    server = uvicorn.Server(config)
    asyncio.run(server.serve())
    if not server.started:
        raise CommandFailed(f"Port {settings.port} on {settings.host} is taken; choose another, such as PORT=8010.")


def _first_midwife(parts: Parts) -> None:
    """On the first start, make the first member and say how she signs in."""
    with parts.database.write() as connection:
        if connection.execute(select(func.count()).select_from(members_table)).scalar_one():
            return
        password = new_password()
        now = parts.clock.now()
        line = parts.unit.line_id
        members.add(
            connection, line_id=line, login="midwife", name="First Midwife", role="midwife", password=password, now=now
        )
    print(f"First midwife: sign in at {parts.settings.url}/line as 'midwife' with the password {password}")
    print("It is shown only now. More people: triage user add NAME --name 'FULL NAME'.", flush=True)


def new_password() -> str:
    """A first password that can be read aloud."""
    return "-".join(secrets.token_hex(2) for _ in range(4))


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


def train_if_needed(settings: Settings) -> bool:
    """Train when an input has changed; whether it did. Raises `CommandFailed`."""
    from bot.dialogue import training

    if training.is_current(ROOT, settings.model):
        return False
    print("Training the dialogue model (about a minute) ...", flush=True)
    try:
        training.train(ROOT, settings.model)
    except training.TrainingFailed as failure:
        raise CommandFailed(str(failure)) from failure
    return True


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
    """Read and verify the protocol; 1 when anything was found."""
    from bot.protocol.verifier import verify

    try:
        protocol = read_protocol()
    except ProtocolError as error:
        print(error)
        return 1
    issues = verify(protocol, cases=given.cases)
    for issue in issues:
        print(issue)
    print(f"{protocol.name} {protocol.version}: {len(protocol.criteria)} criteria, {len(issues)} findings.")
    return 1 if issues else 0
