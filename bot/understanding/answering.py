"""Typed words read as an answer to the question that was asked; `None` when they are none, or could be two."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from bot.protocol.gestation import Gestation
from bot.protocol.statement import SKIPPED, UNSURE, Value
from bot.protocol.step import Kind, Question

from .choosing import bare, chosen_option, is_answer, like_option
from .how_far import POSSIBLE, read_due
from .measures import read_phone, read_pressure, read_temperature
from .number_words import with_digits
from .plain import EDGE, Plain, plain
from .reading import Answered

_MEASURED = frozenset({Kind.PRESSURE, Kind.TEMPERATURE})
_BARE_WEEKS = re.compile(
    r"(?:im |i am |about |its |at |now |around |nearly |i think )*(\d{1,2})(?:(?: and | plus | )([0-6])(?: days?)?)?"
    r"(?: weeks?| now| pregnant| i think)*"
)


def answer(
    text: str,
    question: Question,
    labels: Mapping[str, str],
    today: date,
    finding_options: Mapping[str, tuple[str, ...]] | None = None,
) -> Answered | None:
    """What her words answer to this question. `labels`: the words of its options, by option id."""
    part = plain(text[: 2 * EDGE])
    said = bare(part)
    if not said:
        return None
    value = _by_kind(text, part, said, question, labels, today, finding_options or {})
    return None if value is None else Answered(value, part.raw.strip())


def _by_kind(
    text: str,
    part: Plain,
    said: str,
    question: Question,
    labels: Mapping[str, str],
    today: date,
    finding_options: Mapping[str, tuple[str, ...]],
) -> Value:
    if question.kind in (Kind.CHOICE, Kind.TICKS):
        return chosen_option(text, said, question, labels, today, finding_options)
    if is_answer("skip", said):
        return SKIPPED
    if is_answer("unsure", said) or question.kind in _MEASURED and is_answer("no_machine", said):
        return UNSURE
    if question.kind == Kind.GESTATION:
        return read_due(part, today)[0] or _bare_weeks(said, today) or like_option(said, question, labels)
    if question.kind == Kind.PRESSURE:
        return read_pressure(part, asked=True) or like_option(said, question, labels)
    if question.kind == Kind.TEMPERATURE:
        return read_temperature(part, asked=True) or like_option(said, question, labels)
    if question.kind == Kind.PHONE:
        number = read_phone(part)
        return (number,) if number else SKIPPED if is_answer("no", said) else like_option(said, question, labels)
    return (part.raw.strip(),)


def _bare_weeks(said: str, today: date) -> Value:
    """A plain number where weeks were asked for: `34`, `34 5`, `34 and 5`, `34.5`."""
    fits = _BARE_WEEKS.fullmatch(with_digits(said))
    if fits is None or int(fits[1]) * 7 not in POSSIBLE:
        return None
    low = int(fits[1]) * 7 + int(fits[2] or 0)
    return Gestation(low, low if fits[2] else low + 6, "weeks").due(today)
