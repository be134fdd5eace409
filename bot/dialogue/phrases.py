"""How the protocol's questions, options and criteria are put into words."""

from __future__ import annotations

from typing import Any

from bot.protocol.content import Protocol
from bot.protocol.step import Kind, Question
from bot.protocol.words import DEFAULT

#: The answer to a tick list when nothing on it fits.
NONE = "none"


def offered(question: Question) -> tuple[str, ...]:
    """The options on buttons; a tick list always offers "none of these"."""
    options = tuple(option.id for option in question.options)
    return (*options, NONE) if question.kind is Kind.TICKS and NONE not in options else options


def asks(protocol: Protocol, question: Question, part: str = "ask", language: str = DEFAULT, **fill: Any) -> str:
    """A question's `ask`, `why` or `help`; empty where the file has none."""
    sentence = protocol.words.of_question(question, part)
    return protocol.words.say(sentence, language, **fill) if sentence else ""


def asks_shortly(protocol: Protocol, question: Question, language: str = DEFAULT, **fill: Any) -> str:
    """The question as it goes by SMS."""
    sentence = protocol.words.of_question(question)
    return protocol.words.say(sentence, language, short=True, **fill) if sentence else ""


def label(protocol: Protocol, question: Question, option: str, language: str = DEFAULT) -> str:
    """What a button says."""
    sentence = protocol.words.of_option(question, option)
    return protocol.words.say(sentence, language) if sentence else option


def question(protocol: Protocol, question_id: str) -> Question | None:
    """The question of that id, as it is shown."""
    found = protocol.questions.get(question_id)
    return found.shown if found else None


def question_text(protocol: Protocol, question_id: str) -> str:
    """The wording of a question by its id, for a midwife or for choosing what to change."""
    found = question(protocol, question_id)
    return asks(protocol, found) if found else question_id


def option_text(protocol: Protocol, question_id: str, option: str) -> str:
    """The wording of an answer."""
    found = question(protocol, question_id)
    return label(protocol, found, option) if found else option


def criterion_text(protocol: Protocol, criterion: str) -> str:
    """A criterion's line for clinicians."""
    sentence = f"criterion.{criterion}"
    return protocol.words.say(sentence) if protocol.words.has(sentence) else criterion


def question_of(protocol: Protocol, kind: Kind) -> str | None:
    """The one question of a kind: gestation, pressure, temperature."""
    return next((asked.id for asked in protocol.questions.values() if asked.kind is kind), None)


def stating(protocol: Protocol, question_id: str) -> dict[str, tuple[str, ...]]:
    """The findings in her words that answer this question, with the options they state."""
    return {
        name: tuple(sorted(found.states[question_id]))
        for name, found in protocol.findings.items()
        if question_id in found.states
    }
