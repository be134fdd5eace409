"""What she says about a finding: that she has it, has it not, had it, fears it, or that somebody else has it.

Each question below looks from where the finding stands to the words around it. What may stand between, and
what ends it, is in `lexicon/scope.yml`.
"""

from __future__ import annotations

from collections.abc import Callable

from .asked import only_supposed
from .denial import denied
from .hits import Hit
from .lexicon import Spoken
from .reading import Assertion
from .sentence import Sentence
from .whose import somebody_elses

#: How far a doubt, an ending and a time long ago reach, in words.
DOUBT_REACH, RESOLVED_REACH, PAST_REACH = 7, 9, 14


def assertion(hit: Hit, sentence: Sentence) -> tuple[Assertion, bool]:
    """What is said about the finding, and whether that is certain."""
    spoken = sentence.lexicon.spoken[hit.name]
    certain = hit.way.kind == "said"
    for asked, meaning in _QUESTIONS:
        if asked(hit, sentence, spoken):
            return meaning, certain
    denial = denied(hit, sentence)
    if denial is not None:
        return (Assertion.ABSENT, True) if denial else (Assertion.PRESENT, False)
    if not spoken.own and _doubted(hit, sentence):
        return (Assertion.PRESENT if spoken.red else Assertion.UNSURE), False
    return Assertion.PRESENT, certain


def _long_ago(hit: Hit, sentence: Sentence, spoken: Spoken) -> bool:
    """Before this pregnancy, or weeks ago."""
    if spoken.timeless:
        return False
    for cue in sentence.cues.get("long_ago", ()):
        if sentence.covered(cue, "like_then") or sentence.just_before(cue, "like_then") or _this_month(cue, sentence):
            continue
        first, last = (cue.end, hit.start) if cue.start < hit.start else (hit.end, cue.start)
        between = sentence.between(first, last)
        if len(between) > PAST_REACH or sentence.among(between, "turn") or _since_then(cue, hit, sentence, between):
            continue
        after = sentence.between(hit.end, hit.end + 3) if cue.end <= hit.start else []
        if not sentence.among([*between, *after], "recent") and not _fresh_tense(hit, sentence):
            return True
    return False


def _since_then(cue: Hit, hit: Hit, sentence: Sentence, between: list[str]) -> bool:
    """`section in 2021, scar is splitting`: after a comma she speaks of now."""
    if "," not in between or cue.start >= hit.start:
        return False
    fresh = "," in between[:-1] and sentence.among(between, "fresh")
    return fresh or sentence.among(sentence.between(hit.start, hit.end), "ongoing")


def _this_month(cue: Hit, sentence: Sentence) -> bool:
    return not sentence.months.isdisjoint(sentence.between(cue.start, cue.end))


def _fresh_tense(hit: Hit, sentence: Sentence) -> bool:
    """`im bleeding`, `am having`: said of now."""
    return any(word in ("im", "am", "ive") for word in sentence.between(hit.start - 1, hit.start + 1))


def _over(hit: Hit, sentence: Sentence, spoken: Spoken) -> bool:
    """It has stopped; what cannot be undone (a fit, a fall) is never over."""
    if spoken.lasting:
        return False
    cues = [
        *sentence.cues.get("resolved", ()),
        *(h for h in sentence.hits if h.way.kind == "resolved" and h.name == hit.name),
    ]
    for cue in cues:
        between = sentence.between(hit.end, cue.start)
        if cue.start < hit.end or len(between) > RESOLVED_REACH or _not_its_end(cue, hit, sentence):
            continue
        if not sentence.covered(cue, "again") and not sentence.among(
            sentence.between(cue.start - 1, cue.start + 1), "denial"
        ):
            return not _again_after(cue, sentence)
    return False


def _well_since(hit: Hit, sentence: Sentence, spoken: Spoken) -> bool:
    """Told as past, and then she says that all has been well since."""
    cues = [cue for cue in sentence.cues.get("well_since", ()) if cue.start >= hit.end]
    if spoken.lasting or not cues and "well_since" not in sentence.later or "again" in sentence.later:
        return False
    said = [
        sentence.word(place)
        for place in range(sentence.start, sentence.end)
        if not any(cue.start <= place < cue.end for cue in cues)
    ]
    told_as_past = sentence.among(sentence.between(sentence.start, hit.end), "past_tense")
    return told_as_past and not (
        sentence.among(said, "recent") or _fresh_tense(hit, sentence) or "again" in sentence.cues
    )


def _not_its_end(cue: Hit, hit: Hit, sentence: Sentence) -> bool:
    """`its gone 8 now`, `gone off meat`, or the end of something else."""
    return sentence.covered(cue, "not_over") or _others(cue, hit, sentence)


def _others(cue: Hit, hit: Hit, sentence: Sentence) -> bool:
    """The cue is part of another finding (`waters gone`), or another finding of its own stands between."""
    if cue.way.kind == "resolved":
        return False
    for other in sentence.hits:
        if other.way.kind == "resolved" or other.name == hit.name and other.start <= hit.start:
            continue
        if other.overlaps(cue) and not other.overlaps(hit):
            return True
        if hit.end <= other.start and other.end <= cue.start and not _listed_with(hit, other, sentence):
            return True
    return False


def _listed_with(hit: Hit, other: Hit, sentence: Sentence) -> bool:
    return set(sentence.between(hit.end, other.start)) <= {"and", ",", "or", "some", "bit", "of", "a"}


def _again_after(cue: Hit, sentence: Sentence) -> bool:
    return any(again.start >= cue.start for again in sentence.cues.get("again", ()))


_QUESTIONS: tuple[tuple[Callable[[Hit, Sentence, Spoken], bool], Assertion], ...] = (
    (somebody_elses, Assertion.OTHER),
    (only_supposed, Assertion.HYPOTHETICAL),
    (_long_ago, Assertion.PAST),
    (_over, Assertion.PAST),
    (_well_since, Assertion.PAST),
)


def _doubted(hit: Hit, sentence: Sentence) -> bool:
    for cue in sentence.cues.get("unsure", ()):
        before = cue.start < hit.start and not sentence.among(sentence.between(cue.end, hit.start), "turn")
        if before and hit.start - cue.end <= DOUBT_REACH and "," not in sentence.between(cue.end, hit.start):
            return True
        if 0 <= cue.start - hit.end <= 1:
            return True
    return False
