"""Which language she writes, and the red flags in twelve languages besides English."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from .lexicon import Lexicon
from .plain import Plain, plain
from .reading import Assertion, Finding

#: Languages that are named; Hindi is read for red flags, too, but counts as undetermined.
NAMED = frozenset({"pl", "ro", "ar", "ur", "bn", "pa", "pt", "es", "fr", "so", "uk", "zh"})

_SCRIPTS = {
    "cyrillic": "\u0400-\u052f",
    "arabic": "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefe",
    "gurmukhi": "\u0a00-\u0a7f",
    "bengali": "\u0980-\u09ff",
    "devanagari": "\u0900-\u097f",
    "han": "\u3400-\u9fff",
}
_OTHER_SCRIPT = re.compile(
    "[" + "".join(_SCRIPTS.values()) + "\u0370-\u03ff\u0530-\u08ff\u0e00-\u0fff\u1000-\u18af\u3040-\u30ff\uac00-\ud7af]"
)
#: Letters that Urdu has and Arabic has not (before they are made plain), and Ukrainian but not Russian.
_URDU = re.compile("[\u0679\u0688\u0691\u06ba\u06be\u06c1\u06d2\u06af\u0686\u067e]")
_UKRAINIAN = re.compile("[\u0456\u0457\u0454\u0491]")
_RUSSIAN = re.compile("[\u044b\u044d\u044a\u0451]")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
#: Punctuation; the vowel signs of Indian scripts are no such marks.
_MARKS = re.compile(r"[!-/:-@\[-`{-~\s\u2000-\u206f\u3000-\u303f\uff00-\uff0f\u060c\u061b\u061f\u06d4\u0964]")
_HAN = re.compile(f"[{_SCRIPTS['han']}]")


@dataclass(frozen=True)
class Tongue:
    """One language: its script, its frequent words and how the red flags are said in it."""

    code: str
    script: str | None
    frequent: frozenset[str]
    denial: re.Pattern[str]
    gate: re.Pattern[str]
    red: tuple[tuple[str, re.Pattern[str]], ...]


@lru_cache(maxsize=1)
def _tongues() -> tuple[Tongue, ...]:
    written = yaml.safe_load((Path(__file__).parent / "lexicon" / "languages.yml").read_text(encoding="utf-8"))
    return tuple(_tongue(code, entry) for code, entry in written.items())


def _tongue(code: str, entry: Mapping[str, Any]) -> Tongue:
    """Phrases as regular expressions."""
    phrases = {name: [plain(str(phrase)).text for phrase in listed] for name, listed in entry["red"].items()}
    telling = sorted({word for listed in phrases.values() for phrase in listed for word in _telling(phrase)})
    denial = "|".join(re.escape(plain(word).text) for word in str(entry["denial"]).split())
    return Tongue(
        code,
        entry.get("script"),
        frozenset(plain(word).text for word in str(entry["frequent"]).split()),
        re.compile(rf"(?:{denial})$" if entry.get("script") == "han" else rf"(?<!\w)(?:{denial})\s+(?:\S+\s+)?$"),
        _any_of(telling),
        tuple((name, _any_of(listed)) for name, listed in phrases.items()),
    )


def _telling(phrase: str) -> list[str]:
    """The words by which a phrase is noticed: its longer ones, or all of them where it has none."""
    words = [word for word in phrase.split() if not word.startswith("..")]
    return [word for word in words if len(word) > 3 or not word.isascii()] or words


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    """Any of the phrases as whole words; Chinese knows no spaces between them."""
    spaceless = [_phrase(phrase) for phrase in phrases if _HAN.match(phrase)]
    spaced = [_phrase(phrase) for phrase in phrases if not _HAN.match(phrase)]
    return re.compile("|".join([*spaceless, *([rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)"] if spaced else [])]))


def _phrase(phrase: str) -> str:
    """`nie czuje ..2 ruch*` as a regular expression over plain letters."""
    pieces = []
    for word in phrase.split():
        if word.startswith(".."):
            pieces.append(rf"(?:\S+\s+){{0,{word[2:]}}}?")
        else:
            pieces.append(re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "") + r"\s+")
    return "".join(pieces).removesuffix(r"\s+")


def foreign_findings(part: Plain) -> Iterator[Finding]:
    """Red flags said in another language than English, in its own script or typed in Latin letters."""
    text = _spaced(part)
    other_script = bool(_OTHER_SCRIPT.search(text))
    for tongue in _tongues():
        if not tongue.gate.search(text) or not other_script and _foreignness(text, tongue) < 2:
            continue
        yield from _red_in(tongue, text, part)


def _red_in(tongue: Tongue, text: str, part: Plain) -> Iterator[Finding]:
    for name, pattern in tongue.red:
        for fits in pattern.finditer(text):
            denied = name not in ("rfm_absent", "rfm_reduced", "sob", "suicidal") and tongue.denial.search(
                text[: fits.start()]
            )
            meaning = Assertion.ABSENT if denied else Assertion.PRESENT
            yield Finding(name, meaning, part.quote(*fits.span()), not denied)


def _spaced(part: Plain) -> str:
    """Every mark a space, so that places stay and phrases fit."""
    return _MARKS.sub(" ", part.text)


def _foreignness(text: str, tongue: Tongue) -> int:
    """How many of her words belong to the language: frequent ones and those of its red flags, English ones aside."""
    everyday = Lexicon.load().vocabulary
    strange = [word for word in text.split() if not everyday.knows(word)]
    return sum(
        2 if tongue.gate.match(word) else 1 for word in strange if word in tongue.frequent or tongue.gate.match(word)
    )


def language_of(part: Plain) -> str:
    """ISO 639-1 code of the language she writes, `en`, or `und`."""
    others = _OTHER_SCRIPT.findall(part.text)
    letters = sum(char.isalpha() for char in part.text)
    if others and len(others) * 2 >= letters:
        return _by_script(part, "".join(others))
    return _by_words(part)


def is_other_script(part: Plain) -> bool:
    """Whether most letters are not Latin."""
    return len(_OTHER_SCRIPT.findall(part.text)) * 2 > sum(char.isalpha() for char in part.text)


def _by_script(part: Plain, others: str) -> str:
    counted = {name: len(re.findall(f"[{chars}]", others)) for name, chars in _SCRIPTS.items()}
    script = max(counted, key=lambda name: counted[name])
    if not counted[script]:
        return "und"
    if script == "arabic":
        return "ur" if _URDU.search(part.raw) else "ar"
    if script == "cyrillic":
        return "uk" if _UKRAINIAN.search(part.text) or _is_ukrainian(part.text) else "und"
    code = next((tongue.code for tongue in _tongues() if tongue.script == script), "und")
    return code if code in NAMED else "und"


def _is_ukrainian(text: str) -> bool:
    """By its words, where none of its own letters stands."""
    frequent = next(tongue.frequent for tongue in _tongues() if tongue.code == "uk")
    return not _RUSSIAN.search(text) and not frequent.isdisjoint(text.split())


def _by_words(part: Plain) -> str:
    vocabulary = Lexicon.load().vocabulary
    words = _WORD.findall(part.text.replace("'", ""))
    if not words:
        return "und"
    english = sum(vocabulary.knows(word) for word in words)
    scores = {tongue.code: _score(words, tongue, vocabulary.knows) for tongue in _tongues() if tongue.code in NAMED}
    best = max(scores, key=lambda code: scores[code])
    strange = len(words) - english
    if scores[best] >= 2 and scores[best] >= english and strange:
        return best
    return "en" if english * 3 >= len(words) else "und"


def _score(words: list[str], tongue: Tongue, english: Callable[[str], bool]) -> float:
    """A word of a red flag that is not English tells most, a frequent one less, one that is English, too, least."""
    score = 0.0
    for word in words:
        if len(word) > 3 and not english(word) and tongue.gate.fullmatch(word):
            score += 2
        elif word in tongue.frequent:
            score += 0.7 if english(word) else 1.3
    return score
