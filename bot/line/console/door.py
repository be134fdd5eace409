"""Signing in and out."""

from __future__ import annotations

import secrets
from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from bot.line import sessions
from bot.records.clock import local_time

from .desk import Desk
from .guard import Endpoint, cookie, forget, keep, read_form
from .saying import said
from .visit import Typed, Visit, about, go, problem

SESSION, DOOR = "line_session", "line_door"
WRONG = "That login and password do not belong together"


def sign_in_page(desk: Desk) -> Endpoint:
    """The form, with a token bound to this browser so that nobody can sign her in as somebody else."""

    async def endpoint(request: Request) -> Response:
        return _form(desk, request, desk.clock.now(), 200, {}, Typed())

    return endpoint


def sign_in(desk: Desk) -> Endpoint:
    """Check the password; a wrong one and an unknown login look and last the same."""

    async def endpoint(request: Request) -> Response:
        form = await read_form(request)
        return await run_in_threadpool(_sign_in, desk, request, form)

    return endpoint


def sign_out(visit: Visit) -> Response:
    """End this session, here and on the server."""
    with visit.desk.database.write() as connection:
        sessions.sign_out(connection, visit.token)
    response = go("/line/sign-in", "out")
    forget(visit.desk, visit.request, response, SESSION)
    return response


def _sign_in(desk: Desk, request: Request, form: Typed) -> Response:
    now = desk.clock.now()
    door = request.cookies.get(cookie(desk, request, DOOR), "")
    if not door or not sessions.csrf_holds(door, form["csrf"]):
        return problem(desk, now, 403, "This form is too old", "Nothing was done. Go back, reload the page, try again.")
    address = request.client.host if request.client else ""
    answer = sessions.sign_in(desk.database, form["login"], form["password"], now, address)
    if isinstance(answer, sessions.TooSoon):
        until = f"Too many wrong tries. Try again after {local_time(answer.again_at)}:{answer.again_at:%S}"
        return _form(desk, request, now, 429, {"login": until}, form)
    if isinstance(answer, sessions.WrongSignIn):
        return _form(desk, request, now, 401, {"login": WRONG}, form)
    response = go("/line/")
    keep(desk, request, response, SESSION, answer.token)
    forget(desk, request, response, DOOR)
    return response


def _form(desk: Desk, request: Request, now: datetime, status: int, problems: dict[str, str], form: Typed) -> Response:
    door = request.cookies.get(cookie(desk, request, DOOR)) or secrets.token_urlsafe(32)
    shown = {
        **about(desk, now),
        "csrf": sessions.csrf(door),
        "problems": problems,
        "typed": form,
        "said": said(request.query_params.get("said")),
        "unit_phone": desk.unit.phone,
        "unit_phone_text": desk.unit.phone_text,
    }
    response = desk.page("sign_in.html", status, **shown)
    keep(desk, request, response, DOOR, door)
    return response
