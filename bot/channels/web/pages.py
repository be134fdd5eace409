"""The pages. Everything she can do here she can do without JavaScript."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from .caller import caller_of, forget, from_our_page, remember
from .intake import Said, Unclear, said_on_form
from .needs import Desk, Unit, mark_of, wants
from .newcomers import TOO_MANY, Allowance, address_of
from .number import number_of
from .openapi import document
from .red_list import RED_LINES
from .shape import message, newest, open_question
from .stream import Follower
from .unavailable import unavailable_page

log = logging.getLogger(__name__)
HERE = Path(__file__).parent

#: Where "Leave this page now" goes. `leave.js` names the same place.
NEUTRAL = "https://www.bbc.co.uk/weather"

#: What the box asks for, by the kind of the open question; `start` before anything is said, `none` in between.
ASKINGS: dict[str, dict[str, Any]] = {
    "start": {"label": "What is worrying you?", "hint": "For example: my baby is moving less today", "rows": 3},
    "none": {"label": "Write to us", "hint": "", "rows": 2},
    "choice": {"label": "Or use your own words", "hint": "", "rows": 2},
    "ticks": {"label": "Or use your own words", "hint": "", "rows": 2},
    "text": {"label": "Your answer", "hint": "", "rows": 2},
    "gestation": {
        "label": "Your answer",
        "hint": "For example: 28 weeks and 3 days. Or your due date, like 14 March",
        "rows": 1,
    },
    "pressure": {"label": "Your answer", "hint": "For example: 140 over 90", "rows": 1},
    "temperature": {"label": "Your answer", "hint": "For example: 38.2", "rows": 1},
    "phone": {"label": "Your answer", "hint": "For example: 07700 900123", "rows": 1, "autocomplete": "tel"},
}
KEPT = "We keep the chat for {days} days. Then we delete it."
DEMONSTRATION = " This is a demonstration. Please do not give your real name or number."
KEPT_DAYS = 30
#: Pages with forms: `no-referrer` would make browsers hide the origin of a form too, and the post be refused.
_WITH_FORMS = {"referrer-policy": "same-origin"}

Door = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class Pages:
    """The doors of the pages, with what they lead to."""

    desk: Desk
    unit: Unit
    settings: object
    follower: Follower
    look: Environment
    allowance: Allowance = field(default_factory=Allowance)

    def routes(self) -> list[Route]:
        """Where each door stands."""
        return [
            Route("/", self._kindly(self.chat), methods=["GET"]),
            Route("/say", self._kindly(self.say), methods=["POST"]),
            Route("/exit", self._kindly(self.exit), methods=["POST"]),
            Route("/privacy", self._kindly(self.privacy), methods=["GET"]),
            Route("/help", self._kindly(self.help), methods=["GET"]),
            Route("/saved", self._kindly(self.saved), methods=["GET"]),
            Route("/api/docs", self._kindly(self.docs), methods=["GET"]),
        ]

    async def chat(self, request: Request) -> Response:
        """Where she stands and an open box; or her conversation, when the cookie is good."""
        conversation_id = await self._hers(request)
        if conversation_id is None and not self.desk.ready:
            return self.unavailable()
        return await self._chat(conversation_id)

    async def say(self, request: Request) -> Response:
        """A form's words, button or ticks; a conversation begins with the first of them."""
        if not self._ours(request):
            return self.problem("That did not come from our own page", "Go to the chat and try again.", 403)
        form = await request.form(max_files=0, max_fields=200)
        conversation_id = await self._hers(request)
        try:
            said = said_on_form({key: form[key] for key in form}, form.getlist("tick"))
        except Unclear as problem:
            return await self._chat(conversation_id, str(problem), str(form.get("text") or ""))
        response = RedirectResponse("/#latest", status_code=303)
        token = caller_of(request).token
        if conversation_id is None:
            if not self.allowance.takes(address_of(request)):
                return self.problem(TOO_MANY.rstrip("."), "Please ring us. In an emergency call 999.", 429)
            opened = await run_in_threadpool(self.desk.open_conversation, "web", None)
            conversation_id, token = opened.conversation_id, opened.token
        remember(response, token or "", https=request.url.scheme == "https")
        await self._hand_over(conversation_id, said)
        return response

    async def exit(self, request: Request) -> Response:
        """Quick exit for a browser without JavaScript. A redirect would be stopped by `form-action`."""
        caller = caller_of(request)
        if caller.token is not None and self._ours(request):
            await run_in_threadpool(self.desk.end_session, caller.token)
        page = f'<!DOCTYPE html><html lang="en-GB"><title>Weather</title><p><a href="{NEUTRAL}">Weather</a></p></html>'
        response = HTMLResponse(page, headers={"refresh": f"0; url={NEUTRAL}"})
        forget(response, https=request.url.scheme == "https")
        return response

    async def privacy(self, request: Request) -> Response:
        """What is kept, who reads it, how long."""
        kept = KEPT.format(days=wants(self.settings, "kept_days", KEPT_DAYS))
        return self._page("privacy.html", kept=kept + (DEMONSTRATION if self._demonstration else ""))

    async def help(self, request: Request) -> Response:
        """An address people guess: it says who to ring."""
        number = number_of(self.unit.phone)
        return self.problem("Do you need help now?", f"Ring {number.text}. In an emergency call 999.", 200)

    async def saved(self, request: Request) -> Response:
        """What she was told, to print or to keep."""
        conversation_id = await self._hers(request)
        messages = await self._transcript(conversation_id)
        cards = [one for one in messages if one["body"].get("card")]
        return self._page("saved.html", messages=messages, cards=cards, talk=[m for m in messages if m not in cards])

    async def docs(self, request: Request) -> Response:
        """The API, for people."""
        described = document(self.unit, self._mark)
        return self._page("docs.html", document=described, schema_link=_schema_link, kind=_kind, prose=_prose)

    def problem(self, heading: str, advice: str, status: int) -> Response:
        """A page with one thing to say."""
        return self._page("problem.html", status, heading=heading, advice=advice)

    def unavailable(self) -> Response:
        """The page that needs nothing."""
        page = unavailable_page(self.unit.phone, mark=self._mark)
        return HTMLResponse(page, status_code=503, headers={"retry-after": "20"})

    @property
    def _mark(self) -> str:
        return mark_of(self.settings)

    @property
    def _demonstration(self) -> bool:
        return not wants(self.settings, "production", False)

    def _kindly(self, door: Door) -> Door:
        async def guarded(request: Request) -> Response:
            try:
                return await door(request)
            except Exception as problem:  # the page that needs nothing; her words are in neither page nor log
                log.error("%s failed: %s", request.url.path, type(problem).__name__)
                return self.unavailable()

        return guarded

    def _ours(self, request: Request) -> bool:
        return from_our_page(request, str(wants(self.settings, "public_url", "")))

    async def _hers(self, request: Request) -> str | None:
        token = caller_of(request).token
        return None if token is None else await run_in_threadpool(self.desk.conversation_for, token)

    async def _transcript(self, conversation_id: str | None) -> list[dict[str, Any]]:
        if conversation_id is None:
            return []
        return [message(sent) for sent in await run_in_threadpool(self.desk.transcript, conversation_id, 0)]

    async def _hand_over(self, conversation_id: str, said: Sequence[Said]) -> None:
        for one in said:
            await self.desk.receive(one.arrival(conversation_id))
        self.follower.nudge(conversation_id)

    async def _chat(self, conversation_id: str | None, problem: str = "", words: str = "") -> Response:
        messages = await self._transcript(conversation_id)
        question = open_question(messages)
        kind = question["body"]["question"]["kind"] if question else "none" if messages else "start"
        return self._page(
            "chat.html",
            400 if problem else 200,
            messages=messages,
            latest=newest(messages),
            open=question,
            askings=ASKINGS,
            asking=ASKINGS.get(kind, ASKINGS["text"]),
            form_id=str(uuid.uuid4()),
            problem=problem,
            words=words,
            red=RED_LINES,
        )

    def _page(self, template: str, status: int = 200, **values: Any) -> Response:
        values |= {
            "unit": self.unit,
            "number": number_of(self.unit.phone),
            "mark": self._mark,
        }
        page = self.look.get_template(template).render(values)
        return HTMLResponse(page, status_code=status, headers=_WITH_FORMS)


def look() -> Environment:
    """The templates; every value is escaped. What a reply leaves out counts as empty."""
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _schema_link(content: dict[str, Any]) -> Markup:
    schema = next(iter(content["content"].values()))["schema"]
    name = str(schema.get("$ref", "")).rsplit("/", 1)[-1]
    return Markup('<a href="#{0}"><code>{0}</code></a>').format(name) if name else Markup("")


def _prose(text: str) -> Markup:
    """Code between backticks is set as code."""
    parts = text.split("`")
    return Markup("").join(Markup("<code>{}</code>").format(one) if at % 2 else one for at, one in enumerate(parts))


def _kind(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}"
    if "oneOf" in schema:
        return " or ".join(_kind(one) for one in schema["oneOf"])
    kind = schema.get("type", repr(schema.get("const")).lower())
    return " or ".join(kind) if isinstance(kind, list) else str(kind)
