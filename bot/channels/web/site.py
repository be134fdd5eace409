"""The web chat put together: its routes, its error pages, and what the whole app wears."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from bot.records.database import Database

from .api import Api
from .headers import BodyLimit, SecurityHeaders
from .needs import Desk, Unit
from .newcomers import Allowance
from .pages import HERE, Pages, look
from .stream import Follower

#: The design system's style as it is built for every page of the app.
STYLE = HERE / "static" / "vendor" / "triage.css"

_SENTENCES = {
    404: "We could not find that page",
    405: "That page does not take this",
}


class Files(StaticFiles):
    """Our scripts and styles: kept by the browser, asked about each time."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["cache-control"] = "no-cache"
        return response

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A missing file is told plainly: no page is drawn for it."""
        try:
            return await super().get_response(path, scope)
        except HTTPException as problem:
            return Response(status_code=problem.status_code)


def routes(
    desk: Desk, database: Database, unit: Unit, settings: object, follower: Follower | None = None
) -> list[BaseRoute]:
    """Every route of the web chat. Hand in a `Follower` to nudge or close it from elsewhere."""
    follower = follower or Follower(database)
    allowance = Allowance()
    pages = Pages(desk, unit, settings, follower, look(), allowance)
    files = GZipMiddleware(Files(directory=HERE / "static"), minimum_size=1000)
    return [
        *pages.routes(),
        *Api(desk, unit, settings, follower, allowance).routes(),
        Mount("/static", app=files, name="static"),
    ]


def dressed(app: ASGIApp, unit: Unit) -> ASGIApp:
    """The whole app with its headers and body limit: outside of Starlette, so that its own 500 page has them too."""
    return SecurityHeaders(BodyLimit(app, phone=lambda: unit.phone))


Handler = Callable[[Request, Exception], Awaitable[Response]]


def exception_handlers(desk: Desk, database: Database, unit: Unit, settings: object) -> dict[Any, Handler]:
    """For the app: every error carries the number to ring, as a page or as JSON; never a trace."""
    follower = Follower(database)
    pages, api = Pages(desk, unit, settings, follower, look()), Api(desk, unit, settings, follower)

    async def known(request: Request, problem: Exception) -> Response:
        status = problem.status_code if isinstance(problem, HTTPException) else 500
        sentence = _SENTENCES.get(status, "Sorry, something went wrong")
        if request.url.path.startswith("/api"):
            return api.error(status, f"{sentence}.")
        return pages.problem(sentence, "You can go to the chat, or ring us.", status)

    async def unknown(request: Request, problem: Exception) -> Response:
        if request.url.path.startswith("/api"):
            return api.error(500, "Sorry, something went wrong on our side.")
        return pages.unavailable()

    return {HTTPException: known, Exception: unknown}
