"""What the console is handed when it is wired together, and the pages it renders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from bot.protocol.mark import UNTIL_KNOWN
from bot.records.clock import Clock
from bot.records.database import Database
from bot.records.sites import Unit

from .follower import Follower

HERE = Path(__file__).parent

#: Nothing inline, nothing from elsewhere.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


#: Whether the protocol version of this content hash is approved for clinical use.
Approves = Callable[[str | None], bool]


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@dataclass(frozen=True)
class Desk:
    """Everything a page of the console works with."""

    database: Database
    clock: Clock
    unit: Unit
    settings: object
    ready: Callable[[], bool]
    follower: Follower
    pages: Environment
    approves: Approves

    def page(self, name: str, status: int = 200, **shown: Any) -> HTMLResponse:
        """A page of HTML with the headers every page carries."""
        return HTMLResponse(self.pages.get_template(name).render(**shown), status, HEADERS)

    @property
    def mark(self) -> str:
        """What every page says of the whole service; all of it until the wiring says otherwise."""
        return str(wants(self.settings, "mark", UNTIL_KNOWN))


def wants(settings: object, name: str, default: Any) -> Any:
    """A setting, or its default when the wiring does not offer it."""
    value = getattr(settings, name, None)
    return default if value is None else value


def opened(
    database: Database,
    clock: Clock,
    unit: Unit,
    settings: object,
    ready: Callable[[], bool],
    approves: Approves,
) -> Desk:
    """A desk with its own follower and its own templates."""
    return Desk(database, clock, unit, settings, ready, Follower(database), _environment(), approves)
