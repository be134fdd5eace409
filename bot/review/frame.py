"""What every page about the protocol shares: its templates, the way between pages, and the mark that it is unsigned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from bot.protocol.content import Protocol
from bot.protocol.mark import mark

from .standing import SPOKEN, Standing

HERE = Path(__file__).parent
STATIC = HERE / "static"
#: Where the pages are mounted.
AT = "/protocol"

#: The way between the pages: address, words. Each pathway is a page too, by its id.
WAYS: tuple[tuple[str, str], ...] = (
    ("", "Overview"),
    ("levels", "Levels"),
    ("gate", "Who it is for"),
    ("flags", "Red flags"),
    ("modifiers", "What raises a level"),
    ("questions", "Questions for all"),
    ("settings", "Site settings"),
    ("cards", "Cards"),
    ("words", "Sentences"),
    ("terms", "Terms"),
    ("awaiting", "Awaiting sign-off"),
)
#: Pages that only a running server has: they compare versions, and take signatures.
SERVED_WAYS: tuple[tuple[str, str], ...] = (("compare", "Compare versions"), ("sign", "Sign"))

#: How a question is answered, by its kind.
KINDS = {
    "choice": "one of the answers",
    "ticks": "any number of ticks, or none of these",
    "gestation": "weeks and days, or a due date",
    "pressure": "two numbers, such as 120/80",
    "temperature": "a number, such as 38.2",
    "text": "her own words",
    "phone": "a telephone number",
}

Address = Callable[[str], str]


def served(page: str) -> str:
    """The address of a page on the server; `page` may carry a `#place`."""
    name, _, place = page.partition("#")
    return f"{AT}/{name}" + (f"#{place}" if place else "")


def filed(page: str) -> str:
    """The address of a page among static files in one folder."""
    name, _, place = page.partition("#")
    return f"{name or 'index'}.html" + (f"#{place}" if place else "")


@dataclass(frozen=True)
class Frame:
    """How pages are made; `address` says where each stands, on a server or in a folder."""

    protocol: Protocol
    standing: Callable[[], Standing]
    demonstration: bool = True
    address: Address = served
    unit_name: str = ""

    @property
    def is_served(self) -> bool:
        """Whether a server stands behind the pages."""
        return self.address is served

    def render(self, template: str, here: str = "", standing: Standing | None = None, **shown: Any) -> str:
        """A page of HTML. `here` is the address of the page in the way between them."""
        always = self._always(here, standing or self.standing())
        return _environment().get_template(template).render(**always, **shown)

    def page(self, template: str, here: str = "", status: int = 200, **shown: Any) -> HTMLResponse:
        """The same as an answer to a request."""
        return HTMLResponse(self.render(template, here, **shown), status)

    def _always(self, here: str, standing: Standing) -> dict[str, Any]:
        return {
            "protocol": self.protocol,
            "standing": standing,
            "spoken": SPOKEN,
            "mark": self._mark(standing),
            "to": self.address,
            "files": f"{AT}/static/" if self.is_served else "",
            "shared_style": "/static/vendor/triage.css" if self.is_served else "triage.css",
            "ways": [*WAYS, *(SERVED_WAYS if self.is_served else ())],
            "here": here,
            "unit_name": self.unit_name,
            "is_served": self.is_served,
            "kinds_of": KINDS,
        }

    def _mark(self, standing: Standing) -> str:
        return mark(production=not self.demonstration, approved=standing.approved)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
