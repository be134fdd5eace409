"""Which of the offered options her words mean: a number, a label, a yes or no, or a finding."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from rapidfuzz import fuzz

from bot.protocol.statement import SKIPPED, UNSURE, Value
from bot.protocol.step import Kind, Question

from .lexicon import Lexicon
from .number_words import with_digits
from .plain import Plain, plain
from .reader import read
from .reading import Assertion
from .words import words_of

#: How like a label her words must be, out of 100, and by how much the best must lead.
LIKENESS, LEAD = 84, 8
_YES_IDS = frozenset({"yes", "true", "y", "agree", "ok", "yes_now", "safe"})
_NO_IDS = frozenset({"no", "false", "n", "neither"})
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}


def is_answer(kind: str, said: str) -> bool:
    """Whether all of her words are an answer of this kind (`lexicon/answers.yml`)."""
    return Lexicon.load().answers[kind].fullmatch(said) is not None


def bare(part: Plain) -> str:
    """Her words without marks, slang written out: `Yh, i do!!` becomes `yeah i do`."""
    words = [word.text for word in words_of(part, Lexicon.load().vocabulary) if not word.is_stop]
    return " ".join(words) if words else ("?" if "?" in part.text else "")


def chosen_option(
    text: str,
    said: str,
    question: Question,
    labels: Mapping[str, str],
    today: date,
    finding_options: Mapping[str, tuple[str, ...]],
) -> Value:
    """An option, several of a tick list, not sure, skip, or nothing."""
    numbered = _by_number(said, question)
    if numbered is not None or re.fullmatch(r"[\d .,]+", said):
        return numbered
    exact = _exactly(said, question, labels)
    if exact is not None:
        return exact
    if is_answer("unsure", said):
        return UNSURE
    if is_answer("skip", said):
        return SKIPPED
    return _by_words(text, said, question, labels, today, finding_options)


def _by_words(
    text: str,
    said: str,
    question: Question,
    labels: Mapping[str, str],
    today: date,
    finding_options: Mapping[str, tuple[str, ...]],
) -> Value:
    plain_answer = _yes_or_no(said, question, labels)
    if plain_answer is not None or is_answer("yes", said) or is_answer("no", said):
        return plain_answer
    found = _by_findings(text, said, question, labels, today, finding_options)
    if found is not None:
        return found
    alike = like_option(said, question, labels)
    if alike is not None:
        return alike
    return _yes_or_no_first(said, question, labels)


def _options(question: Question) -> list[str]:
    return [option.id for option in question.options]


def _real(question: Question) -> list[str]:
    return [option for option in _options(question) if option not in (UNSURE, SKIPPED)]


def _labels(question: Question, labels: Mapping[str, str]) -> list[str]:
    return [bare(plain(labels.get(option, ""))) for option in _options(question)]


def _value(chosen: list[str], question: Question) -> Value:
    """The options as an answer: one of a choice, any of a tick list."""
    unique = list(dict.fromkeys(chosen))
    if unique == [UNSURE]:
        return UNSURE
    if question.kind == Kind.TICKS and len(unique) > 1:
        unique = [option for option in unique if option not in ("none", UNSURE)]
    if not unique or question.kind == Kind.CHOICE and len(unique) > 1:
        return None
    return tuple(unique)


def _by_number(said: str, question: Question) -> Value:
    """`2`, `two`, `option 2`, `2 and 4`, `the second one`."""
    ordinal = re.fullmatch(r"(?:the )?(first|second|third|fourth|fifth|last)(?: (?:one|option|answer))?", said)
    if ordinal:
        said = str(_ORDINALS[ordinal[1]] if ordinal[1] != "last" else len(_options(question)))
    digits = with_digits(said)
    if not is_answer("number", digits):
        return None
    options = _options(question)
    numbers = [int(number) for number in re.findall(r"\d+", digits)]
    if question.kind == Kind.TICKS and numbers == [0]:
        return ("none",)
    if not all(1 <= number <= len(options) for number in numbers):
        return None
    return _value([options[number - 1] for number in numbers], question)


def _exactly(said: str, question: Question, labels: Mapping[str, str]) -> Value:
    """The label, or the option's own name, letter for letter."""
    for option in _options(question):
        if said in (bare(plain(labels.get(option, ""))), option.replace("_", " ")):
            return _value([option], question)
    return None


def _yes_or_no(said: str, question: Question, labels: Mapping[str, str]) -> Value:
    """Yes and no in all their forms, where the question has such options."""
    if question.kind == Kind.TICKS:
        return ("none",) if is_answer("none", said) or is_answer("no", said) else None
    if is_answer("no", said) or is_answer("none", said):
        return _like(question, labels, _NO_IDS, ("no", "none"))
    if is_answer("yes", said):
        return _like(question, labels, _YES_IDS, ("yes",))
    return None


def _yes_or_no_first(said: str, question: Question, labels: Mapping[str, str]) -> Value:
    """`yes since last night`: the answer stands first, the rest tells more."""
    if question.kind == Kind.TICKS:
        return None
    if is_answer("first_yes", said) and " but " not in said:
        return _like(question, labels, _YES_IDS, ("yes",))
    if (
        is_answer("first_no", said)
        and " but " not in said
        and not any(_part_of(said, label) for label in _labels(question, labels))
    ):
        return _like(question, labels, _NO_IDS, ("no",), strict=True)
    return None


def _like(
    question: Question,
    labels: Mapping[str, str],
    ids: frozenset[str],
    openings: tuple[str, ...],
    *,
    strict: bool = False,
) -> Value:
    """The one option that says yes (or no); `None` when there are two or none."""
    real = _real(question)
    named = [option for option in real if option in ids]
    if len(named) == 1:
        return (named[0],)
    starts = re.compile(rf"(?:{'|'.join(openings)})\s*(?:[,.;:(\u2013-]|$)|none of" if "none" in openings else r"yes\b")
    opening = [option for option in real if starts.match(labels.get(option, "").lower())]
    return (opening[0],) if len(opening) == 1 and not strict else None


def _by_findings(
    text: str,
    said: str,
    question: Question,
    labels: Mapping[str, str],
    today: date,
    known: Mapping[str, tuple[str, ...]],
) -> Value:
    """A finding read as present that names options of this question; in a tick list with the labels she names."""
    offered = _options(question)
    chosen = [
        option
        for finding in (read(text, today).findings if known else ())
        if finding.assertion == Assertion.PRESENT
        for option in known.get(finding.name, ())
        if option in offered
    ]
    if question.kind == Kind.TICKS:
        chosen += _ticked(said, question, labels)
    return _value([option for option in offered if option in chosen], question)


def _ticked(said: str, question: Question, labels: Mapping[str, str]) -> list[str]:
    """Options that a word of hers names and no other option has, where nothing is denied."""
    if not Lexicon.load().sets["denial"].isdisjoint(said.split()):
        return []
    telling = {option: _telling(bare(plain(labels.get(option, "")))) for option in _real(question)}
    named = [[option for option in telling if word in telling[option]] for word in _telling(said)]
    if 2 * sum(bool(options) for options in named) <= len(named):  # most of what she says is about something else
        return []
    return [options[0] for options in named if len(options) == 1]


def _telling(text: str) -> set[str]:
    """The words that tell something, without those that stand in every sentence."""
    return {word for word in text.split() if len(word) > 2 and word not in Lexicon.load().sets["common"]}


def like_option(said: str, question: Question, labels: Mapping[str, str]) -> Value:
    """The option whose label her words are like, or a telling part of; never by a mere yes or no."""
    scored = sorted(_likenesses(said, question, labels), reverse=True)
    if question.kind == Kind.TICKS:
        parts = re.split(r" and | also | plus |, ", said)
        if len(parts) > 1:
            several = [like_option(part, question, labels) for part in parts]
            if all(isinstance(value, tuple) for value in several):
                return _value([option for value in several if isinstance(value, tuple) for option in value], question)
    if not scored or scored[0][0] < LIKENESS:
        return None
    if len(scored) > 1 and scored[0][0] - scored[1][0] < LEAD:
        return None
    return _value([scored[0][1]], question)


def _likenesses(said: str, question: Question, labels: Mapping[str, str]) -> Iterator[tuple[float, str]]:
    """How like each label her words are; a denial in one and not in the other makes them unlike."""
    denial = Lexicon.load().sets["denial"]
    for option in _options(question):
        label = bare(plain(labels.get(option, option.replace("_", " "))))
        if bool(set(said.split()) & denial) != bool(set(label.split()) & denial):
            continue
        likeness = fuzz.ratio(said, label)
        yield max(likeness, _part_of(said, label)), option


def _part_of(said: str, label: str) -> float:
    """How clear a part of the label her words are, or the label of her words."""
    telling, of_label = _telling(said), _telling(label)
    if len(said.split()) > 1 and f" {said} " in f" {label} ":
        return 99.0
    if telling and telling <= of_label:
        return 88.0 + 2 * (telling == of_label)
    if telling & of_label and len(said) >= 6:
        return fuzz.token_set_ratio(said, label) - 6
    return 0.0
