"""Ways of speaking, written so that a midwife can read them, and compiled to regular expressions.

    {baby} ..2 not/never [been] move~

`{baby}` a class of words; `a/b` either (`little_one` is two words); `move~` move, moves, moved, moving;
`[been]` may be missing; `now/$` is now or a stop; `..2` at most two other words (`...2`: commas and
`but` among them); `^` and `$` a stop; `NN` a number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

#: One word that a gap may cross: never a stop, never a turn of thought.
_GAP_WORD = r"(?!(?:but|except|although|though|because|cos|however) )[^\s,.?]+ "
_VOWELS = "aeiou"


class UnknownWordClass(ValueError):
    """A pattern names a class of words that does not exist."""


@dataclass(frozen=True)
class Pattern:
    """A compiled way of speaking; one of `anchors` must be among the words for it to fit."""

    source: str
    fits: re.Pattern[str]
    anchors: frozenset[str]
    words: frozenset[str] = field(repr=False)


def inflect(stem: str) -> tuple[str, ...]:
    """`move` becomes move, moves, moved, moving."""
    if stem.endswith("e") and not stem.endswith("ee"):
        return (stem, f"{stem}s", f"{stem}d", f"{stem[:-1]}ing")
    if stem.endswith("y") and stem[-2] not in _VOWELS:
        return (stem, f"{stem[:-1]}ies", f"{stem[:-1]}ied", f"{stem}ing")
    plural = f"{stem}es" if stem.endswith(("s", "sh", "ch", "x", "z")) else f"{stem}s"
    doubled = stem + stem[-1] if _doubles(stem) else stem
    return (stem, plural, f"{doubled}ed", f"{doubled}ing")


def _doubles(stem: str) -> bool:
    return 3 <= len(stem) <= 4 and stem[-1] not in "wxy" + _VOWELS and stem[-2] in _VOWELS and stem[-3] not in _VOWELS


def spell_out(choice: str, classes: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """All phrases that one choice stands for: `a/b_c/move~/{baby}`."""
    phrases: set[str] = set()
    for part in choice.split("/"):
        if part.startswith("{"):
            if part[1:-1] not in classes:
                raise UnknownWordClass(f"there is no class of words called {part}")
            phrases |= classes[part[1:-1]]
        elif part.endswith("~"):
            phrases.update(inflect(part[:-1]))
        else:
            phrases.add(part.replace("_", " "))
    return frozenset(phrases)


def compile_pattern(source: str, classes: Mapping[str, frozenset[str]], common: frozenset[str]) -> Pattern:
    """The pattern in `source`; its anchors are the rarest element that must be there."""
    pieces: list[str] = []
    required: list[frozenset[str]] = []
    words: set[str] = set()
    for element in source.split():
        piece, phrases, needed = _element(element, classes)
        pieces.append(piece)
        words.update(word for phrase in phrases for word in phrase.split())
        if needed and phrases:
            required.append(_keys(phrases, common))
    anchors = min(required, key=lambda keys: (len(keys & common), len(keys))) if required else frozenset[str]()
    return Pattern(source, re.compile(r"(?<!\S)" + "".join(pieces)), anchors, frozenset(words))


def _element(element: str, classes: Mapping[str, frozenset[str]]) -> tuple[str, frozenset[str], bool]:
    """Regular expression, phrases, and whether it must be there."""
    if element.startswith("..."):
        return rf"((?:[^\s.?]+ ){{0,{int(element[3:])}}}?)", frozenset(), False
    if element.startswith(".."):
        return rf"((?:{_GAP_WORD}){{0,{int(element[2:] or 2)}}}?)", frozenset(), False
    if element in ("^", "$"):
        return (r"(?:^|(?<=[,.?] ))" if element == "^" else r"(?=[,.?]|$)"), frozenset(), False
    optional = element.startswith("[") and "$" not in element
    phrases = spell_out(element.strip("[]"), classes)
    choices = "|".join(_phrase(phrase) for phrase in sorted(phrases, key=lambda p: (-len(p), p)))
    anchored = not optional and not any(phrase in ("NN", "$") for phrase in phrases)
    return f"(?:{choices})" + ("?" if optional else ""), phrases - {"NN", "$"}, anchored


def _phrase(phrase: str) -> str:
    """One phrase as a regular expression; a stop takes no room."""
    if phrase == "$":
        return r"(?=[,.?]|$)"
    return " ".join(r"\d[\d.]*" if word == "NN" else re.escape(word) for word in phrase.split()) + " "


def _keys(phrases: frozenset[str], common: frozenset[str]) -> frozenset[str]:
    """One telling word of each phrase."""
    return frozenset(max(phrase.split(), key=lambda word: (word not in common, len(word))) for phrase in phrases)
