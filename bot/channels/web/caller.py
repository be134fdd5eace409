"""Whose request this is: the cookie or bearer token, and whether a post came from our own page."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

COOKIE = "triage"
DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Caller:
    """A token and how it came."""

    token: str | None
    by_cookie: bool


def caller_of(request: Request) -> Caller:
    """A bearer token counts before a cookie."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return Caller(token.strip(), by_cookie=False)
    return Caller(request.cookies.get(COOKIE) or None, by_cookie=True)


def from_our_page(request: Request, public_url: str = "") -> bool:
    """Whether a browser that sends this is on one of our own pages.

    Browsers that say so are believed (`Sec-Fetch-Site` cannot be set by a script). Otherwise `Origin` must be ours;
    a caller that sends neither is no browser, or one so old that the SameSite cookie has to do.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    if origin is None:
        return True
    ours = {request.headers.get("host", ""), urlsplit(public_url).netloc} - {""}
    return urlsplit(origin).netloc in ours


def remember(response: Response, token: str, *, https: bool) -> None:
    """Set the cookie by which this browser finds its conversation again for 24 hours."""
    response.set_cookie(COOKIE, token, max_age=DAY, httponly=True, samesite="strict", secure=https, path="/")


def forget(response: Response, *, https: bool) -> None:
    """Take the cookie away."""
    response.delete_cookie(COOKIE, httponly=True, samesite="strict", secure=https, path="/")
