"""One request of a signed-in member, and what a page needs to show her."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.line import sessions
from bot.line.members import Member, Role
from bot.records import events
from bot.records.clock import local_time

from .desk import HEADERS, Desk
from .saying import said

ROLES = {
    Role.MIDWIFE: "midwife",
    Role.COORDINATOR: "coordinator",
    Role.SAFETY_OFFICER: "safety officer",
    Role.ADMIN: "admin",
}


class Typed(dict[str, str]):
    """What was typed into a form; what was not is empty."""

    def __missing__(self, key: str) -> str:
        return ""


@dataclass(frozen=True)
class Visit:
    """A request whose session, form token and role have been checked."""

    desk: Desk
    request: Request
    token: str
    member: Member
    now: datetime
    form: Typed = field(default_factory=Typed)

    @property
    def csrf(self) -> str:
        """The token for this session's forms."""
        return sessions.csrf(self.token)

    @property
    def in_part(self) -> bool:
        """Whether the page's own script asks, for a part of a page."""
        return wants_part(self.request)

    def page(self, name: str, status: int = 200, **shown: Any) -> HTMLResponse:
        """A page for this member."""
        return self.desk.page(name, status, **{**self._always(), **shown})

    def follow(self) -> int:
        """The number after which this page follows the events; look it up before reading what is shown."""
        with self.desk.database.read() as connection:
            return events.last(connection, self.member.line_id)

    def _always(self) -> dict[str, Any]:
        member = {
            "id": self.member.id,
            "name": self.member.name,
            "role": self.member.role,
            "role_text": ROLES[self.member.role],
            "acts": self.member.is_clinical,
        }
        notice = said(self.request.query_params.get("said"))
        return {**about(self.desk, self.now), "member": member, "csrf": self.csrf, "said": notice}


def about(desk: Desk, now: datetime) -> dict[str, Any]:
    """What every page shows, signed in or not."""
    return {
        "now_iso": now.isoformat(),
        "now_text": local_time(now),
        "unit_name": desk.unit.name,
        "mark": desk.mark,
        "member": None,
        "csrf": "",
        "said": None,
        "problems": {},
        "typed": Typed(),
        "here": "",
        "warnings": [],
    }


def wants_part(request: Request) -> bool:
    """Whether the page's own script asks."""
    return request.headers.get("x-console") == "part"


def go(address: str, say: str = "") -> Response:
    """Post, redirect, get."""
    return RedirectResponse(f"{address}?said={say}" if say else address, 303, HEADERS)


def done() -> Response:
    """Nothing to show: the script asks for the parts itself."""
    return Response(status_code=204, headers=HEADERS)


def typed(form: Iterable[tuple[str, Any]]) -> Typed:
    """A form's text fields; the pressed button's value counts."""
    return Typed({name: value for name, value in form if isinstance(value, str)})


def problem(desk: Desk, now: datetime, status: int, heading: str, text: str, **shown: Mapping[str, Any]) -> Response:
    """A page that says in one sentence what cannot be done."""
    return desk.page("problem.html", status, **{**about(desk, now), "heading": heading, "text": text, **shown})
