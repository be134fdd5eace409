"""Right, missed and too much, counted, with the interval in which the true share lies."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Any

from .messages import STATED, Labelled

Heard = dict[str, Any]  # as `triage understand` writes it


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    count: int
    of: int

    @property
    def value(self) -> float:
        """Between 0 and 1; of nothing it is 1."""
        return self.count / self.of if self.of else 1.0

    @property
    def interval(self) -> tuple[float, float]:
        """95 %, after Wilson."""
        if not self.of:
            return 0.0, 1.0
        z, n, p = 1.96, self.of, self.value
        middle, half = (p + z * z / (2 * n)), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, (middle - half) / (1 + z * z / n)), min(1.0, (middle + half) / (1 + z * z / n))

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:6.1%}  {self.count:5}/{self.of:<5} [{low:.1%}, {high:.1%}]"


Pair = tuple[Labelled, Heard]


def red_found(pairs: Iterable[Pair]) -> Share:
    """Red on the first message where the words alone justify it."""
    return share(pairs, lambda said, _: said.level == "red", lambda _, heard: heard["level"] == "red")


def false_alarms(pairs: Iterable[Pair]) -> Share:
    """Red where the label is less, or amber where it is nothing, among messages that are not red."""
    return share(pairs, lambda said, _: said.level != "red", alarmed)


def alarmed(said: Labelled, heard: Heard) -> bool:
    """Whether more is made of it than it says."""
    return heard["level"] == "red" and said.level != "red" or heard["level"] == "amber" and said.level is None


def gestation_right(pairs: Iterable[Pair]) -> Share:
    """Weeks as stated, among messages that state them."""
    return share(
        pairs, lambda said, _: said.gestation is not None, lambda said, heard: heard["gestation"] == said.gestation
    )


def language_right(pairs: Iterable[Pair]) -> Share:
    """The language named, among all messages."""
    return share(pairs, lambda *_: True, lambda said, heard: heard["language"] == said.language)


def share(pairs: Iterable[Pair], among: Callable[..., bool], holds: Callable[..., bool]) -> Share:
    """Of the pairs for which `among` holds, those for which `holds` does."""
    chosen = [pair for pair in pairs if among(*pair)]
    return Share(sum(holds(*pair) for pair in chosen), len(chosen))


def grouped(pairs: Iterable[Pair], by: Callable[[Labelled], str]) -> dict[str, list[Pair]]:
    """The pairs by a property of the message, in order of its name."""
    found: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        found[by(pair[0])].append(pair)
    return dict(sorted(found.items()))


@dataclass(frozen=True)
class Reading:
    """How a finding is read: of those stated the found, of those found the stated."""

    recall: Share
    precision: Share


def findings(pairs: Iterable[Pair]) -> dict[str, Reading]:
    """By finding, and `all` together."""
    both, stated, heard = Counter[str](), Counter[str](), Counter[str]()
    for said, understood in pairs:
        labelled = {name for name, how in said.findings.items() if how in STATED}
        read = {one["finding"] for one in understood["findings"] if one["assertion"] in STATED} - _BESIDE
        for counter, names in ((both, labelled & read), (stated, labelled), (heard, read)):
            counter.update([*names, *["all"] * len(names)])
    return {
        name: Reading(Share(both[name], stated[name]), Share(both[name], heard[name]))
        for name in sorted({*stated, *heard})
    }


#: Findings that say nothing of symptoms; the labels do not name them.
_BESIDE = {"gestation", "early", "info", "fallback", "other_language", "asks_midwife", "about_other"}


def assertions(pairs: Iterable[Pair]) -> Counter[tuple[str, str]]:
    """Labelled against read, for findings that both name."""
    found: Counter[tuple[str, str]] = Counter()
    for said, understood in pairs:
        read = {one["finding"]: one["assertion"] for one in understood["findings"]}
        found.update((how, read[name]) for name, how in said.findings.items() if name in read)
    return found
