"""The versions that a reader of the pages may compare: what is served, what was, and what the files say alone."""

from __future__ import annotations

from bot.protocol.content import Protocol
from bot.protocol.problems import ProtocolError
from bot.protocol.reader import from_content, read_protocol
from bot.records import versions
from bot.records.clock import LONDON
from bot.review.compare_page import Known

from .wiring import Parts


def known_versions(parts: Parts) -> list[Known]:
    """The one that is served, earlier ones by when they were served first, and the one without a site's decisions."""
    here = parts.served.protocol
    with parts.database.read() as connection:
        served = versions.served(connection)
    earlier = [
        Known(one.hash, f"{one.version}, first served {one.first_served_at.astimezone(LONDON):%-d %b %Y, %H:%M}")
        for one in served
        if one.hash != here.hash
    ]
    known = [Known(here.hash, f"{here.version}, served here"), *earlier, *_shipped(here)]
    return list({one.hash: one for one in reversed(known)}.values())[::-1]


def _shipped(here: Protocol) -> list[Known]:
    """The same without this site's decisions, where there are any."""
    if not any(setting.changed for setting in here.site.values()):
        return []
    plain = read_protocol()
    return [Known(plain.hash, f"{plain.version}, as shipped")]


def load_version(parts: Parts, hash: str) -> Protocol | None:
    """The version of that content hash, where it is one of these and can still be read."""
    if hash == parts.served.protocol.hash:
        return parts.served.protocol
    with parts.database.read() as connection:
        texts = versions.content(connection, hash)
    try:
        if texts is not None:
            return from_content(texts)
        plain = read_protocol()
        return plain if plain.hash == hash else None
    except ProtocolError:
        return None
