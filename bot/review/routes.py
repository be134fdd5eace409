"""Every address of the readable protocol. Reading needs no sign-in: nothing here is about a person."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bot.protocol.content import Protocol

from .book import Book
from .frame import STATIC, Frame
from .pages import Pages
from .standing import StandingOf, unsigned


class OwnFiles(StaticFiles):
    """The pages' style, asked about anew so that an update is seen at once."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = "no-cache"
        return response


def routes(
    protocol: Protocol,
    *,
    unit_name: str = "",
    fills: Mapping[str, str] | None = None,
    demonstration: bool = True,
    standing: StandingOf = unsigned,
) -> list[BaseRoute]:
    """The routes to be mounted at `/protocol`. `fills` are the unit's name, number and address for sentences."""
    frame = Frame(protocol, lambda: standing(protocol), demonstration, unit_name=unit_name)
    pages = Pages(frame, Book(protocol, fills))

    async def page(request: Request) -> Response:
        name = request.path_params.get("page", "")
        if name not in pages.names():
            raise HTTPException(404)
        return HTMLResponse(await run_in_threadpool(pages.render, name))

    return [
        Mount("/static", OwnFiles(directory=STATIC), name="protocol-static"),
        Route("/", page, methods=["GET"]),
        Route("/{page}", page, methods=["GET"]),
    ]
