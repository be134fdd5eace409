"""Every sentence, by id and language; en-GB stands in where a translation is missing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from .step import Question

DEFAULT = "en-GB"
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
#: What a sentence may leave to be filled in.
PLACEHOLDERS = frozenset({"unit", "line", "number", "address", "by", "weeks", "days", "name", "place", "most"})


class UnknownSentence(KeyError):  # noqa: N818 - named by what went wrong
    """There is no sentence with this id."""

    def __str__(self) -> str:
        return f"there is no sentence '{self.args[0]}'; write it in words/{DEFAULT}/"


class MissingPlaceholder(KeyError):  # noqa: N818 - named by what went wrong
    """A sentence needs something that was not given."""

    def __str__(self) -> str:
        return f"the sentence '{self.args[0]}' needs {{{self.args[1]}}}; give {self.args[1]}=... to say it"


@dataclass(frozen=True)
class Sentence:
    """One sentence, or several short lines; `short` is the form for SMS."""

    lines: tuple[str, ...]
    short: tuple[str, ...] = ()

    def form(self, short: bool) -> tuple[str, ...]:
        """The lines to say: the short form where it is wanted and there is one."""
        return self.short if short and self.short else self.lines

    @property
    def placeholders(self) -> frozenset[str]:
        """What has to be filled in, in either form."""
        return frozenset(PLACEHOLDER.findall(" ".join((*self.lines, *self.short))))


@dataclass(frozen=True)
class Words:
    """The sentences of every language."""

    languages: Mapping[str, Mapping[str, Sentence]] = field(default_factory=dict)

    def has(self, id: str, language: str = DEFAULT) -> bool:
        """Whether the sentence can be said in `language` or in en-GB."""
        return id in self.languages.get(language, {}) or id in self.languages.get(DEFAULT, {})

    def sentence(self, id: str, language: str = DEFAULT) -> Sentence:
        """The sentence itself. Raises `UnknownSentence`."""
        found = self.languages.get(language, {}).get(id) or self.languages.get(DEFAULT, {}).get(id)
        if found is None:
            raise UnknownSentence(id)
        return found

    def lines(self, id: str, language: str = DEFAULT, short: bool = False, **fill: object) -> tuple[str, ...]:
        """The sentence's lines, filled in. Raises `UnknownSentence` or `MissingPlaceholder`."""
        return tuple(_filled(id, line, fill) for line in self.sentence(id, language).form(short))

    def say(self, id: str, language: str = DEFAULT, short: bool = False, **fill: object) -> str:
        """The sentence as one text, its lines joined by line breaks."""
        return "\n".join(self.lines(id, language, short, **fill))

    def ids(self, language: str = DEFAULT) -> frozenset[str]:
        """Every sentence's id."""
        return frozenset(self.languages.get(language, {}))

    def of_question(self, question: Question, part: str = "ask") -> str | None:
        """The id of a question's `ask`, `why` or `help`; `None` where the file has none."""
        id = f"{prefix(question)}.{part}"
        if self.has(id):
            return id
        common = f"{question.wording.split('.')[0]}.{part}" if question.wording else id
        return common if self.has(common) else None

    def of_option(self, question: Question, option: str) -> str | None:
        """The id of an option's words: its own, or the common one of that option."""
        head = prefix(question)
        for id in (f"{head}.option.{option}", f"{head.split('.')[0]}.option.{option}", f"option.{option}"):
            if self.has(id):
                return id
        return None


def prefix(question: Question) -> str:
    """What a question's sentence ids begin with."""
    return question.wording or f"question.{question.id}"


def _filled(id: str, line: str, fill: Mapping[str, object]) -> str:
    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        if fill.get(name) is None:
            raise MissingPlaceholder(id, name)
        return str(fill[name])

    return PLACEHOLDER.sub(value, line)
