"""Typed words read as an answer to the question that was asked; `None` when they are none, or could be two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from rapidfuzz import fuzz

from bot.protocol.gestation import Gestation
from bot.protocol.statement import SKIPPED, UNSURE, Value
from bot.protocol.step import Kind, Question

from .how_far import POSSIBLE, read_due
from .lexicon import Lexicon
from .measures import read_phone, read_pressure, read_temperature
from .number_words import with_digits
from .plain import EDGE, Plain, plain
from .reader import read
from .reading import Answered, Assertion
from .words import words_of

#: How like a label her words must be, out of 100, and by how much the best must lead.
LIKENESS, LEAD = 84, 8

_UNSURE = re.compile(
    r"(?:(?:im |i am |i )?(?:really |honestly |just )*(?:not (?:(?:really|too|entirely|quite|very|100) )*(?:sure|certain)|unsure|uncertain|dont (?:really |actually )?know|do not know|no idea|no clue|havent a clue|not a clue|cant (?:really )?(?:say|tell|remember)|couldnt (?:say|tell)|dont remember|hard to (?:say|tell)|maybe|possibly|perhaps|might (?:be|have)|not known|who knows|havent checked|unknown|clueless|cannot (?:say|tell)|not entirely|beats me|idk|dunno|\?+)"
    r"(?: (?:really|tbh|sorry|honestly|at all|about that|to be honest|yet|how|what|if|exactly|though|i|it|is|am|was|so|one|which))*)"
)
_SKIP = re.compile(
    r"(?:(?:can (?:i|we) |please |just |ill |i will |id like to |lets )*(?:skip|pass|next|next question|move on)(?: (?:this|that|it|one|the|please|question|for now|pls))*"
    r"|(?:id |i would |i )?(?:rather not|prefer not|dont want to|do not want to|wont|not going to|wanna not)(?: (?:say|answer|to|tell|you|that|this|it|talk|about|me))*|no comment|none of your business|next)"
)
_YES = re.compile(
    r"(?:(?:oh |ok |well |erm |um |i think |hi |god |aye )?(?:yes|yeah|yea|yeh|yep|yup|ye|yh|ya|yess+|aye|y|sure|ok|okay|correct|right|definitely|absolutely|indeed|of course|too right|true|affirmative|it is|it does|i am|i do|i have|i did|i can|it has|there is|she is|she does|she has|he is|they are|we are|ive|uh huh|mhm|mm|si|sim|oui|tak|da|haan|haa|100)"
    r"(?: (?:yes|i|it|do|am|have|did|is|does|has|there|she|they|please|thanks|thank you|ta|definitely|a bit|a little|can|lots|very|really|of|course|was|he|been|we|mate|love|hun|sorry|sure|sometimes|all|to|everything|quite|were|now|already|still|pls|plz|unfortunately|im|afraid|think|so|a|lot|actually))*)"
)
_NO = re.compile(
    r"(?:(?:oh |ok |well |erm |um |um |i think |hi |god |ah )?(?:no|nope|nah|na|naw|nay|n|not|never|none|nothing|negative|noo+|nae|nowt|neither|nil|i dont|i havent|im not|i didnt|it isnt|it hasnt|it doesnt|there isnt|i cant|not really|not at all|not yet|nie|non|nu|nahi|i am not|i do not|i have not|isnt|hasnt|havent|dont|shes not|she hasnt|she isnt|she doesnt)"
    r"(?: (?:no|not|i|it|dont|havent|isnt|hasnt|thanks|thank you|ta|thankfully|at all|really|yet|none|nothing|that|of|them|these|those|any|anything|im|aware|afraid|thats|fine|she|he|think|so|all|nope|luckily|cheers|love|mate|hun|know|the|above|sorry|do|am|have|never|like|as|far|god|havent|had|has|having|been|doesnt|didnt|there|we|is|are|ok|okay|too|so|bad|to|report|now|this|time|today|one))*)"
)
_YES_ANYWAY = re.compile(r"^(?:yes|yeah|yea|yeh|yep|yup|ye|yh|aye|yess+)\b(?! (?:and|or) no)")
_NO_ANYWAY = re.compile(r"^(?:no|nope|nah|naw)\b")
_NONE = re.compile(
    r"(?:no,? ?)?(?:none|nothing|nowt|no|nope|nah|neither|nil|not any|not one|nothing else|zero)(?: (?:of|these|those|them|the|above|apply|to|me|that|thanks|thank|you|at|all|listed|i|have|any|like|fit|fits|really|no|else|here|are|happening|x))*"
)
_YES_IDS = frozenset({"yes", "true", "y", "agree", "ok", "yes_now", "safe"})
_NO_IDS = frozenset({"no", "false", "n", "none", "neither"})
_NUMBERS = re.compile(r"(?:(?:number|no|option|answer|choice|nr|its|the|opt|#) ?)*(\d{1,2})(?:st|nd|rd|th)?(?: ?(?:,|and|&|\+|;|/|plus|then|n|also| ) ?(?:number |option |also |no )?(\d{1,2}))*(?: (?:please|one|ones|pls|thanks|option))*")
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}


def answer(
    text: str,
    question: Question,
    labels: Mapping[str, str],
    today: date,
    finding_options: Mapping[str, tuple[str, ...]] | None = None,
) -> Answered | None:
    """What her words answer to this question. `labels`: the words of its options, by option id."""
    part = plain(text[: 2 * EDGE])
    said = _bare(part)
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
        return _chosen(text, said, question, labels, today, finding_options)
    if _SKIP.fullmatch(said):
        return SKIPPED
    if question.kind != Kind.TEXT and _UNSURE.fullmatch(said):
        return UNSURE
    if question.kind == Kind.GESTATION:
        return read_due(part, today)[0] or _bare_weeks(said, today) or _option(said, question, labels)
    if question.kind == Kind.PRESSURE:
        return read_pressure(part, asked=True) or _option(said, question, labels)
    if question.kind == Kind.TEMPERATURE:
        return read_temperature(part, asked=True) or _option(said, question, labels)
    if question.kind == Kind.PHONE:
        number = read_phone(part)
        return (number,) if number else _option(said, question, labels)
    return (part.raw.strip(),)


def _bare(part: Plain) -> str:
    """Her words without marks, slang written out: `Yh, i do!!` becomes `yeah i do`."""
    words = [word.text for word in words_of(part, Lexicon.load().vocabulary) if not word.is_stop]
    return " ".join(words) if words else ("?" if "?" in part.text else "")


def _bare_weeks(said: str, today: date) -> Value:
    """A plain number where weeks were asked for: `34`, `34 5`, `34 and 5`, `34.5`."""
    fits = re.fullmatch(r"(?:im |i am |about |its |at |now |around |nearly )*(\d{1,2})(?:(?: and | plus | )([0-6])(?: days?)?)?(?: weeks?| now| pregnant| i think)*", with_digits(said))
    if fits is None or not int(fits[1]) * 7 in POSSIBLE:
        return None
    low = int(fits[1]) * 7 + int(fits[2] or 0)
    return Gestation(low, low if fits[2] else low + 6, "weeks").due(today)


def _chosen(
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
    if _UNSURE.fullmatch(said):
        return UNSURE
    if _SKIP.fullmatch(said):
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
    if plain_answer is not None or _YES.fullmatch(said) or _NO.fullmatch(said):
        return plain_answer
    found = _by_findings(text, question, today, finding_options)
    if found is not None:
        return found
    alike = _option(said, question, labels)
    if alike is not None:
        return alike
    return _yes_or_no_first(said, question, labels)


def _options(question: Question) -> list[str]:
    return [option.id for option in question.options]


def _real(question: Question) -> list[str]:
    return [option for option in _options(question) if option not in (UNSURE, SKIPPED)]


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
    if not _NUMBERS.fullmatch(digits):
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
        if said in (_bare(plain(labels.get(option, ""))), option.replace("_", " ")):
            return _value([option], question)
    return None


def _yes_or_no(said: str, question: Question, labels: Mapping[str, str]) -> Value:
    """Yes and no in all their forms, where the question has such options."""
    if question.kind == Kind.TICKS:
        return ("none",) if _NONE.fullmatch(said) or _NO.fullmatch(said) else None
    if _NO.fullmatch(said) or _NONE.fullmatch(said):
        return _like(question, labels, _NO_IDS, ("no", "none", "not"))
    if _YES.fullmatch(said):
        return _like(question, labels, _YES_IDS, ("yes",))
    return None


def _yes_or_no_first(said: str, question: Question, labels: Mapping[str, str]) -> Value:
    """`yes since last night`: the answer stands first, the rest tells more."""
    if question.kind == Kind.TICKS:
        return None
    if _YES_ANYWAY.search(said) and " but " not in said:
        return _like(question, labels, _YES_IDS, ("yes",))
    if _NO_ANYWAY.search(said) and " but " not in said:
        return _like(question, labels, _NO_IDS, ("no",), strict=True)
    return None


def _like(
    question: Question, labels: Mapping[str, str], ids: frozenset[str], openings: tuple[str, ...], *, strict: bool = False
) -> Value:
    """The one option that says yes (or no); `None` when there are two or none."""
    real = _real(question)
    named = [option for option in real if option in ids]
    if len(named) == 1:
        return (named[0],)
    opening = [option for option in real if _bare(plain(labels.get(option, ""))).split(" ")[0] in openings]
    if len(opening) == 1 and not strict:
        return (opening[0],)
    return None


def _by_findings(
    text: str, question: Question, today: date, finding_options: Mapping[str, tuple[str, ...]]
) -> Value:
    """A finding read as present that names options of this question."""
    if not finding_options:
        return None
    offered = set(_options(question))
    chosen = [
        option
        for finding in read(text, today).findings
        if finding.assertion == Assertion.PRESENT
        for option in finding_options.get(finding.name, ())
        if option in offered
    ]
    return _value(chosen, question)


def _option(said: str, question: Question, labels: Mapping[str, str]) -> Value:
    """The option whose label her words are like, or a telling part of; never by a mere yes or no."""
    scored = sorted(_likenesses(said, question, labels), reverse=True)
    if question.kind == Kind.TICKS:
        parts = re.split(r" and | also | plus |, ", said)
        if len(parts) > 1:
            several = [_option(part, question, labels) for part in parts]
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
        label = _bare(plain(labels.get(option, option.replace("_", " "))))
        if bool(set(said.split()) & denial) != bool(set(label.split()) & denial):
            continue
        likeness = fuzz.ratio(said, label)
        telling = [word for word in said.split() if len(word) > 2 and word not in Lexicon.load().sets["common"]]
        if telling and set(telling) <= set(label.split()):
            likeness = max(likeness, 90 + min(len(telling), 5))
        elif len(said) >= 6:
            likeness = max(likeness, fuzz.token_set_ratio(said, label) - 6)
        yield likeness, option
