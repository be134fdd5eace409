"""The page that compares two versions that were served here, and replays invented women through both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.protocol.content import Protocol

from .compare import Difference, Part, compare
from .frame import Frame
from .replay import Replayed, replay
from .stories import invented

PAGE = "compare"
#: Enough to show what a change does; a thorough replay is `triage protocol diff`.
INVENTED = 200
_KEPT = 8


@dataclass(frozen=True)
class Known:
    """A version to choose, by its content hash."""

    hash: str
    words: str


@dataclass(frozen=True)
class Comparing:
    """`known` lists the versions to choose from; `load` gives the one with this hash, where it can be read."""

    known: Callable[[], list[Known]]
    load: Callable[[str], Protocol | None]


@dataclass(frozen=True)
class ComparePage:
    """The page, and what it has worked out so far."""

    frame: Frame
    versions: Comparing
    _found: dict[tuple[str, str], tuple[Difference, Replayed]] = field(default_factory=dict)
    _one_at_a_time: Lock = field(default_factory=Lock)

    def routes(self) -> list[BaseRoute]:
        """Its address."""
        return [Route(f"/{PAGE}", self.show, methods=["GET"])]

    async def show(self, request: Request) -> Response:
        """Two versions to choose, and what differs once they are chosen."""
        old, new = (request.query_params.get(name, "") for name in ("old", "new"))
        return await run_in_threadpool(self._show, old, new)

    def _show(self, old: str, new: str) -> Response:
        known = self.versions.known()
        chosen = {"old": old or (known[-1].hash if known else ""), "new": new or self.frame.protocol.hash}
        shown: dict[str, Any] = {"known": known, "chosen": chosen, "problem": "", "difference": None}
        if not (old and new):
            return self.frame.page("compare.html", PAGE, **shown)
        found = self._compared(old, new)
        if found is None:
            return self.frame.page("compare.html", PAGE, 404, **{**shown, "problem": "There is no such version here."})
        difference, replayed = found
        parts = [(part, difference.of(part)) for part in Part if difference.of(part)]
        return self.frame.page(
            "compare.html", PAGE, **{**shown, "difference": difference, "parts": parts, "replayed": replayed}
        )

    def _compared(self, old: str, new: str) -> tuple[Difference, Replayed] | None:
        """Worked out once for each pair, and never for two readers at a time."""
        with self._one_at_a_time:
            if (old, new) not in self._found:
                versions = self.versions.load(old), self.versions.load(new)
                if versions[0] is None or versions[1] is None:
                    return None
                if len(self._found) >= _KEPT:
                    self._found.clear()
                self._found[old, new] = _worked_out(versions[0], versions[1])
            return self._found[old, new]


def _worked_out(old: Protocol, new: Protocol) -> tuple[Difference, Replayed]:
    return compare(old, new), replay(invented(INVENTED, old, new), old, new)
