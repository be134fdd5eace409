"""Whether it is somebody else who has it: her mum, a neighbour, the dog, someone on the telly."""

from __future__ import annotations

from .hits import Hit
from .lexicon import Spoken
from .sentence import Sentence

#: How far another person reaches, in words.
PERSON_REACH = 7


def somebody_elses(hit: Hit, sentence: Sentence, spoken: Spoken) -> bool:
    """Another person is the subject, and she does not come in again before the finding."""
    if _nobody_we_care_for(hit, sentence) or _told_of_another(hit, sentence):
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


def _told_of_another(hit: Hit, sentence: Sentence) -> bool:
    """`my mum had psychosis after me`: what somebody had, where a companion would say what she has."""
    if hit.name not in sentence.lexicon.sets["told_of"] or sentence.patient_is_other:
        return False
    if sentence.among(sentence.between(sentence.start, sentence.end), "recent"):
        return False
    return any(_speaks_of(cue, hit, sentence) for cue in sentence.cues.get("another_had", ()))


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
    if not _in_their_clause(cue, hit, sentence):
        return False
    return not _her_again(between, sentence) and not sentence.covered(cue, "her_own_child")


def _in_their_clause(cue: Hit, hit: Hit, sentence: Sentence) -> bool:
    """`hubby at work, bleeding`: after a comma it is theirs only when it says so, or is one of a list of theirs."""
    between = sentence.between(cue.end, hit.start)
    if "," not in between or sentence.among(between[between.index(",") :], "others"):
        return True
    return any(cue.end <= other.start and other.end <= hit.start for other in sentence.hits)


def _named_after(cue: Hit, hit: Hit, sentence: Sentence) -> bool:
    """`She had a stroke, my nan.`"""
    return sentence.between(hit.end, cue.start) == [","] and sentence.word(cue.end) in ("", ".", "?")


def _her_again(words: list[str], sentence: Sentence) -> bool:
    return any(sentence.among(words, name) for name in ("self", "speech", "turn"))
