"""What a midwife reads first: situation, background, assessment, recommendation, from what was said. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from bot.protocol.level import Level
from bot.protocol.statement import FINDING, SILENCE, SKIPPED, UNSURE, Statement, Value
from bot.protocol.step import Disposition, Reason, Signpost, Step

#: Turns an id of a question or criterion into its words.
Words = Callable[[str], str]
#: Turns an answer into words: question id and value.
AnswerWords = Callable[[str, Value], str]

_UNCERTAIN = frozenset({UNSURE, SKIPPED, SILENCE})
_TARGETS = {
    Level.R_999: "Told to call 999. Ring her within 5 minutes if she has not.",
    Level.R_GO: "Told to come in now. Ring her within 5 minutes and warn the unit.",
    Level.A15: "Ring her within 15 minutes.",
    Level.A60: "Ring her within an hour.",
    Level.A4H: "Ring her within 4 hours.",
    Level.A_GP: "Told to ring her GP today. Look at this today.",
    Level.G: "She asked for a midwife; nothing urgent was found.",
}


def summary(
    step: Step,
    statements: Sequence[Statement],
    words: Sequence[str],
    *,
    question_words: Words = str,
    answer_words: AnswerWords = lambda _question, value: plain(value),
    criterion_words: Words = str,
    gestation: str | None = None,
    gestation_how: str | None = None,
    risks: Iterable[str] = (),
    movement: str | None = None,
    told: str = "",
    name: str | None = None,
    alone: bool | None = None,
    transport: str | None = None,
    language: str = "en",
    contact: int = 1,
    last_advice: str | None = None,
) -> dict[str, Any]:
    """The summary of a case (docs/contracts.md), with its SBAR; every answer stands in it, the unsure ones marked."""
    answers = [_answer(one, question_words, answer_words) for one in statements if not one.question.startswith(FINDING)]
    reasons = [_reason(one, criterion_words) for one in step.reasons]
    known = {
        "words": list(words),
        "answers": answers,
        "reasons": reasons,
        "gestation": gestation,
        "gestation_how": gestation_how,
        "risks": list(risks),
        "movement": movement,
        "told": told or _told(step),
        "alone": alone,
        "transport": transport,
        "language": language,
        "contact": contact,
        "last_advice": last_advice,
        "scope": step.scope,
    }
    return {**known, "sbar": _sbar(step.level_so_far, name, known)}


def plain(value: Value) -> str:
    """An answer without a protocol file at hand: option ids, or the mark itself."""
    if isinstance(value, tuple):
        return ", ".join(value)
    return "taken back" if value is None else str(value)


def _answer(one: Statement, question_words: Words, answer_words: AnswerWords) -> dict[str, Any]:
    unsure = isinstance(one.value, str) and one.value in _UNCERTAIN
    answer = str(one.value) if unsure else answer_words(one.question, one.value)
    return {"question": question_words(one.question), "answer": answer, "unsure": unsure, "words": one.words}


def _reason(one: Reason, criterion_words: Words) -> dict[str, Any]:
    return {
        "criterion": one.criterion,
        "level": one.level.code,
        "text": criterion_words(one.criterion),
        "source": one.source,
    }


def _told(step: Step) -> str:
    return step.then.card if isinstance(step.then, Disposition | Signpost) else ""


def _sbar(level: Level, name: str | None, known: dict[str, Any]) -> dict[str, str]:
    return {
        "situation": _situation(name, known),
        "background": _background(known),
        "assessment": _assessment(level, known),
        "recommendation": _recommendation(level, known),
    }


def _situation(name: str | None, known: dict[str, Any]) -> str:
    how = f" (known by {known['gestation_how'].replace('_', ' ')})" if known["gestation_how"] else ""
    pregnant = f"{known['gestation']} weeks{how}" if known["gestation"] else "gestation not known"
    quoted = " / ".join(f"“{one}”" for one in known["words"]) or "no words of her own"
    return f"{name or 'Name not known'}, {pregnant}. She says: {quoted}"


def _background(known: dict[str, Any]) -> str:
    parts = [
        "Known: " + ", ".join(known["risks"]) if known["risks"] else "No known risks",
        f"contact number {known['contact']}",
        f"last advice: {known['last_advice']}" if known["last_advice"] else "",
        {"under": "before 20 weeks", "postnatal": "after the birth"}.get(known["scope"], ""),
        f"language: {known['language']}" if not known["language"].startswith("en") else "",
    ]
    return "; ".join(part for part in parts if part) + "."


def _assessment(level: Level, known: dict[str, Any]) -> str:
    fired = "; ".join(f"{one['text']} ({one['criterion']}, {one['level']})" for one in known["reasons"])
    moving = f" Movements: {known['movement']}." if known["movement"] else ""
    unsure = [one["question"] for one in known["answers"] if one["unsure"]]
    open_ends = f" Not sure or not answered: {', '.join(unsure)}." if unsure else ""
    return f"{level.code}: {fired or 'no criterion fired'}.{moving}{open_ends}"


def _recommendation(level: Level, known: dict[str, Any]) -> str:
    where = {True: " She is alone.", False: " Somebody is with her."}.get(known["alone"], "")
    travel = f" Transport: {known['transport']}." if known["transport"] else ""
    return _TARGETS[level] + where + travel
