"""A telephone in the browser: what it shows, and the pages that show it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

Act = Callable[[str, Mapping[str, str]], Awaitable[None]]

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


class Phones:
    """The pages of one kind of phone. `act(key, form)` does what she did; `open_new()` gives a new phone's key."""

    def __init__(self, kind: Kind, screens: dict[str, Screen], open_new: Callable[[str], str], act: Act) -> None:
        self._kind, self._screens, self._open_new, self._act = kind, screens, open_new, act
        self._pages = Environment(loader=FileSystemLoader(PAGES), autoescape=True)

    def routes(self) -> list[Route]:
        """Where each page stands."""
        path = self._kind.path
        return [
            Route(path, self._begin),
            Route(f"{path}/new", self._new, methods=["POST"]),
            Route(f"{path}/{{key}}", self._show),
            Route(f"{path}/{{key}}/log", self._log),
            Route(f"{path}/{{key}}/messages", self._messages),
            Route(f"{path}/{{key}}/do", self._did, methods=["POST"]),
            *asset_routes(),
        ]

    def _page(self, name: str, status: int = 200, **what: Any) -> Response:
        html = self._pages.get_template(name).render(kind=self._kind, screens=self._screens, **what)
        return HTMLResponse(html, status_code=status, headers=SAFETY)

    async def _begin(self, request: Request) -> Response:
        return self._page("begin.html")

    async def _new(self, request: Request) -> Response:
        """A phone of that name, for a script; or a nameless one, for a visitor."""
        form = await request.form()
        key = self._open_new(str(form.get("name", "")))
        if request.headers.get("x-quietly"):
            return JSONResponse({"key": key}, status_code=201)
        return RedirectResponse(f"{self._kind.path}/{key}", status_code=303)

    async def _show(self, request: Request) -> Response:
        key = request.path_params["key"]
        if key not in self._screens:
            return self._page("begin.html", 404)
        return self._page("phone.html", screen=self._screens[key], key=key)

    async def _log(self, request: Request) -> Response:
        """The messages; with `after`, as soon as the screen is newer than that version."""
        key = request.path_params["key"]
        if key not in self._screens:
            return Response(status_code=404)
        after = request.query_params.get("after", "")
        if after.isdecimal():
            await self._screens[key].wait(int(after[:9]))
        answer = self._page("log.html", screen=self._screens[key], key=key)
        answer.headers["x-version"] = str(self._screens[key].version)
        return answer

    async def _messages(self, request: Request) -> Response:
        """The messages as JSON, for a script."""
        screen = self._screens.get(request.path_params["key"])
        return JSONResponse([one.as_json() for one in screen.bubbles]) if screen else Response(status_code=404)

    async def _did(self, request: Request) -> Response:
        key = request.path_params["key"]
        if key not in self._screens:
            return Response(status_code=404)
        await self._act(key, {name: str(value) for name, value in (await request.form()).items()})
        if request.headers.get("x-quietly"):
            return Response(status_code=204, headers=SAFETY)
        return RedirectResponse(f"{self._kind.path}/{key}#end", status_code=303)


def asset_routes() -> list[Route]:
    """The style and the script, which are all that a phone needs."""

    def served(name: str, media_type: str) -> Route:
        content = (PAGES / name).read_bytes()

        async def asset(request: Request) -> Response:
            return Response(content, media_type=media_type, headers=SAFETY)

        return Route(f"/assets/{name}", asset)

    return [served("phone.css", "text/css"), served("phone.js", "text/javascript")]
