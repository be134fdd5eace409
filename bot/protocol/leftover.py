"""What could still raise the level: criteria and pathways that are open, with the questions they rest on as bits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .content import FALSE, TRUE, Pathway, Row
from .heard import Heard
from .level import Level

_BY_DANGER = sorted(Level, reverse=True)


class Inside:
    """What the open pathways, and those that an answer may open, leave open."""

    def __init__(self) -> None:
        self.criteria = [0] * len(Level)  # by level: criteria, and what a pathway falls back to
        self.openings = [0] * len(Level)  # by level: pathways that an answer may open
        self.worst: dict[str, int] = {}  # by pathway: the most urgent of its own

    def otherwise(self, pathway: Pathway, mask: int) -> None:
        """What the pathway falls back to is open."""
        self.criteria[pathway.otherwise] |= mask
        self.worst[pathway.id] = max(pathway.otherwise, self.worst.get(pathway.id, Level.G))

    def only(self, first: int) -> None:
        """Keep these questions, and no longer say which pathway rests on them."""
        self.criteria = [mask & first for mask in self.criteria]
        self.worst = {}

    @property
    def most_urgent(self) -> Level:
        """The most urgent level still possible."""
        for level in _BY_DANGER:
            if self.criteria[level] or self.openings[level]:
                return level
        return Level.G

    def above(self, level: Level, openings: bool) -> int:
        """The questions on which something above `level` rests."""
        mask = 0
        for higher in range(level + 1, len(Level)):
            mask |= self.criteria[higher] | (self.openings[higher] if openings else 0)
        return mask


class Everywhere:
    """What flags and modifiers above a level leave open, tested by danger and only as far as anybody asks."""

    def __init__(self, heard: Heard, rows: Iterable[Row], above: Level) -> None:
        self._found = _open_rows(heard, rows, above)
        self._mask, self._worst = 0, Level.G

    @property
    def most_urgent(self) -> Level:
        """The most urgent level still possible."""
        return self._worst if self._mask or not self._look_on() else self._worst

    def rests_on(self, question: int) -> bool:
        """Whether something open rests on this question."""
        while not self._mask & question:
            if not self._look_on():
                return False
        return True

    def _look_on(self) -> bool:
        for level, mask in self._found:
            self._mask, self._worst = self._mask | mask, max(self._worst, level)
            return True
        return False


def _open_rows(heard: Heard, rows: Iterable[Row], above: Level) -> Iterator[tuple[Level, int]]:
    said, still_open = heard.said, heard.open
    for yes, asks, test, level, criterion in rows:
        if level <= above:
            return
        if said & yes or still_open & asks:
            result = test(heard)
            if result not in (TRUE, FALSE):
                yield criterion.level, result
