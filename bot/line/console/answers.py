"""Her answers as the card lists them: a correction shows both, what is unknown or skipped stands out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.protocol.statement import SILENCE, SKIPPED, UNSURE

#: What stands for an answer that she did not give.
MARKS = {UNSURE: "Not sure", SKIPPED: "Skipped", SILENCE: "No answer"}


@dataclass(frozen=True)
class Answer:
    """One question, the answer that counts, and what she had said before."""

    question: str
    answer: str
    unsure: bool
    earlier: tuple[str, ...] = ()


def answers(given: Iterable[dict[str, Any]] | None) -> list[Answer]:
    """One line for each question, in the order they were first asked."""
    found: dict[str, Answer] = {}
    for one in given or []:
        question, answer = str(one.get("question", "")), _said(one.get("answer"))
        before = found.get(question)
        earlier = [*(before.earlier if before else ()), *_earlier(one)]
        if before and before.answer != answer:
            earlier.append(before.answer)
        found[question] = Answer(question, answer, bool(one.get("unsure")), tuple(dict.fromkeys(earlier)))
    return list(found.values())


def _earlier(one: dict[str, Any]) -> list[str]:
    was = one.get("earlier") or one.get("was") or []
    return [_said(value) for value in (was if isinstance(was, list) else [was])]


def _said(value: object) -> str:
    if isinstance(value, str) and value in MARKS:
        return MARKS[value]
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(str(one) for one in value) or "None of these"
    return "Not answered" if value in (None, "") else str(value)
