"""What she says about a finding: that she has it, has it not, had it, fears it, or that somebody else has it.

Each question below looks from where the finding stands to the words around it. What may stand between, and
what ends it, is in `lexicon/scope.yml`.
"""

from __future__ import annotations

from collections.abc import Callable

from .denial import denied
from .hits import Hit
from .lexicon import Spoken
from .reading import Assertion
from .sentence import Sentence

#: How far a doubt or another person reaches, in words.
DOUBT_REACH, PERSON_REACH, RESOLVED_REACH, PAST_REACH = 7, 7, 9, 14
#: How soon after a finding she asks what the word means.
ASKED_REACH = 2


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


def _somebody_elses(hit: Hit, sentence: Sentence, spoken: Spoken) -> bool:
    """Another person is the subject, and she does not come in again before the finding."""
    if _nobody_we_care_for(hit, sentence):
        return True
    if spoken.own or sentence.patient_is_other:
        return False
    cues = sentence.cues.get("other_person", [])
    if hit.name not in sentence.lexicon.sets["only_hers"]:
        cues = [*cues, *sentence.cues.get("other_man", ())]
    if any(_speaks_of(cue, hit, sentence) or _named_after(cue, hit, sentence) for cue in cues):
        return True
    return _goes_on_about_others(sentence) and not _her_again(sentence.between(sentence.start, hit.start), sentence)


def _nobody_we_care_for(hit: Hit, sentence: Sentence) -> bool:
    """A man, an animal, someone on the screen: what happens in the body is theirs, whoever writes."""
    if hit.name not in sentence.lexicon.sets["of_the_body"]:
        return False
    return any(
        _speaks_of(cue, hit, sentence) and not sentence.among(sentence.between(cue.end, hit.end), "woman")
        for cue in sentence.cues.get("never_patient", ())
        if not sentence.covered(cue, "patient_is_other")
    )


def speaks_of_others(sentence: Sentence) -> bool:
    """Whether the sentence after this one may go on about somebody else."""
    named = "other_person" in sentence.cues or "other_man" in sentence.cues or _goes_on_about_others(sentence)
    return named and not sentence.patient_is_other


def _goes_on_about_others(sentence: Sentence) -> bool:
    first = sentence.between(sentence.start, sentence.start + 2)
    return sentence.others_sentence and sentence.among(first, "others")


def _speaks_of(cue: Hit, hit: Hit, sentence: Sentence) -> bool:
    """The other person stands shortly before the finding, and she herself not in between."""
    if cue.start > hit.start or cue.end > hit.end or hit.start - cue.end > PERSON_REACH:
        return False
    between = [*sentence.between(cue.end, hit.start), *sentence.between(max(hit.start, cue.end), hit.end)]
    if sentence.covered(cue, "not_subject") and not sentence.among(between, "others"):
        return False
    return not _her_again(between, sentence) and not sentence.covered(cue, "her_own_child")


def _named_after(cue: Hit, hit: Hit, sentence: Sentence) -> bool:
    """`She had a stroke, my nan.`"""
    return sentence.between(hit.end, cue.start) == [","] and sentence.word(cue.end) in ("", ".", "?")


def _her_again(words: list[str], sentence: Sentence) -> bool:
    return any(sentence.among(words, name) for name in ("self", "speech", "turn"))


def _supposed(hit: Hit, sentence: Sentence, spoken: Spoken) -> bool:
    """A what-if or a question in general, not something that is happening."""
    if sentence.inside(hit, "is_it_normal") and not _now(hit, sentence):
        return True
    if spoken.timeless:
        return False
    if _only_asked(hit, sentence) or _slip(hit, sentence):
        return True
    for cue in [*sentence.cues.get("if", ()), *sentence.cues.get("in_general", ())]:
        between = sentence.between(cue.end, hit.start)
        if cue.start >= hit.start or len(between) > PAST_REACH or _real_question(cue, hit, sentence):
            continue
        if not _turned(between, sentence) and not _now(hit, sentence, between):
            return True
    return False


def _only_asked(hit: Hit, sentence: Sentence) -> bool:
    """`what does crowning mean`, `would you want to know of spotting? hasnt happened`."""
    if sentence.among(sentence.between(hit.start, hit.end + 4), "recent") or _hers(hit, sentence):
        return False
    asked = (cue for cue in sentence.cues.get("asks_of_words", ()) if cue.start - hit.end <= ASKED_REACH)
    if any(not sentence.among(sentence.between(cue.start, cue.end), "pointing") for cue in asked):
        return True
    if _asked_what_it_is(hit, sentence):
        return True
    after = any(cue.start >= hit.start for cue in sentence.cues.get("not_happened", ()))
    return _is_question(sentence) and (after or "not_happened" in sentence.later)


def _asked_what_it_is(hit: Hit, sentence: Sentence) -> bool:
    """`whats crowning`."""
    before = sentence.between(hit.start - 2, hit.start)
    return sentence.word(hit.end) in ("", "?", ",", ".") and (before[-1:] == ["whats"] or before == ["what", "is"])


def _is_question(sentence: Sentence) -> bool:
    return sentence.word(sentence.end - 1) == "?" or sentence.among(
        sentence.between(sentence.start, sentence.start + 2), "asking"
    )


def _hers(hit: Hit, sentence: Sentence) -> bool:
    """She speaks of herself before the finding, and not only as the one who asks."""
    words = sentence.between(sentence.start, hit.end)
    return any(
        word in ("im", "ive", "my", "am", "mine", "having", "been", "got", "keep", "this", "theres") for word in words
    )


def _slip(hit: Hit, sentence: Sentence) -> bool:
    """`i ticked heavy bleeding by mistake`."""
    if sentence.among(sentence.between(sentence.start, hit.start), "pressed"):
        return "slip_of_hers" in sentence.cues or "slip_of_hers" in sentence.later
    return False


def _real_question(cue: Hit, hit: Hit, sentence: Sentence) -> bool:
    """`not sure if`, `should I come in`, `ask about my bleeding`: asked of something that is there."""
    if cue.name == "in_general":
        return any(word in ("my", "this", "these", "having") for word in sentence.between(cue.end, hit.end))
    goes_on = any(0 <= other.start - hit.end <= 1 for other in sentence.cues.get("goes_on", ()))
    hers = sentence.word(cue.end - 1) in ("my", "this", "the") or "my" in sentence.between(cue.end, hit.start)
    doubted = any(
        other.overlaps(cue) and (other.start < cue.start or other.end > cue.end)
        for other in sentence.cues.get("unsure", ())
    )
    return goes_on and hers or doubted or sentence.covered(cue, "what_to_do")


def _turned(between: list[str], sentence: Sentence) -> bool:
    """A comma and then she, or a turn of thought: the what-if is over."""
    if sentence.among([word for word in between if word != "so"], "turn"):
        return True
    if "," in between:
        after = between[between.index(",") + 1 :]
        return not after or after[0] not in sentence.lexicon.sets["list"]
    return any(word in ("im", "ive", "hes", "shes") for word in between[1:])


def _now(hit: Hit, sentence: Sentence, between: list[str] | None = None) -> bool:
    near = sentence.between(hit.start, hit.end)
    for word in sentence.between(hit.end, hit.end + 4):
        if word in ("and", "but", ","):
            break
        near.append(word)
    return sentence.among([*(between or []), *near], "recent") or sentence.among(
        sentence.between(hit.start, hit.end), "self"
    )


def _long_ago(hit: Hit, sentence: Sentence, spoken: Spoken) -> bool:
    """Before this pregnancy, or weeks ago."""
    if spoken.timeless:
        return False
    for cue in sentence.cues.get("long_ago", ()):
        if sentence.covered(cue, "like_then") or sentence.just_before(cue, "like_then") or _this_month(cue, sentence):
            continue
        first, last = (cue.end, hit.start) if cue.start < hit.start else (hit.end, cue.start)
        between = sentence.between(first, last)
        if (
            len(between) > PAST_REACH
            or sentence.among(between, "turn")
            or "," in between[:-1]
            and cue.start < hit.start
            and sentence.among(between, "fresh")
        ):
            continue
        after = sentence.between(hit.end, hit.end + 3) if cue.end <= hit.start else []
        if not sentence.among([*between, *after], "recent") and not _fresh_tense(hit, sentence):
            return True
    return False


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
        if cue.start < hit.end or len(between) > RESOLVED_REACH or _others(cue, hit, sentence):
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
    (_somebody_elses, Assertion.OTHER),
    (_supposed, Assertion.HYPOTHETICAL),
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
