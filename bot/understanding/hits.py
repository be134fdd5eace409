"""Where in her words a way of speaking fits."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from .lexicon import Lexicon, Way
from .words import Word

#: The longest stretch read as one sentence, in words; longer ones are cut so that cost stays linear.
LONGEST = 60


@dataclass(frozen=True)
class Hit:
    """A way of speaking that fits the words from `start` up to `end` (not included).

    `denials` are the places of denials in its gaps: "waters have *not* gone".
    """

    way: Way
    start: int
    end: int
    denials: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        return self.way.name

    def overlaps(self, other: Hit) -> bool:
        return self.start < other.end and other.start < self.end


#: A short sentence that begins so speaks of what was said just before: `Bleeding? No.` `It has stopped now.`
_GOES_ON = frozenset(
    {"no", "none", "nope", "it", "its", "that", "thats", "theyve", "they", "gone", "stopped", "now", "nothing", "all"}
)
SHORT = 7


def sentences(words: list[Word]) -> list[tuple[int, int]]:
    """The words from stop to stop, as (start, end); a short remark belongs to the sentence before."""
    spans: list[tuple[int, int]] = []
    start = 0
    for place, word in enumerate(words):
        if word.text in (".", "?") or place - start >= LONGEST or place == len(words) - 1:
            spans = _joined(spans, (start, place + 1), words)
            start = place + 1
    return spans


def _joined(spans: list[tuple[int, int]], span: tuple[int, int], words: list[Word]) -> list[tuple[int, int]]:
    start, end = span
    goes_on = spans and end - start <= SHORT and words[start].text in _GOES_ON
    if goes_on and end - spans[-1][0] <= LONGEST:
        return [*spans[:-1], (spans[-1][0], end)]
    return [*spans, span]


def hits_in(words: list[Word], span: tuple[int, int], lexicon: Lexicon) -> list[Hit]:
    """Everything that fits within one sentence, look-alikes taken out."""
    start, end = span
    texts = [word.text for word in words[start:end]]
    line = " ".join(texts) + " "
    offsets = [0, *accumulate(len(text) + 1 for text in texts)]
    numbers = {number for text in texts for number in lexicon.by_word.get(text, ())}
    numbers.update(lexicon.by_word.get("", ()))
    found: list[Hit] = []
    for number in sorted(numbers):
        way = lexicon.ways[number]
        for match in way.pattern.fits.finditer(line):
            first = start + bisect_right(offsets, match.start()) - 1
            last = start + bisect_right(offsets, max(match.start(), match.end() - 1))
            found.append(Hit(way, first, last, tuple(_denials(match, offsets, start, lexicon.sets["denial"]))))
    return _longest(_without_look_alikes(found, lexicon))


def _longest(found: list[Hit]) -> list[Hit]:
    """Without hints that lie within what is said of the same finding: `pain` in `stomach pain`."""
    return [hit for hit in found if hit.way.kind != "hinted" or not any(_holds(other, hit) for other in found)]


def _holds(other: Hit, hit: Hit) -> bool:
    return other.name == hit.name and other.way.kind == "said" and other.start <= hit.start and hit.end <= other.end


def _denials(match: re.Match[str], offsets: list[int], start: int, denial: frozenset[str]) -> Iterator[int]:
    """Places of the denials that stand in the gaps of a match."""
    for number, gap in enumerate(match.groups(), 1):
        if gap and not denial.isdisjoint(gap.split()):
            first = start + bisect_right(offsets, match.start(number)) - 1
            yield from (first + place for place, word in enumerate(gap.split()) if word in denial)


def _without_look_alikes(found: list[Hit], lexicon: Lexicon) -> list[Hit]:
    """Hits that no look-alike of the same name (or of any name: `elsewhere`) lies over."""
    alike = [hit for hit in found if hit.way.kind == "never" or hit.name == "elsewhere"]
    if not alike:
        return found
    return [hit for hit in found if hit not in alike and not any(_hides(mask, hit, lexicon) for mask in alike)]


def _hides(mask: Hit, hit: Hit, lexicon: Lexicon) -> bool:
    if hit.way.kind == "cue" or not mask.overlaps(hit):
        return False
    return mask.name in ("elsewhere", hit.name) or mask.name in lexicon.spoken[hit.name].alike
