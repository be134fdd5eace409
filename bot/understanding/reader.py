"""One message read: her words in, findings and numbers out. Pure, and never raises."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from .hits import Hit, hits_in, sentences
from .how_far import read_due
from .lexicon import Lexicon
from .measures import denied_by_numbers, half_a_reading, read_phone, read_pressure, read_temperature, said_by_numbers
from .people import read_about
from .plain import EDGE, Plain, plain
from .reading import Assertion, Finding, Understood
from .scope import assertion
from .sentence import Around, Sentence, sentence_of
from .tongues import foreign_findings, is_other_script, language_of
from .whose import speaks_of_others
from .words import Word, words_of

#: How many sentences of the middle of a very long message are read: those with a red word in them.
MIDDLE = 40

#: What counts most when a finding is said twice: present and certain, then doubtful, and so on.
_ORDER = (
    Assertion.PRESENT,
    Assertion.UNSURE,
    Assertion.PAST,
    Assertion.ABSENT,
    Assertion.HYPOTHETICAL,
    Assertion.OTHER,
)


def read(text: str, today: date) -> Understood:
    """Everything that is understood in one message, whatever it is."""
    lexicon = Lexicon.load()
    read_closely = [plain(part) for part in _close_parts(text)]
    findings: dict[str, Finding] = {}
    for part in read_closely:
        words = words_of(part, lexicon.vocabulary)
        _keep(findings, _findings(words, sentences(words), part, lexicon, today))
        _keep(findings, foreign_findings(part))
    if len(text) > 2 * EDGE:
        _keep(findings, _middle(text, lexicon, today))
    whole = read_closely[0] if len(read_closely) == 1 else plain(f"{read_closely[0].raw}\n\n{read_closely[-1].raw}")
    return _understood(text, whole, findings, today)


def _understood(text: str, whole: Plain, findings: dict[str, Finding], today: date) -> Understood:
    language = language_of(whole)
    due, quote = read_due(whole, today)
    pressure, temperature = read_pressure(whole), read_temperature(whole)
    findings |= {denied.name: denied for denied in denied_by_numbers(temperature, findings)}
    _keep(findings, said_by_numbers(due.on(today) if due else None, quote, pressure, temperature))
    _keep(findings, half_a_reading(whole))
    if language not in ("en", "und") or language == "und" and is_other_script(whole):
        _keep(findings, [Finding("other_language", Assertion.PRESENT, whole.raw.strip()[:60])])
    return Understood(
        text,
        tuple(_without_asides(findings)),
        due,
        pressure,
        temperature,
        read_phone(whole),
        read_about(whole),
        language,
    )


def _without_asides(findings: dict[str, Finding]) -> Iterator[Finding]:
    """A small complaint or a question beside something clinical says nothing."""
    sets = Lexicon.load().sets
    clinical = any(
        finding.assertion in (Assertion.PRESENT, Assertion.UNSURE) and name not in sets["not_clinical"]
        for name, finding in findings.items()
    )
    return (finding for name, finding in findings.items() if not (clinical and name in sets["aside"]))


def _close_parts(text: str) -> list[str]:
    """The whole message, or its beginning and end when it is very long."""
    return [text] if len(text) <= 2 * EDGE else [text[:EDGE], text[-EDGE:]]


def _middle(text: str, lexicon: Lexicon, today: date) -> Iterator[Finding]:
    """Findings in the sentences between, where a red word stands; a linear scan."""
    part = plain(text[EDGE:-EDGE])
    words = words_of(part, lexicon.vocabulary)
    spans = [span for span in sentences(words) if any(w.text in lexicon.red_words for w in words[slice(*span)])]
    seen: set[str] = set()
    chosen: list[tuple[int, int]] = []
    for span in spans:
        said = " ".join(word.text for word in words[slice(*span)])
        if said not in seen and len(chosen) < MIDDLE:
            seen.add(said)
            chosen.append(span)
    return _findings(words, chosen, part, lexicon, today)


def _findings(
    words: list[Word], spans: list[tuple[int, int]], part: Plain, lexicon: Lexicon, today: date
) -> Iterator[Finding]:
    whose = {"patient_is_other": False, "others_sentence": False}
    fitting = [hits_in(words, span, lexicon) for span in spans]
    months = _months_now(today)
    for span, hits, later in zip(spans, fitting, _later(fitting), strict=True):
        if any(hit.name == "patient_is_other" for hit in hits):
            whose["patient_is_other"] = True
        sentence = sentence_of(words, span, hits, Around(lexicon, later, months), **whose)
        yield from _in_sentence(sentence, part)
        whose["others_sentence"] = speaks_of_others(sentence)


def _later(fitting: list[list[Hit]]) -> list[frozenset[str]]:
    """For each sentence the names of the cues in those after it."""
    found: list[frozenset[str]] = []
    names: frozenset[str] = frozenset()
    for hits in reversed(fitting):
        found.append(names)
        names |= {hit.name for hit in hits if hit.way.kind == "cue"}
    return found[::-1]


def _months_now(today: date) -> frozenset[str]:
    """This month and the one before, as they are written."""
    named = {today.strftime("%B").lower(), (today.replace(day=1) - timedelta(days=1)).strftime("%B").lower()}
    return frozenset(named | {name[:3] for name in named} | {name[:4] for name in named})


def _in_sentence(sentence: Sentence, part: Plain) -> Iterator[Finding]:
    for hit in sentence.hits:
        if hit.way.kind == "resolved":
            continue
        meaning, certain = assertion(hit, sentence)
        quote = part.quote(sentence.words[hit.start].start, sentence.words[hit.end - 1].end)
        yield Finding(hit.name, meaning, quote, certain)
        for name in sentence.lexicon.spoken[hit.name].implies if meaning != Assertion.ABSENT else ():
            yield Finding(name, meaning, quote, certain)


def _keep(findings: dict[str, Finding], more: Iterator[Finding] | list[Finding]) -> None:
    """One finding of each name: the one that counts most, the first of equals."""
    for finding in more:
        known = findings.get(finding.name)
        if known is None or _weight(finding) < _weight(known):
            findings[finding.name] = finding


def _weight(finding: Finding) -> tuple[int, bool]:
    return _ORDER.index(finding.assertion), not finding.certain
