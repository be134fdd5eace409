"""The body of a request, read only as far as its limit."""

from __future__ import annotations

from starlette.requests import Request


class TooLarge(Exception):  # noqa: N818 - named by what went wrong
    """The body is larger than this door takes."""


async def read_body(request: Request, limit: int) -> bytes:
    """The whole body. Raises `TooLarge` before more than `limit` bytes are held."""
    announced = request.headers.get("content-length", "0")
    if not announced.isdecimal() or int(announced[:20]) > limit:
        raise TooLarge(TooLarge.__doc__)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise TooLarge(TooLarge.__doc__)
    return bytes(body)
