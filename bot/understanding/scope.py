"""What she says about a finding: that she has it, has it not, had it, fears it, or that somebody else has it.

Each question below looks from where the finding stands to the words around it. What may stand between, and
what ends it, is in `lexicon/scope.yml`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from .hits import Hit
from .lexicon import Lexicon, Spoken
from .reading import Assertion
from .words import Word

#: How far a denial, a doubt or another person reaches, in words.
DENIAL_REACH, DOUBT_REACH, PERSON_REACH, RESOLVED_REACH, PAST_REACH = 12, 7, 9, 9, 14


@dataclass(frozen=True)
class Sentence:
    """One sentence: all words of the message, its own stretch of them, and all that fits in it."""

    words: list[Word]
    start: int
    end: int
    hits: list[Hit]
    lexicon: Lexicon
    patient_is_other: bool = False
    others_sentence: bool = False
    cues: dict[str, list[Hit]] = field(default_factory=dict)

    def word(self, place: int) -> str:
        return self.words[place].text if self.start <= place < self.end else ""

    def between(self, first: int, last: int) -> list[str]:
        return [word.text for word in self.words[max(first, self.start) : min(last, self.end)]]

    def among(self, words: list[str], name: str) -> bool:
        return any(word in self.lexicon.sets[name] for word in words)


def sentence_of(words: list[Word], span: tuple[int, int], hits: list[Hit], lexicon: Lexicon, **whose: bool) -> Sentence:
    """A sentence with its cues sorted by name."""
    cues: dict[str, list[Hit]] = {}
    for hit in hits:
        if hit.way.kind == "cue":
            cues.setdefault(hit.name, []).append(hit)
    found = [hit for hit in hits if hit.way.kind in ("said", "hinted", "resolved")]
    return Sentence(words, *span, found, lexicon, cues=cues, **whose)


def assertion(hit: Hit, sentence: Sentence) -> tuple[Assertion, bool]:
    """What is said about the finding, and whether that is certain."""
    spoken = sentence.lexicon.spoken[hit.name]
    certain = hit.way.kind == "said"
    for asked, meaning in _QUESTIONS:
        if asked(hit, sentence, spoken):
            return meaning, certain
    denial = _denial(hit, sentence)
    if denial is not None:
        return (Assertion.ABSENT, True) if denial else (Assertion.PRESENT, False)
    if _doubted(hit, sentence):
        return (Assertion.PRESENT if spoken.red else Assertion.UNSURE), False
    return Assertion.PRESENT, certain


def _somebody_elses(hit: Hit, sentence: Sentence, spoken: Spoken) -> bool:
    """Another person is the subject, and she does not come in again before the finding."""
    if spoken.own or sentence.patient_is_other:
        return False
    for cue in sentence.cues.get("other_person", ()):
        between = sentence.between(cue.end, hit.start)
        near = cue.start <= hit.start and hit.start - cue.end <= PERSON_REACH and cue.end <= hit.end
        if near and not _her_again(between, sentence) and not _her_again(sentence.between(hit.start, hit.end), sentence):
            return True
    first = sentence.between(sentence.start, sentence.start + 2)
    return sentence.others_sentence and bool({"she", "her", "shes", "he", "hes", "they"} & set(first))


def _her_again(words: list[str], sentence: Sentence) -> bool:
    return any(sentence.among(words, name) for name in ("self", "speech", "turn"))


def _supposed(hit: Hit, sentence: Sentence, spoken: Spoken) -> bool:
    """A what-if or a question in general, not something that is happening."""
    if _within(hit, sentence, "is_it_normal") and not _now(hit, sentence):
        return True
    for cue in sentence.cues.get("if", ()):
        if _covered(cue, sentence, "unsure"):
            continue
        between = sentence.between(cue.end, hit.start)
        reaches = cue.start < hit.start and cue.start < hit.end and len(between) <= PAST_REACH
        if reaches and not _turned(between, sentence) and not _now(hit, sentence, between):
            return True
    return False


def _turned(between: list[str], sentence: Sentence) -> bool:
    """A comma and then she, or a turn of thought: the what-if is over."""
    if sentence.among([word for word in between if word != "so"], "turn"):
        return True
    if "," in between:
        after = between[between.index(",") + 1 :]
        return not after or after[0] not in sentence.lexicon.sets["list"]
    return any(word in ("im", "ive", "hes", "shes") for word in between[1:])


def _now(hit: Hit, sentence: Sentence, between: list[str] | None = None) -> bool:
    near = sentence.between(hit.start, hit.end + 4)
    return sentence.among([*(between or []), *near], "recent") or sentence.among(sentence.between(hit.start, hit.end), "self")


def _long_ago(hit: Hit, sentence: Sentence, spoken: Spoken) -> bool:
    """Before this pregnancy, or weeks ago."""
    if spoken.timeless:
        return False
    for cue in sentence.cues.get("long_ago", ()):
        if _covered(cue, sentence, "like_then") or _just_before(cue, sentence, "like_then"):
            continue
        first, last = (cue.end, hit.start) if cue.start < hit.start else (hit.end, cue.start)
        between = sentence.between(first, last)
        if len(between) > PAST_REACH or sentence.among(between, "turn") or "," in between[:-1] and cue.start < hit.start and sentence.among(between, "fresh"):
            continue
        after = sentence.between(hit.end, hit.end + 3) if cue.end <= hit.start else []
        if not sentence.among([*between, *after], "recent") and not _fresh_tense(hit, sentence):
            return True
    return False


def _fresh_tense(hit: Hit, sentence: Sentence) -> bool:
    """`im bleeding`, `am having`: said of now."""
    return any(word in ("im", "am", "ive") for word in sentence.between(hit.start - 1, hit.start + 1))


def _over(hit: Hit, sentence: Sentence, spoken: Spoken) -> bool:
    """It has stopped; what cannot be undone (a fit, a fall) is never over."""
    if spoken.lasting:
        return False
    cues = [*sentence.cues.get("resolved", ()), *(h for h in sentence.hits if h.way.kind == "resolved" and h.name == hit.name)]
    for cue in cues:
        between = sentence.between(hit.end, cue.start)
        if cue.start < hit.end or len(between) > RESOLVED_REACH or _others(cue, hit, sentence):
            continue
        if not _covered(cue, sentence, "again") and not sentence.among(sentence.between(cue.start - 1, cue.start + 1), "denial"):
            return not _again_after(cue, sentence)
    return False


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
)


def _denial(hit: Hit, sentence: Sentence) -> bool | None:
    """True: denied. False: perhaps denied (one of a list). None: not denied."""
    if hit.denied_inside or _denied_after(hit, sentence):
        return True
    for cue in sentence.cues.get("dont_think", ()):
        if cue.end <= hit.start and not sentence.among(sentence.between(cue.end, hit.start), "turn") and hit.start - cue.end <= 4:
            return True
    place, crossed, comma = hit.start - 1, 0, False
    while place >= sentence.start and hit.start - place <= DENIAL_REACH:
        word = sentence.word(place)
        if word in sentence.lexicon.sets["denial"] and not _blocked(place, sentence):
            return _of_list(hit, sentence, crossed, comma)
        other = _ending_at(place, hit, sentence)
        if other is not None:
            crossed, place = crossed + 1, other.start - 1
            continue
        if word in ("and", ","):
            comma = True
        elif word not in sentence.lexicon.sets["transparent"]:
            return None
        place -= 1
    return None


def _of_list(hit: Hit, sentence: Sentence, crossed: int, comma: bool) -> bool | None:
    """`no blood, pain or waters` denies all; `no blood, waters broke` only the first."""
    if not crossed and not comma:
        return True
    if sentence.among(sentence.between(hit.start - 1, hit.end), "clause"):
        return True if sentence.word(hit.start - 1) in ("or", "nor") else None
    if any(word in ("or", "nor") for word in sentence.between(hit.start - 3, hit.end + 6)):
        return True
    return False


def _ending_at(place: int, hit: Hit, sentence: Sentence) -> Hit | None:
    """Another finding whose last word stands here: one of a list."""
    ending = [other for other in sentence.hits if other.end == place + 1 and other.end <= hit.start]
    return max(ending, key=lambda other: other.start, default=None)


def _blocked(place: int, sentence: Sentence) -> bool:
    """`not just`, `no idea`, `wont stop`: words of denial that deny nothing here."""
    return any(cue.start <= place < cue.end for cue in sentence.cues.get("not_a_denial", ()))


def _denied_after(hit: Hit, sentence: Sentence) -> bool:
    """`bleeding: no`, `bleeding? none`, `waters havent happened`."""
    place = hit.end
    while sentence.word(place) in (",", "at", "yet", "has", "have", "is"):
        place += 1
    word, following = sentence.word(place), sentence.word(place + 1)
    if word in ("no", "none", "nil", "nope", "never", "negative", "nothing", "zero", "absent", "not"):
        return following in ("", ",", ".", "?", "at", "really", "yet", "present", "happening", "happened", "started", "thank")
    return word in ("hasnt", "havent", "isnt", "didnt", "doesnt") and following in (
        "happened", "started", "come", "begun", "there", "returned", "happening", "present", "yet", "been",
    )


def _doubted(hit: Hit, sentence: Sentence) -> bool:
    for cue in sentence.cues.get("unsure", ()):
        before = cue.start < hit.start and not sentence.among(sentence.between(cue.end, hit.start), "turn")
        if before and hit.start - cue.end <= DOUBT_REACH and "," not in sentence.between(cue.end, hit.start):
            return True
        if 0 <= cue.start - hit.end <= 1:
            return True
    return False


def _within(hit: Hit, sentence: Sentence, name: str) -> bool:
    return any(cue.start <= hit.start and hit.end <= cue.end for cue in sentence.cues.get(name, ()))


def _covered(cue: Hit, sentence: Sentence, name: str) -> bool:
    """Whether a cue of another name lies over this one: `not sure if`, `like last time`."""
    return any(other.overlaps(cue) for other in sentence.cues.get(name, ()))


def _just_before(cue: Hit, sentence: Sentence, name: str) -> bool:
    return any(0 <= cue.start - other.end <= 1 for other in sentence.cues.get(name, ()))
