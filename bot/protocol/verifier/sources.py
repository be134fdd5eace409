"""Every criterion says where it comes from and who answers for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ..content import Criterion, Protocol, Signpost
from .issue import Issue

_CODE = re.compile(r"\[(found~?|knowledge|derived):\s*[^\]\s][^\]]*\]")


def unsourced(protocol: Protocol) -> Iterator[Issue]:
    """Sources without a code such as `[found: GTG57]`."""
    rows: list[Criterion | Signpost] = [*protocol.criteria.values(), *protocol.signposts]
    for one in rows:
        if not _CODE.search(one.source):
            yield Issue(str(one.place), one.id, "the source names no code; write for example '[found: GTG57]'")


def unsigned(protocol: Protocol) -> Iterator[Issue]:
    """Criteria without an owner or a review date."""
    for one in protocol.criteria.values():
        if not one.owner.strip() or one.review == date.min:
            yield Issue(str(one.place), one.id, "nobody answers for it; write 'owner' and 'review'")
