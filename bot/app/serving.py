"""`triage serve`: the number to ring first, then everything else."""

from __future__ import annotations

import argparse
import asyncio
import socket
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.channels.web import unavailable

from .command_failed import CommandFailed
from .doorstep import Doorstep, Notice, PortTaken
from .settings import ROOT, Settings, from_environment

if TYPE_CHECKING:
    from .wiring import Parts

#: How long a database that is not there is left alone.
SECONDS_TO_NEXT_TRY = 2.0
_STATIC = ROOT / "bot" / "channels" / "web" / "static"
_FILES = {f"/static/{name}": _STATIC / name for name in ("icon.svg", "vendor/triage.css")}


def serve(given: argparse.Namespace) -> int:
    """Serve until stopped."""
    settings = from_environment(host=given.host, port=given.port, production=given.production or None)
    doorstep = _opened(settings)
    from .prepared_model import train_if_needed  # seconds of imports: after the doorstep, not before it

    parts = assembled(settings)  # first, for a site that may not start should not wait for the training
    train_if_needed(settings)
    _first_midwife(parts)
    _run_server(parts, doorstep)
    return 0


def _opened(settings: Settings) -> Doorstep:
    notice = Notice(
        unavailable.starting_page(settings.phone),
        unavailable.starting_json(settings.phone),
        {path: file for path, file in _FILES.items() if file.exists()},
    )
    try:
        return Doorstep.open(settings.host, settings.port, notice)
    except PortTaken as taken:
        sentence = f"Port {settings.port} on {settings.host} is taken; choose another, such as PORT=8010."
        raise CommandFailed(sentence) from taken


def assembled(settings: Settings, wait: Callable[[float], None] = time.sleep) -> Parts:
    """The parts, once the database answers; until then the doorstep stays open."""
    from sqlalchemy.exc import OperationalError

    from bot.records.clock import SystemClock

    from . import wiring

    while True:
        try:
            return wiring.assemble(settings, SystemClock())
        except OperationalError as problem:
            print(f"The database does not answer ({type(problem.orig).__name__}): start it, or set DATABASE_URL.")
            print(f"The number to ring is shown meanwhile; trying again in {SECONDS_TO_NEXT_TRY:.0f} s.", flush=True)
            wait(SECONDS_TO_NEXT_TRY)


def _run_server(parts: Parts, doorstep: Doorstep) -> None:
    import uvicorn

    from .server import build

    settings = parts.settings
    config = uvicorn.Config(
        build(parts),
        access_log=False,
        log_level="warning",
        server_header=False,
        ws="none",  # server-sent events only; Rasa pins a websockets that uvicorn cannot use
        timeout_graceful_shutdown=5,
    )
    print(f"Chat      {settings.url}/\nConsole   {settings.url}/line")
    print(f"{settings.mark}." if settings.mark else f"Protocol {parts.served.protocol.version}, approved.", flush=True)
    listening: list[socket.socket] = [doorstep.hand_over()]
    asyncio.run(uvicorn.Server(config).serve(listening))


def _first_midwife(parts: Parts) -> None:
    """On the first start, make the first member and say how she signs in."""
    from sqlalchemy import func, select

    from bot.line import members
    from bot.records.tables import members as members_table

    from .passwords import new_password

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
