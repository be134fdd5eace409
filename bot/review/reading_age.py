"""How old a reader has to be: the Flesch-Kincaid grade of a text, as an age (docs/decisions/0010)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import syllapy
import yaml

from .hers import Hers, Passage

#: Her words are for readers of 9 to 11; easier is welcome.
OLDEST = 11.0
#: Shorter than this, a sentence says too little for an average: it is measured with the passage she reads it in.
FEWEST_WORDS = 8
#: So many syllables make a word long: it has to stand in long_words.yml, with the reason why no shorter one will do.
LONG = 4

#: A school grade is this many years below the age of its pupils.
_AGE_OF_GRADE = 5.0
#: Flesch-Kincaid (Kincaid and others 1975): words to a sentence, syllables to a word, and where the scale begins.
_PER_WORD, _PER_SYLLABLE, _START = 0.39, 11.8, 15.59
_ENDS = re.compile(r"(?<=[.!?:;])\s+")
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9'’&./+-]*")
_LETTERS = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_LONG_WORDS = Path(__file__).parent / "long_words.yml"


@dataclass(frozen=True)
class Found:
    """A sentence or passage that is too hard, and why."""

    id: str
    text: str
    why: str

    def __str__(self) -> str:
        return f"{self.id}: {self.why}: {self.text}"


def age(lines: Iterable[str]) -> float:
    """The reading age of these lines; each line ends its last sentence."""
    sentences = [words for line in lines for part in _ENDS.split(line) if (words := _WORD.findall(part))]
    count = sum(len(words) for words in sentences)
    if not count:
        return 0.0
    syllables = sum(max(1, syllapy.count(word)) for words in sentences for word in words)
    grade = _PER_WORD * count / len(sentences) + _PER_SYLLABLE * syllables / count - _START
    return round(max(grade + _AGE_OF_GRADE, _AGE_OF_GRADE), 1)


def words_in(lines: Iterable[str]) -> int:
    """How many words these lines have."""
    return sum(len(_WORD.findall(line)) for line in lines)


def own_age(sentence: Hers) -> float | None:
    """A sentence's own reading age, of its harder form; `None` where it is too short to have one."""
    return max((age(form) for form in sentence.forms if words_in(form) >= FEWEST_WORDS), default=None)


def long_words() -> dict[str, str]:
    """The long words that her sentences may use, each with the reason."""
    return dict(yaml.safe_load(_LONG_WORDS.read_text("utf-8")))


def too_hard(passages: Iterable[Passage]) -> Iterator[Found]:
    """Everything that is above the reading age, and every long word without a reason."""
    allowed = long_words()
    for passage in passages:
        for sentence in passage.sentences:
            yield from _in(sentence, allowed)
        found = age(passage.measured)
        if found > OLDEST:
            yield Found(passage.id, " / ".join(passage.measured), f"the whole is for readers of {found}")


def _in(sentence: Hers, allowed: dict[str, str]) -> Iterator[Found]:
    text = " / ".join(line for form in sentence.forms for line in form)
    found = own_age(sentence)
    if found is not None and found > OLDEST:
        yield Found(sentence.id, text, f"for readers of {found}")
    for word in _LETTERS.findall(text):
        if syllapy.count(word) >= LONG and word.lower() not in allowed:
            yield Found(sentence.id, text, f"the word '{word}' is long; take a shorter one or give a reason")
