"""How two versions differ besides their lines: questions, findings, pathways, the gate, green, and every sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.protocol.words import Words

from .clauses import GATE, GREEN
from .difference import Change, Part, Sides, plain
from .phrases import Phrasing


def questions(sides: Sides) -> Iterator[Change]:
    """Questions that are new or gone, and what differs in the others."""
    old, new = sides.old.questions, sides.new.questions
    for id in dict.fromkeys([*old, *new]):
        if id not in new:
            yield Change(Part.QUESTION, id, f"“{sides.was.question(id)}” is no longer asked")
        elif id not in old:
            yield Change(Part.QUESTION, id, f"“{sides.now.question(id)}” is new")
        else:
            yield from _question(sides, id)


def _question(sides: Sides, id: str) -> Iterator[Change]:
    for says, text in _ASPECTS.items():
        was, now = text(sides.was, id), text(sides.now, id)
        if was != now:
            yield Change(Part.QUESTION, id, says, was, now)


def _written(phrasing: Phrasing, id: str, key: str) -> Any:
    return phrasing.written.questions[id].get(key)


def _unsure(phrasing: Phrasing, id: str) -> str:
    unsure = phrasing.protocol.questions[id].unsure
    counts = [phrasing.answers(id, sorted(unsure.options))] if unsure.options else []
    counts += [f"at least {unsure.at_least.code}"] if unsure.at_least is not None else []
    return ", and ".join(counts) or "nothing"


def _asked_when(phrasing: Phrasing, id: str) -> str:
    found = phrasing.when(id)
    return found.text if found else "always"


_ASPECTS: Mapping[str, Callable[[Phrasing, str], str]] = {
    "its answers": lambda one, id: one.answers(id, list(one.protocol.questions[id].options)),
    "what “not sure” counts as": lambda one, id: _unsure(one, id),
    "when it is asked": _asked_when,
    "what an answer also means": lambda one, id: plain(_written(one, id, "means") or "nothing"),
    "which pathway an answer opens": lambda one, id: plain(_written(one, id, "opens") or "none"),
    "how it is answered": lambda one, id: one.protocol.questions[id].kind.value,
    "whether it may be skipped": lambda one, id: "yes" if one.protocol.questions[id].shown.skippable else "no",
}


def findings(sides: Sides) -> Iterator[Change]:
    """What findings in her words mean."""
    was, now = (one.written.files.get("findings.yml") or {} for one in (sides.was, sides.now))
    for name in dict.fromkeys([*was, *now]):
        if was.get(name) != now.get(name):
            said = [plain(known[name]) if name in known else "not there" for known in (was, now)]
            yield Change(Part.FINDING, name, f"“{sides.now.name('finding', name)}”", *said)


def pathways(sides: Sides) -> Iterator[Change]:
    """What opens a pathway and what it falls back to, the gate, and what green needs."""
    was, now = sides.was.written.pathways, sides.now.written.pathways
    for id in dict.fromkeys([*was, *now]):
        for key in ("opened_by", "otherwise", "never_green"):
            said = [plain(known.get(id, {}).get(key) or "nothing") for known in (was, now)]
            if said[0] != said[1]:
                yield Change(Part.PATHWAY, id, key.replace("_", " "), *said)
    for id, says in ((GATE, "the order of the gate"), (GREEN, "what green needs, and each level's card")):
        if sides.before[id].fingerprint != sides.after[id].fingerprint:
            yield Change(Part.PATHWAY, id, says, *(plain(one[id].says) for one in (sides.before, sides.after)))


def words(sides: Sides) -> Iterator[Change]:
    """Sentences that are new or gone, or read differently."""
    for language in dict.fromkeys([*sides.old.words.languages, *sides.new.words.languages]):
        known = sides.old.words.ids(language) | sides.new.words.ids(language)
        for id in sorted(known):
            was, now = (_said(one.words, id, language) for one in (sides.old, sides.new))
            if was != now:
                says = "reads differently" if was and now else "is new" if now else "is gone"
                yield Change(Part.WORDS, id, says, was, now)


def _said(words: Words, id: str, language: str) -> str:
    if id not in words.ids(language):
        return ""
    sentence = words.sentence(id, language)
    short = f" [SMS: {' '.join(sentence.short)}]" if sentence.short else ""
    return " ".join(sentence.lines) + short
