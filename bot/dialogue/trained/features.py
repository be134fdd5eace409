"""A message as counted pieces: words, pairs of words and the letters within them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from zlib import crc32

#: Lengths of the pieces of words; a space stands for a word's edge.
SHORTEST, LONGEST = 2, 5
#: More words than these are cut in the middle: the trained part need not read a novel.
MOST_WORDS = 120
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)?|[?!]+|[^\w\s.,;:()\"-]")


def pieces(text: str, marks: Iterable[str] = ()) -> Counter[int]:
    """How often each piece occurs, by its number (CRC-32 of the piece); `marks` are counted as they are."""
    words = _WORD.findall(text.lower())
    if len(words) > MOST_WORDS:
        words = [*words[: MOST_WORDS // 2], *words[-MOST_WORDS // 2 :]]
    counted = Counter(map(_number, words))
    counted.update(_number(f"{first} {second}") for first, second in zip(["^", *words], [*words, "$"], strict=True))
    for word in words:
        counted.update(_letters(f" {word} "))
    counted.update(_number(f"#{mark}") for mark in marks)
    return counted


def _letters(padded: str) -> list[int]:
    written = padded.encode()
    return [
        crc32(written[start : start + length], 1)
        for length in range(SHORTEST, min(LONGEST, len(written)) + 1)
        for start in range(len(written) - length + 1)
    ]


def _number(piece: str) -> int:
    return crc32(piece.encode())
