"""Who may come in: the session's cookie, the form's token and the role, checked before any page is made."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from bot.line import sessions
from bot.line.members import Role
from bot.line.refusals import NoSuchCase, NotAllowed, Refusal

from .desk import HEADERS, Desk, wants
from .visit import Typed, Visit, about, go, problem, typed, wants_part

EVERYBODY = frozenset(Role)
CLINICAL = frozenset({Role.MIDWIFE, Role.COORDINATOR})
ADMINS = frozenset({Role.ADMIN})

Page = Callable[[Visit], Response]
Endpoint = Callable[[Request], Awaitable[Response]]

#: No form of the console has more fields, or longer ones.
MOST_FIELDS = 20


def is_https(desk: Desk, request: Request) -> bool:
    """Whether browsers reach us encrypted: by the request, or by the public address when a proxy ends the TLS."""
    return _is_https(desk.settings, request)


def _is_https(settings: object, request: Request) -> bool:
    return request.url.scheme == "https" or str(wants(settings, "public_url", "")).startswith("https:")


def cookie(desk: Desk, request: Request, name: str = "line_session") -> str:
    """The name of a cookie; over TLS the browser guarantees that no other site or path has set it."""
    return session_cookie(desk.settings, request, name)


def session_cookie(settings: object, request: Request, name: str = "line_session") -> str:
    """The same for pages that are not the console's, but know its members."""
    return f"__Host-{name}" if _is_https(settings, request) else name


def keep(desk: Desk, request: Request, response: Response, name: str, value: str) -> None:
    """Set a cookie that ends with the browser."""
    secure = is_https(desk, request)
    response.set_cookie(cookie(desk, request, name), value, httponly=True, samesite="lax", secure=secure, path="/")


def forget(desk: Desk, request: Request, response: Response, name: str) -> None:
    """Take a cookie away."""
    secure = is_https(desk, request)
    response.delete_cookie(cookie(desk, request, name), httponly=True, samesite="lax", secure=secure, path="/")


def signed_in(desk: Desk, page: Page, roles: frozenset[Role]) -> Endpoint:
    """An endpoint for members of these roles. A POST without this session's form token is refused."""

    async def endpoint(request: Request) -> Response:
        form = await read_form(request)
        return await run_in_threadpool(_admit, desk, request, form, page, roles)

    return endpoint


async def read_form(request: Request) -> Typed:
    """What was posted; nothing for other methods."""
    if request.method != "POST":
        return Typed()
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        return typed(form.multi_items())


def visitor(desk: Desk, request: Request, form: Typed, now: datetime, *, acted: bool) -> Visit | None:
    """The member whose cookie this is, or nobody."""
    token = request.cookies.get(cookie(desk, request), "")
    with desk.database.read() as connection:
        session = sessions.find(connection, token, now) if token else None
    if session is None:
        return None
    if sessions.is_stale(session, now, acted=acted):
        with desk.database.write() as connection:
            sessions.touch(connection, token, now, acted=acted)
    return Visit(desk, request, token, session.member, now, form)


def _admit(desk: Desk, request: Request, form: Typed, page: Page, roles: frozenset[Role]) -> Response:
    now = desk.clock.now()
    acted = not wants_part(request) or request.method == "POST" or request.headers.get("x-acted") == "yes"
    visit = visitor(desk, request, form, now, acted=acted)
    if visit is None:
        return _turned_away(desk, request)
    if request.method == "POST" and not sessions.csrf_holds(visit.token, form["csrf"]):
        return problem(desk, now, 403, "This form is too old", "Nothing was done. Go back, reload the page, try again.")
    if visit.member.role not in roles:
        return _refused(visit, 403, "Not for your role", NotAllowed.__doc__ or "")
    try:
        return page(visit)
    except NoSuchCase:
        return _refused(visit, 404, "No such page", "There is nothing at this address on your line.")
    except NotAllowed as refusal:
        return _refused(visit, 403, "Not for your role", str(refusal))
    except Refusal as refusal:
        return _refused(visit, 409, "This cannot be done now", str(refusal))


def _turned_away(desk: Desk, request: Request) -> Response:
    if wants_part(request):
        return Response(status_code=401, headers=HEADERS)
    had_one = cookie(desk, request) in request.cookies
    return go("/line/sign-in", "over" if had_one else "")


def _refused(visit: Visit, status: int, heading: str, text: str) -> Response:
    if visit.in_part:
        return Response(status_code=status, headers=HEADERS)
    return visit.page("problem.html", status, heading=heading, text=text)


__all__ = ["ADMINS", "CLINICAL", "EVERYBODY", "Page", "about", "cookie", "forget", "keep", "signed_in", "visitor"]
