"""One sentence of hers: its words, all that fits in it, and the cues around."""

from __future__ import annotations

from dataclasses import dataclass, field

from .hits import Hit
from .lexicon import Lexicon
from .words import Word


@dataclass(frozen=True)
class Sentence:
    """One sentence: all words of the message, its own stretch of them, and all that fits in it."""

    words: list[Word]
    start: int
    end: int
    hits: list[Hit]
    lexicon: Lexicon
    patient_is_other: bool = False
    others_sentence: bool = False
    cues: dict[str, list[Hit]] = field(default_factory=dict)
    #: The names of the cues in the sentences that follow, and the months that are not long ago.
    later: frozenset[str] = frozenset()
    months: frozenset[str] = frozenset()

    def word(self, place: int) -> str:
        return self.words[place].text if self.start <= place < self.end else ""

    def between(self, first: int, last: int) -> list[str]:
        return [word.text for word in self.words[max(first, self.start) : min(last, self.end)]]

    def inside(self, hit: Hit, name: str) -> bool:
        """Whether the hit lies within a cue of this name."""
        return any(cue.start <= hit.start and hit.end <= cue.end for cue in self.cues.get(name, ()))

    def covered(self, cue: Hit, name: str) -> bool:
        """Whether a cue of another name lies over this one: `not sure if`, `like last time`."""
        return any(other.overlaps(cue) for other in self.cues.get(name, ()))

    def just_before(self, cue: Hit, name: str) -> bool:
        return any(0 <= cue.start - other.end <= 1 for other in self.cues.get(name, ()))

    def among(self, words: list[str], name: str) -> bool:
        return any(word in self.lexicon.sets[name] for word in words)


@dataclass(frozen=True)
class Around:
    """What is known besides the sentence: the lexicon, what follows it, and which months are now."""

    lexicon: Lexicon
    later: frozenset[str]
    months: frozenset[str]


def sentence_of(words: list[Word], span: tuple[int, int], hits: list[Hit], around: Around, **whose: bool) -> Sentence:
    """A sentence with its cues sorted by name."""
    cues: dict[str, list[Hit]] = {}
    for hit in hits:
        if hit.way.kind == "cue":
            cues.setdefault(hit.name, []).append(hit)
    found = [hit for hit in hits if hit.way.kind in ("said", "hinted", "resolved")]
    return Sentence(words, *span, found, around.lexicon, cues=cues, later=around.later, months=around.months, **whose)
