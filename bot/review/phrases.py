"""Conditions in clinical words: as a tree that pages set out as lists, and as one line of text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.protocol.content import Protocol
from bot.protocol.step import Kind
from bot.protocol.words import Words

from .written import Written

#: Between answers or findings any one of which counts, so that "and" and "or" are left for whole conditions.
EITHER = " / "
JOINED = {"all": "all of", "any": "any of"}
COUNTED = "counted"
_NOT = {"all": "not all of", "any": "none of"}


@dataclass(frozen=True)
class Phrase:
    """Words, or a heading over several phrases; `page` is where the words are explained."""

    words: str
    parts: tuple[Phrase, ...] = ()
    joined: str = ""  # all, any or counted, where there are parts
    page: str = ""

    @property
    def text(self) -> str:
        """The phrase as one line."""
        return self._text()

    def _text(self, inner: bool = False) -> str:
        if not self.parts:
            return self.words
        if self.joined == COUNTED:
            return f"{self.words} ({'; '.join(part._text() for part in self.parts)})"
        line = {"all": " and ", "any": "; or "}[self.joined].join(part._text(inner=True) for part in self.parts)
        return f"({line})" if inner else line


class Phrasing:
    """Puts one protocol's conditions into words."""

    def __init__(self, protocol: Protocol) -> None:
        self.protocol, self.written = protocol, Written(protocol)
        self._special: Mapping[str, Callable[[Any], Phrase]] = {
            "all": lambda value: self._group("all", value),
            "any": lambda value: self._group("any", value),
            "not": self._not,
            "count": self._count,
            "is": lambda value: Phrase(_begun(self.name("definition", value)), page=f"terms#{value}"),
            "finding": self._found,
            "unanswered": self._unanswered,
            "gestation": lambda value: self._weeks("Weeks", value),
            "gestation_surely": lambda value: self._weeks("Weeks surely", value),
            "contacts": _contacts,
            "opened": self._opened,
            "level": lambda value: Phrase(f"Told {_range(value).replace('more', 'more urgent')}"),
        }

    def of(self, criterion: str) -> Phrase:
        """The condition of a criterion or signpost."""
        return self.condition(self.written.criteria[criterion]["if"])

    def when(self, question: str) -> Phrase | None:
        """When a question is asked, where the file says so."""
        found = self.written.questions[question].get("when")
        return None if found is None else self.condition(found)

    def condition(self, content: Mapping[str, Any]) -> Phrase:
        """Any condition."""
        key, value = next(iter(content.items()))
        if key in self._special and not (key in self.protocol.questions and isinstance(value, list)):
            return self._special[key](value)
        if isinstance(value, Mapping):
            return Phrase(f"{_begun(self.question(key))} {_reading(self._limits(value))}")
        return Phrase(f"{_begun(self.question(key))}: {self._chosen(key, value)}")

    def name(self, kind: str, id: str) -> str:
        """What clinicians call a question, finding, definition or setting; its id in words where nobody named it."""
        return name_of(self.protocol.words, kind, str(id))

    def among(self, kind: str, ids: Iterable[Any]) -> str:
        """The names of several, any one of which counts."""
        return EITHER.join(self.name(kind, id) for id in ids)

    def question(self, id: str) -> str:
        """What clinicians call a question."""
        measured = {Kind.PRESSURE: "pressure", Kind.TEMPERATURE: "temperature"}
        asked = self.protocol.questions.get(id) or next(
            (one for one in self.protocol.questions.values() if measured.get(one.kind) == id), None
        )
        return self.name("question", asked.id if asked else id)

    def answer(self, question: str, option: str) -> str:
        """An answer as she reads it."""
        words = self.protocol.words
        found = words.of_option(self.protocol.questions[question].shown, str(option))
        return " ".join(words.sentence(found).lines) if found else str(option)

    def answers(self, question: str, options: list[Any]) -> str:
        """Several answers, any of which counts."""
        return EITHER.join(f"“{self.answer(question, option)}”" for option in options)

    def _group(self, joined: str, value: list[Any]) -> Phrase:
        parts = tuple(self.condition(one) for one in value)
        return parts[0] if len(parts) == 1 else Phrase(JOINED[joined], parts, joined)

    def _not(self, value: Mapping[str, Any]) -> Phrase:
        inner = self.condition(value)
        if inner.joined in _NOT:
            return Phrase(_NOT[inner.joined], inner.parts, COUNTED)
        return Phrase(f"not: {inner.text}", page=inner.page)

    def _count(self, value: Mapping[str, Any]) -> Phrase:
        parts = tuple(self.condition(one) for one in value["of"])
        return Phrase(f"at least {value['at_least']} of", parts, COUNTED)

    def _found(self, names: list[Any]) -> Phrase:
        return Phrase("Her words: " + self.among("finding", names))

    def _unanswered(self, question: str) -> Phrase:
        return Phrase(f"{_begun(self.question(question))}: not sure, skipped or not answered")

    def _weeks(self, head: str, value: Any) -> Phrase:
        if isinstance(value, str):
            return Phrase(f"{head} {value}")
        return Phrase(f"{head} {_reading(self._limits(value))}")

    def _limits(self, value: Mapping[str, Any]) -> dict[str, Any]:
        """The same range, with what this site has decided in place of a setting's name."""
        return {
            key: self._limits(limit) if isinstance(limit, Mapping) else self._limit(limit)
            for key, limit in value.items()
        }

    def _limit(self, limit: Any) -> str:
        setting = self.protocol.site.get(str(limit))
        return str(limit) if setting is None else f"{setting.text()} ({self.name('setting', setting.name)})"

    def _chosen(self, question: str, value: Any) -> str:
        setting = self.protocol.site.get(str(value))
        if setting is None or not isinstance(setting.value, tuple):
            return self.answers(question, value)
        return f"{self.answers(question, list(setting.value))} ({self.name('setting', setting.name)})"

    def _opened(self, value: Any) -> Phrase:
        if value == "any":
            return Phrase("Any pathway is open")
        return Phrase("Open pathway: " + EITHER.join(str(name) for name in value))


def name_of(words: Words, kind: str, id: str) -> str:
    """The sentence `name.<kind>.<id>`, or the id in words."""
    sentence = f"name.{kind}.{id}"
    return words.say(sentence) if words.has(sentence) else id.replace("_", " ")


def _begun(words: str) -> str:
    """With a capital at the beginning."""
    return words[:1].upper() + words[1:]


def _reading(value: Mapping[str, Any]) -> str:
    """A range of weeks, of a temperature or of a blood pressure."""
    if "top_or_bottom" in value:
        both = value["top_or_bottom"]
        return f"{_range(both['top'])} over any, or any over {_range(both['bottom'])}"
    for which in ("top", "bottom"):
        if which in value:
            return f"({which} number) {_range(value[which])}"
    return _range(value)


def _range(value: Mapping[str, Any]) -> str:
    if "from" in value and "to" in value:
        return f"{value['from']} to {value['to']}"
    if "from" in value and "under" in value:
        return f"{value['from']} to under {value['under']}"
    key, limit = next(iter(value.items()))
    return {"from": f"{limit} or more", "to": f"{limit} or less", "under": f"under {limit}"}[key]


def _contacts(value: Mapping[str, Any]) -> Phrase:
    about = " about the same worry" if value.get("same_worry") else ""
    return Phrase(f"{value['at_least']} or more contacts within {value['within_hours']} hours{about}, this one counted")
