"""How many conversations one address may begin: a machine that begins thousands must not fill the line's board.

Generous, for a ward's visitors may share one address; and never silent: whoever is refused is told whom to ring.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.requests import Request

#: So many at once, and one more each second.
AT_ONCE, EACH_SECOND = 60, 1.0
#: Addresses remembered; the one that has been quiet longest goes first.
REMEMBERED = 10_000
TOO_MANY = "Too many chats have been started from here."


@dataclass
class Allowance:
    """How many more each address may begin. `now` is in seconds and only ever grows."""

    now: Callable[[], float] = time.monotonic
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def takes(self, address: str) -> bool:
        """Whether one more is allowed; counts it when it is."""
        now = self.now()
        left, at = self._left.pop(address, (float(AT_ONCE), now))
        left = min(float(AT_ONCE), left + (now - at) * EACH_SECOND)
        allowed = left >= 1
        self._left[address] = (left - allowed, now)
        while len(self._left) > REMEMBERED:
            self._left.popitem(last=False)
        return allowed


def address_of(request: Request) -> str:
    """Where a request comes from; behind a proxy the server is told by it (docs/running.md)."""
    return request.client.host if request.client else ""
