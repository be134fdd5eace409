"""What she did: typed, pressed an answer, pressed an act, or sent what cannot be read."""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialogue import phrases
from bot.dialogue.chart import Asked, Chart
from bot.dialogue.harmless import harmless
from bot.protocol.statement import SKIPPED, UNSURE

#: Buttons beside every question, and the acts they stand for (data/rules/).
ACTS = {
    "person": "ask_person",
    "unsure": "unsure",
    "skip": "skip",
    "why": "ask_why",
    "back": "go_back",
    "change": "change_answer",
    "again": "start_again",
    "stop": "stop",
}


@dataclass(frozen=True)
class Press:
    """A message as the dialogue takes it. `intent` is None for typed words."""

    text: str
    intent: str | None = None
    pressed: tuple[str, ...] = ()
    answers: bool = False  # a button of the question that stands


def understood_press(kind: str, words: str | None, choice: str | None, chart: Chart) -> Press:
    """What an arrival means. A button of an earlier question answers nothing."""
    if kind == "media":
        return Press("(something that cannot be read)", "media")
    if kind == "start":
        return Press("(start)", "answer")
    if kind == "choice" and choice:
        return _choice(choice, chart)
    return Press(harmless(words or ""))


def _choice(choice: str, chart: Chart) -> Press:
    if choice.startswith("act:"):
        return _act(choice, chart)
    if choice.startswith("change:"):
        return Press("(change)", "change_answer", (choice[len("change:") :],))
    tokens = [part for part in choice.split(",") if part]
    options = [option for token in tokens if (option := _option(token, chart.asked))]
    if not options or len(options) != len(tokens):
        return Press("(an earlier button)", "old_button")
    return Press(_label(chart, options), "answer", tuple(options), answers=True)


def _act(choice: str, chart: Chart) -> Press:
    """An act; where it names the question it stood beside, only while that question stands."""
    _, name, *rest = choice.split(":")
    standing = str(chart.asked.n) if chart.asked else ""
    if name not in ACTS or (rest and rest[0] != standing):
        return Press("(an earlier button)", "old_button")
    return Press(f"({name})", ACTS[name])


def _option(token: str, asked: Asked | None) -> str | None:
    number, _, option = token.partition(".")
    if asked is None or number != str(asked.n):
        return None
    return option if option in asked.options or option in (UNSURE, SKIPPED) else None


def _label(chart: Chart, options: list[str]) -> str:
    asked = chart.asked
    labels = [phrases.option_text(chart.protocol, asked.question, option) for option in options] if asked else []
    return ", ".join(labels) or "?"
