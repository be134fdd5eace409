"""The page on which a signed-in safety officer signs. Who somebody is, is asked of whoever keeps the members."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from typing import Protocol as Shape

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.protocol.content import Protocol
from bot.protocol.problems import ProtocolError

from .approval import changed_since_signed
from .book import Book
from .clauses import WHOLE
from .frame import AT, Frame
from .signoffs import NotSignable, SignerRole, Signoff, sign, write

log = logging.getLogger(__name__)

PAGE = "sign"
#: What is signed: everything, or the lines that are named.
EVERYTHING, SOME = "whole", "some"
TOO_OLD = "This form is too old. Nothing was signed. Reload the page and try again."
UNSAID = "Say that you have read what you sign. Nothing was signed."


@dataclass(frozen=True)
class Visitor:
    """Somebody who has signed in; `csrf` belongs into her forms."""

    name: str
    may_sign: bool
    csrf: str


class Door(Shape):
    """Who is who: kept by the line, which this room does not know."""

    def visitor(self, request: Request) -> Visitor | None:
        """The member whose session this is, or nobody."""

    def form_holds(self, request: Request, csrf: str) -> bool:
        """Whether a form came from this session's own pages."""

    def refused(self, request: Request, password: str) -> str | None:
        """Why this is not shown to be herself, or `None` where the password is right."""

    def signed(self, request: Request, signoff: Signoff) -> None:
        """Write down that she has signed."""


@dataclass(frozen=True)
class Signing:
    """What signing needs: who is who, where sign-offs are read and written, and today's date."""

    door: Door
    read: Callable[[], tuple[Signoff, ...]]
    folder: Path
    today: Callable[[], date]


@dataclass(frozen=True)
class SignPage:
    """The page and what it needs."""

    frame: Frame
    book: Book
    by: Signing

    @property
    def protocol(self) -> Protocol:
        """What is signed: exactly what this server serves."""
        return self.frame.protocol

    def routes(self) -> list[BaseRoute]:
        """Its addresses."""
        return [
            Route(f"/{PAGE}", self.show, methods=["GET"]),
            Route(f"/{PAGE}", self.take, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        """The form, for whoever may sign."""
        return await run_in_threadpool(self._show, request)

    async def take(self, request: Request) -> Response:
        """Sign, once everything holds."""
        async with request.form(max_files=0, max_fields=10) as form:
            return await run_in_threadpool(self._take, request, form)

    def _show(self, request: Request, problem: str = "", status: int = 200) -> Response:
        visitor = self.by.door.visitor(request)
        if visitor is None or not visitor.may_sign:
            return self._page({"visitor": visitor}, 401 if visitor is None else 403)
        written = request.query_params.get("written", "")
        known = (self.by.folder / written).name == written and (self.by.folder / written).is_file()
        shown = {
            "visitor": visitor,
            "problem": problem,
            "written": self.by.folder / written if written and known else None,
            **self._what_is_asked(),
        }
        return self._page(shown, status)

    def _page(self, shown: dict[str, Any], status: int) -> Response:
        always = {
            "book": self.book,
            "problem": "",
            "written": None,
            "changed": [],
            "awaiting": [],
            "folder": self.by.folder,
        }
        return self.frame.page("sign.html", PAGE, status, **{**always, **shown})

    def _what_is_asked(self) -> dict[str, Any]:
        standing = self.frame.standing()
        try:
            changed = changed_since_signed(self.protocol, self.by.read())
        except ProtocolError:  # the standing names every file that cannot be trusted
            changed = frozenset()
        lines = [one for one in (*self.protocol.criteria, *sorted(self.protocol.signpost_ids))]
        return {
            "changed": [one for one in (*lines, *WHOLE) if one in changed],
            "awaiting": [one for one in lines if standing.of(one) != "signed"],
            "parts": WHOLE,
        }

    def _take(self, request: Request, form: FormData) -> Response:
        typed = {name: value for name, value in form.multi_items() if isinstance(value, str)}
        visitor = self.by.door.visitor(request)
        if visitor is None or not visitor.may_sign:
            return self._show(request)
        if not self.by.door.form_holds(request, typed.get("csrf", "")):
            return self._show(request, TOO_OLD, 403)
        if typed.get("read") != "yes":
            return self._show(request, UNSAID, 400)
        refusal = self.by.door.refused(request, typed.get("password", ""))
        if refusal is not None:
            return self._show(request, refusal, 401)
        return self._sign(request, visitor, typed)

    def _sign(self, request: Request, visitor: Visitor, typed: dict[str, str]) -> Response:
        only = typed.get("only", "").replace(",", " ").split() if typed.get("what") == SOME else []
        try:
            if typed.get("what") == SOME and not only:
                raise NotSignable("Name the criteria that you sign, or sign the whole version.")
            role = SignerRole.SAFETY_OFFICER
            signoff = sign(self.protocol, who=visitor.name, role=role, on=self.by.today(), only=only)
            path = write(self.by.folder, signoff)
        except NotSignable as refusal:
            return self._show(request, str(refusal), 400)
        except OSError as problem:
            log.error("a sign-off could not be written: %s", type(problem).__name__)
            sentence = f"The folder {self.by.folder} cannot be written. Nothing was signed. Tell your IT team."
            return self._show(request, sentence, 500)
        self.by.door.signed(request, signoff)
        return RedirectResponse(f"{AT}/{PAGE}?written={path.name}", 303)
