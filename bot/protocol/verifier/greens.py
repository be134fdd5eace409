"""A pathway without a green outcome says so, and one that says so has none."""

from __future__ import annotations

from collections.abc import Iterator

from ..content import Protocol
from .issue import Issue


def green_where_never(protocol: Protocol) -> Iterator[Issue]:
    """Pathways whose `never_green` and green criteria contradict each other."""
    for pathway in protocol.pathways.values():
        if pathway.never_green and pathway.greens:
            yield Issue(str(pathway.place), pathway.id, "it is never green, yet has a green criterion; take one away")
        if not pathway.never_green and not pathway.greens:
            yield Issue(str(pathway.place), pathway.id, "it has no green criterion; write 'never_green: true'")
