"""Every address of the readable protocol. Reading needs no sign-in: nothing here is about a person."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bot.protocol.content import Protocol

from .frame import STATIC, Frame
from .standing import StandingOf, unsigned


class OwnFiles(StaticFiles):
    """The pages' style, asked about anew so that an update is seen at once."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = "no-cache"
        return response


def routes(
    protocol: Protocol, *, unit_name: str = "", demonstration: bool = True, standing: StandingOf = unsigned
) -> list[BaseRoute]:
    """The routes to be mounted at `/protocol`."""
    frame = Frame(protocol, lambda: standing(protocol), demonstration, unit_name=unit_name)

    def overview(request: Request) -> Response:
        return frame.page("overview.html", "")

    return [
        Route("/", overview, methods=["GET"]),
        Mount("/static", OwnFiles(directory=STATIC), name="protocol-static"),
    ]
