"""Every address of the console, and who may use it."""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bot.line.members import Role
from bot.records.clock import Clock
from bot.records.database import Database
from bot.records.sites import Unit

from . import board_page, case_acts, case_page, door, members_page, stream
from .desk import HERE, Approves, opened
from .guard import ADMINS, CLINICAL, EVERYBODY, Page, signed_in

CASE = "/case/{case}"
MEMBER = "/members/{member}"

#: method, address, page, roles: what needs a session. A POST needs its form token as well.
PAGES: tuple[tuple[str, str, Page, frozenset[Role]], ...] = (
    ("GET", "/", board_page.show, EVERYBODY),
    ("GET", "/board-rows", board_page.only_rows, EVERYBODY),
    ("POST", "/next", board_page.take_next, CLINICAL),
    ("POST", "/find", board_page.find, EVERYBODY),
    ("GET", CASE, case_page.show, EVERYBODY),
    ("GET", f"{CASE}/parts", case_page.only_parts, EVERYBODY),
    ("POST", f"{CASE}/claim", case_acts.claim, CLINICAL),
    ("POST", f"{CASE}/release", case_acts.release, CLINICAL),
    ("POST", f"{CASE}/write", case_acts.write, CLINICAL),
    ("POST", f"{CASE}/called", case_acts.called, CLINICAL),
    ("POST", f"{CASE}/regrade", case_acts.regrade, CLINICAL),
    ("POST", f"{CASE}/close", case_acts.close, CLINICAL),
    ("GET", "/members", members_page.show, ADMINS),
    ("POST", "/members/add", members_page.add, ADMINS),
    ("POST", f"{MEMBER}/disable", members_page.disable, ADMINS),
    ("POST", f"{MEMBER}/password", members_page.set_password, ADMINS),
    ("POST", "/sign-out", door.sign_out, EVERYBODY),
)


class OwnFiles(StaticFiles):
    """The console's style and scripts, asked about anew so that an update is seen at once."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = "no-cache"
        response.headers["x-content-type-options"] = "nosniff"
        return response


def routes(
    database: Database,
    clock: Clock,
    unit: Unit,
    settings: object,
    ready: Callable[[], bool],
    approves: Approves = lambda _hash: False,
) -> list[BaseRoute]:
    """The console's routes, to be mounted at /line. Until the wiring says otherwise, nothing is approved."""
    desk = opened(database, clock, unit, settings, ready, approves)
    return [
        Route("/sign-in", door.sign_in_page(desk), methods=["GET"]),
        Route("/sign-in", door.sign_in(desk), methods=["POST"]),
        Route("/events", stream.events(desk), methods=["GET"]),
        *(Route(path, signed_in(desk, page, roles), methods=[method]) for method, path, page, roles in PAGES),
        Mount("/static", OwnFiles(directory=HERE / "static"), name="line-static"),
    ]
