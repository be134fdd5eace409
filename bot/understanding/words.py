"""Her plain letters as words: SMS spelling written out, and slips of the thumb mended."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from .plain import Plain

_PIECE = re.compile(
    r"\d+\.\d+|[^\W_]+(?:'[^\W_]+)*|[.!?,;:()\n\u2026\u0964\u3002\uff0c\uff1f\u061f\u060c]+| - |--+|\u2014|\u2013|[&@+]"
)
_LETTERS_FOR_DIGITS = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t"})
_MEASURE = re.compile(r"\d+(?:\.\d+)?[a-z]{0,7}\d*[a-z]?$")
_STRETCHED = re.compile(r"(.)\1{2,}")
_DOUBLED = re.compile(r"(.)\1+")
#: First letters that sound alike.
_SOUNDS_LIKE = {"c": "k", "k": "c"}
_SIGNS = {"&": "and", "@": "at", "+": "plus"}
_FULL_STOPS = ".!\u0964\u3002"
_QUESTION_MARKS = "?\uff1f\u061f"


@dataclass(frozen=True)
class Word:
    """One word as it is matched, and where it stands among the plain letters."""

    text: str
    start: int
    end: int

    @property
    def is_stop(self) -> bool:
        return self.text in (",", ".", "?")


@dataclass(frozen=True)
class Vocabulary:
    """The words we know: those of the lexicon, everyday ones, and how some are respelt.

    Slips of the thumb are mended only towards `mended`, the words that tell something.
    """

    lexicon: frozenset[str]
    everyday: frozenset[str]
    respelt: Mapping[str, str]
    mended: frozenset[str]
    by_shape: Mapping[tuple[str, int], tuple[str, ...]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_shape", _shapes(self.mended))

    def knows(self, word: str) -> bool:
        return word in self.lexicon or word in self.everyday or word in self.respelt

    def mend(self, word: str) -> str:
        """The word she meant, or the word as it stands."""
        if self.knows(word) or not word.isascii():
            return self.respelt.get(word, word)
        for candidate in _unstretched(word):
            if self.knows(candidate):
                return self.respelt.get(candidate, candidate)
        return self._nearest(word) or self._split(word) or word

    def _nearest(self, word: str) -> str | None:
        """The closest lexicon word; only longer words are mended, and the first letter must fit."""
        if len(word) < 5 or not word.isalpha():
            return None
        slips = 1 if len(word) < 8 else 2
        best, least = None, slips + 1
        for candidate in self._alike(word, slips):
            distance = OSA.distance(word, candidate, score_cutoff=slips)
            if distance < least:
                best, least = candidate, distance
        return best

    def _alike(self, word: str, slips: int) -> Iterator[str]:
        first = word[0]
        for length in range(len(word) - slips, len(word) + slips + 1):
            yield from self.by_shape.get((first, length), ())
            if first in _SOUNDS_LIKE:
                yield from self.by_shape.get((_SOUNDS_LIKE[first], length), ())

    def _split(self, word: str) -> str | None:
        """Two words typed without a space between them."""
        if not 7 <= len(word) <= 20:
            return None
        for at in range(2, len(word) - 1):
            first, second = word[:at], word[at:]
            if self.mended & {first, second} and self.lexicon >= {first, second}:
                return f"{first} {second}"
        return None


def _shapes(words: frozenset[str]) -> dict[tuple[str, int], tuple[str, ...]]:
    """The longer words by first letter and length, to find near ones quickly."""
    found: dict[tuple[str, int], list[str]] = {}
    for word in sorted(words):
        if len(word) >= 5 and word.isalpha():
            found.setdefault((word[0], len(word)), []).append(word)
    return {shape: tuple(alike) for shape, alike in found.items()}


def _unstretched(word: str) -> Iterator[str]:
    """`bleeeeding`, `bl33ding` and both at once, as they would be spelt."""
    if any(c.isdigit() for c in word):
        if _MEASURE.fullmatch(word):
            return
        word = word.translate(_LETTERS_FOR_DIGITS)
        yield word
    if _STRETCHED.search(word):
        yield _STRETCHED.sub(r"\1\1", word)
        yield _STRETCHED.sub(r"\1", word)
        yield _DOUBLED.sub(r"\1", word)


def words_of(plain: Plain, vocabulary: Vocabulary) -> list[Word]:
    """Her words in order, stops among them."""
    found: list[Word] = []
    for piece in _PIECE.finditer(plain.text):
        start, end = piece.span()
        for text in _texts(piece.group(), plain.text, end, vocabulary):
            found.append(Word(text, start, end))
    return found


def _texts(piece: str, text: str, end: int, vocabulary: Vocabulary) -> list[str]:
    if piece[0].isalnum():
        return _written_out(piece, vocabulary)
    if piece in _SIGNS:
        return [_SIGNS[piece]]
    if any(mark in piece for mark in _QUESTION_MARKS):
        return ["?"]
    if "\n" in piece and not piece.strip("\n"):
        return _line_break(piece, text, end)
    ends = any(mark in piece for mark in _FULL_STOPS) and ".." not in piece
    return ["." if ends else ","]


def _line_break(piece: str, text: str, end: int) -> list[str]:
    """A blank line ends a sentence; a single one may only be where she pressed return."""
    return ["."] if len(piece) > 1 or not text[end : end + 1].isalpha() else [","]


def _written_out(piece: str, vocabulary: Vocabulary) -> list[str]:
    if piece in vocabulary.respelt:
        return vocabulary.respelt[piece].split()
    for ending, full in (("'ll", " will"), ("'re", " are"), ("'d", " would")):
        if piece.endswith(ending):
            return (vocabulary.mend(piece[: -len(ending)]) + full).split()
    return vocabulary.mend(piece.replace("'", "")).split()
