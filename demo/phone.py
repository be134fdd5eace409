"""A telephone in the browser: what it shows, and the pages that show it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

PAGES = Path(__file__).parent / "pages"
#: Nothing is loaded from elsewhere, nothing runs that is not ours, nobody frames a phone.
SAFETY = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}


@dataclass
class Bubble:
    """One message on the screen; `buttons` are labels with what they send back."""

    id: int
    hers: bool
    text: str
    buttons: list[tuple[str, str]] = field(default_factory=list)
    status: str = ""
    at: str = field(default_factory=lambda: datetime.now(ZoneInfo("Europe/London")).strftime("%H:%M"))

    def as_json(self) -> dict[str, Any]:
        """For the women who are played by `demo.women`."""
        return {"id": self.id, "hers": self.hers, "text": self.text, "buttons": self.buttons, "status": self.status}


class Screen:
    """The bubbles of one conversation; `version` grows with every change."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.bubbles: list[Bubble] = []
        self.version = 0
        self.notice = ""
        self._changed = asyncio.Event()

    def add(self, *, hers: bool, text: str, **more: Any) -> Bubble:
        """A new bubble at the end."""
        bubble = Bubble(len(self.bubbles) + 1, hers, text, **more)
        self.bubbles.append(bubble)
        self.changed()
        return bubble

    def changed(self) -> None:
        """Something on the screen is different."""
        self.version += 1
        self._changed.set()
        self._changed = asyncio.Event()

    async def wait(self, version: int, seconds: float = 20) -> None:
        """Until the screen is newer than `version`, or a while."""
        if self.version <= version:
            try:
                await asyncio.wait_for(self._changed.wait(), seconds)
            except TimeoutError:
                return


@dataclass(frozen=True)
class Kind:
    """What differs between the two phones."""

    path: str
    title: str
    unseen: Sequence[tuple[str, str]]  # what she can send that is not words: kind and label


def phone_routes(kind: Kind, screens: dict[str, Screen], open_new: Callable[[], str], act: Any) -> list[Route]:
    """The pages of a phone. `act(key, form)` does what she did."""
    pages = Environment(loader=FileSystemLoader(PAGES), autoescape=True)

    def page(name: str, status: int = 200, **what: Any) -> Response:
        html = pages.get_template(name).render(kind=kind, **what)
        return HTMLResponse(html, status_code=status, headers=SAFETY)

    async def begin(request: Request) -> Response:
        return page("begin.html", screens=screens)

    async def new(request: Request) -> Response:
        return RedirectResponse(f"{kind.path}/{open_new()}", status_code=303)

    async def show(request: Request) -> Response:
        key = request.path_params["key"]
        return (
            page("phone.html", screen=screens[key], key=key)
            if key in screens
            else page("begin.html", 404, screens=screens)
        )

    async def log(request: Request) -> Response:
        screen = screens.get(request.path_params["key"])
        if screen is None:
            return Response(status_code=404)
        after = request.query_params.get("after", "")
        if after.isdecimal():
            await screen.wait(int(after[:9]))
        answer = page("log.html", screen=screen, key=request.path_params["key"])
        answer.headers["x-version"] = str(screen.version)
        return answer

    async def did(request: Request) -> Response:
        key = request.path_params["key"]
        if key not in screens:
            return Response(status_code=404)
        form = {name: str(value) for name, value in (await request.form()).items()}
        await act(key, form)
        if request.headers.get("x-quietly"):
            return Response(status_code=204, headers=SAFETY)
        return RedirectResponse(f"{kind.path}/{key}#end", status_code=303)

    return [
        Route(kind.path, begin),
        Route(f"{kind.path}/new", new, methods=["POST"]),
        Route(f"{kind.path}/{{key}}", show),
        Route(f"{kind.path}/{{key}}/log", log),
        Route(f"{kind.path}/{{key}}/do", did, methods=["POST"]),
        *asset_routes(),
    ]


def asset_routes() -> list[Route]:
    """The style and the script, which are all that a phone needs."""

    def served(name: str) -> Route:
        async def asset(request: Request) -> Response:
            return FileResponse(PAGES / name, headers=SAFETY)

        return Route(f"/assets/{name}", asset)

    return [served("phone.css"), served("phone.js")]
