"""The protocol versions in use: an episode ends on the version it began with."""

from __future__ import annotations

from bot.protocol.content import Protocol
from bot.protocol.reader import read_protocol

_loaded: dict[str, Protocol] = {}
_current: list[Protocol] = []


def put(protocol: Protocol, *, current: bool = False) -> None:
    """Make a version available; `current` is the one that new episodes begin with."""
    _loaded[protocol.hash] = protocol
    if current:
        _current[:] = [protocol]


def current() -> Protocol:
    """The version that a new episode begins with, read from its files on first use."""
    if not _current:
        put(read_protocol(), current=True)
    return _current[0]


def version(content_hash: str) -> Protocol:
    """A version by its content hash; the current one when it is not on the shelf."""
    return _loaded.get(content_hash) or current()
