"""The protocol versions in use: an episode ends on the version it began with."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from bot.protocol.content import Protocol
from bot.protocol.problems import ProtocolError
from bot.protocol.reader import from_content, read_protocol

log = logging.getLogger(__name__)

#: The texts of a version by its content hash, from where every version ever served is kept.
Texts = Callable[[str], Mapping[str, str] | None]

_loaded: dict[str, Protocol] = {}
_current: list[Protocol] = []
_kept: list[Texts] = []


def put(protocol: Protocol, *, current: bool = False) -> None:
    """Make a version available; `current` is the one that new episodes begin with."""
    _loaded[protocol.hash] = protocol
    if current:
        _current[:] = [protocol]


def look_up_in(texts: Texts) -> None:
    """Where versions are found that this process has not served itself."""
    _kept[:] = [texts]


def current() -> Protocol:
    """The version that a new episode begins with, read from its files on first use."""
    if not _current:
        put(read_protocol(), current=True)
    return _current[0]


def version(content_hash: str) -> Protocol:
    """A version by its content hash; the current one where it was never kept or cannot be read any more."""
    if content_hash not in _loaded:
        found = _looked_up(content_hash)
        if found is None:
            return current()
        put(found)
    return _loaded[content_hash]


def _looked_up(content_hash: str) -> Protocol | None:
    found = _kept[0](content_hash) if _kept else None
    if found is None:
        return None
    try:
        return from_content(found)
    except ProtocolError as error:
        log.error("the kept version %.12s cannot be read any more: %s", content_hash, error.problems[0])
        return None
