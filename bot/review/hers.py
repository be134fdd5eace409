"""Every sentence that she may read, in the passages in which she reads them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.protocol.words import DEFAULT, PLACEHOLDER, Words

#: What only clinicians read: criteria on the case card, names and meanings on these pages.
CLINICIANS = ("criterion.", "name.", "level.", "chart.")
#: What a site fills in is not ours to measure: each stands for one short word.
NEUTRAL = {"number": "999", "by": "10:30", "days": "30", "weeks": "30", "unit": "us", "line": "us", "address": "here"}
_PARTS = frozenset({"ask", "why", "help", "title", "do", "wait", "who", "sms"})
#: Confirming questions are each read with the same "why" and answers.
_CONFIRM = "confirm"


@dataclass(frozen=True)
class Hers:
    """One sentence of hers, or several short lines under one id."""

    id: str
    lines: tuple[str, ...]
    short: tuple[str, ...] = ()

    @property
    def measured(self) -> tuple[str, ...]:
        """Its lines with every filling replaced by a short word."""
        return tuple(_filled(line) for line in self.lines)

    @property
    def forms(self) -> tuple[tuple[str, ...], ...]:
        """The same as she reads it on a page, and by SMS where that differs."""
        return (self.measured, tuple(_filled(line) for line in self.short)) if self.short else (self.measured,)


@dataclass(frozen=True)
class Passage:
    """What she reads in one go: a question with its answers, a card, a sentence that stands alone."""

    id: str
    sentences: tuple[Hers, ...]
    around: tuple[Hers, ...] = ()  # read with it, and listed elsewhere

    @property
    def kind(self) -> str:
        """The first word of its id: question, card, signpost and so on."""
        return self.id.split(".")[0].split("_")[0]

    @property
    def measured(self) -> tuple[str, ...]:
        """Every line she reads in it."""
        return tuple(line for one in (*self.sentences, *self.around) for line in one.measured)


def sentences(words: Words, language: str = DEFAULT) -> Iterator[Hers]:
    """Every sentence of hers, in the files' order."""
    for id, sentence in words.languages.get(language, {}).items():
        if not id.startswith(CLINICIANS):
            yield Hers(id, sentence.lines, sentence.short)


def passages(words: Words, language: str = DEFAULT) -> Mapping[str, Passage]:
    """The same sentences by the passage in which she reads them, in the files' order."""
    grouped: dict[str, list[Hers]] = {}
    for one in sentences(words, language):
        grouped.setdefault(passage_of(one.id), []).append(one)
    common = tuple(grouped.get(_CONFIRM, ()))
    return {id: Passage(id, tuple(own), common if id.startswith(f"{_CONFIRM}.") else ()) for id, own in grouped.items()}


def _filled(line: str) -> str:
    return PLACEHOLDER.sub(lambda found: NEUTRAL.get(found[1], "Ann"), line)


def passage_of(sentence: str) -> str:
    """The id of the passage: the sentence's id without the part of it."""
    head, _, option = sentence.partition(".option.")
    if option:
        return head
    body, _, part = head.rpartition(".")
    return body if part in _PARTS else "option" if head.startswith("option.") else head
