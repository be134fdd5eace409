"""How findings are spoken of: the files in `lexicon/`, read and compiled once, on first use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from .patterns import Pattern, compile_pattern, inflect, spell_out
from .words import Vocabulary

_HERE = Path(__file__).parent / "lexicon"


@dataclass(frozen=True)
class Spoken:
    """What is known of one finding besides the ways to say it.

    A `red` one that is doubtful is kept as present and asked back. A `lasting` one is not undone by
    having stopped (a fit, a fall), a `timeless` one not by having been long ago (a caesarean).
    `own` ones name another person and are hers all the same.
    `implies` are findings that it says as well; look-alikes of those in `alike` are look-alikes of it, too.
    """

    name: str
    red: bool = False
    lasting: bool = False
    timeless: bool = False
    own: bool = False
    implies: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()


@dataclass(frozen=True)
class Way:
    """One way of speaking and what it tells: a finding, a cue for its assertion, or nothing at all.

    `kind` is `said`, `hinted` (words only suggest it), `never` (looks alike), `resolved` or `cue`.
    """

    name: str
    kind: str
    pattern: Pattern


@dataclass(frozen=True)
class Lexicon:
    """Everything the reader knows about words."""

    spoken: Mapping[str, Spoken]
    ways: tuple[Way, ...]
    by_word: Mapping[str, tuple[int, ...]]
    vocabulary: Vocabulary
    sets: Mapping[str, frozenset[str]]
    red_words: frozenset[str]
    numbers: Mapping[str, Mapping[str, Any]]
    expressions: Mapping[str, re.Pattern[str]]
    answers: Mapping[str, re.Pattern[str]]

    @staticmethod
    @lru_cache(maxsize=1)
    def load() -> Lexicon:
        """The lexicon in `lexicon/`; read once, never on import."""
        classes = _classes(_yaml("classes.yml"))
        scope, spelling = _yaml("scope.yml"), _yaml("spelling.yml")
        sets = {name: _word_set(words) for name, words in scope["sets"].items()}
        spoken, ways = _compiled(scope["cues"], classes, sets["common"])
        known = frozenset(word for way in ways for word in way.pattern.words) | sets["denial"] | sets["transparent"]
        respelt = {str(slip): str(word) for slip, word in spelling["respelt"].items()}
        everyday = (
            _word_set(spelling["everyday"])
            | _word_set(spelling["guarded"])
            | frozenset(w for full in respelt.values() for w in full.split())
        )
        return Lexicon(
            spoken,
            ways,
            _index(ways),
            Vocabulary(known, everyday, respelt, _word_set(spelling["mended"])),
            sets,
            frozenset(w for way in ways if way.name in spoken and spoken[way.name].red for w in way.pattern.anchors),
            scope["numbers"],
            _expressions(_yaml("expressions.yml")),
            {kind: _answer(**written) for kind, written in _yaml("answers.yml").items()},
        )


def expression(name: str) -> re.Pattern[str]:
    """A regular expression of `lexicon/expressions.yml`."""
    return Lexicon.load().expressions[name]


def _expressions(written: Mapping[str, list[str]]) -> dict[str, re.Pattern[str]]:
    """The pieces of each put together, and those it names put in."""
    found: dict[str, re.Pattern[str]] = {}
    whole = {name: "".join(pieces) for name, pieces in written.items()}
    for name, text in whole.items():
        for part in ("weeks", "day", "bp"):
            text = text.replace(f"{{{part}}}", whole[part])
        found[name] = re.compile(text)
    return found


def _answer(before: list[str], words: str, then: str) -> re.Pattern[str]:
    """What may stand before, the words, and what may follow."""
    opening = f"(?:(?:{'|'.join(before)}) )*" if before else ""
    ending = f"(?: (?:{'|'.join(then.split())}))*" if then else ""
    return re.compile(opening + f"(?:{'|'.join(words.split())})".replace("_", " ") + ending)


def finding_files() -> list[Path]:
    """The files that say how findings are spoken of."""
    return sorted((_HERE / "findings").glob("*.yml"))


def _yaml(name: str) -> Any:
    return yaml.load((_HERE / name).read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a safe loader


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Keeps `no`, `yes` and `on` words."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, resolvers in _Loader.yaml_implicit_resolvers.items()
}


def _word_set(words: str | Iterable[str]) -> frozenset[str]:
    """`a b bleed~` as a set of words, with the forms of those marked `~`."""
    listed = words.split() if isinstance(words, str) else words
    return frozenset(form for word in listed for form in (inflect(word[:-1]) if word.endswith("~") else (word,)))


def _classes(written: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Classes of words; a class may name classes above it."""
    classes: dict[str, frozenset[str]] = {}
    for name, members in written.items():
        classes[name] = frozenset().union(*(spell_out(member, classes) for member in members.split()))
    return classes


def _compiled(
    cues: Mapping[str, list[str]], classes: Mapping[str, frozenset[str]], common: frozenset[str]
) -> tuple[dict[str, Spoken], tuple[Way, ...]]:
    spoken: dict[str, Spoken] = {}
    ways = [Way(cue, "cue", compile_pattern(source, classes, common)) for cue in cues for source in cues[cue]]
    for file in finding_files():
        for name, entry in _yaml(f"findings/{file.name}").items():
            traits = {trait: bool(entry.get(trait)) for trait in ("red", "lasting", "timeless", "own")}
            spoken[name] = Spoken(
                name, implies=tuple(entry.get("implies", ())), alike=tuple(entry.get("alike", ())), **traits
            )
            for kind in ("said", "hinted", "never", "resolved"):
                ways += [Way(name, kind, compile_pattern(source, classes, common)) for source in entry.get(kind, ())]
    return spoken, tuple(ways)


def _index(ways: tuple[Way, ...]) -> dict[str, tuple[int, ...]]:
    """Which ways of speaking to try when a word is there."""
    found: dict[str, list[int]] = {}
    for number, way in enumerate(ways):
        for word in way.pattern.anchors:
            found.setdefault(word, []).append(number)
    return {word: tuple(numbers) for word, numbers in found.items()}
