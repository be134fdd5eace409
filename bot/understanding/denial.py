"""Whether she says that she has it not."""

from __future__ import annotations

from .hits import Hit
from .sentence import Sentence

#: How far a denial reaches, and `I dont think`, in words.
DENIAL_REACH, THOUGHT_REACH, ANSWER_REACH, OR_REACH = 12, 4, 6, 3


def denied(hit: Hit, sentence: Sentence) -> bool | None:
    """True: denied. False: perhaps denied (one of a list). None: not denied."""
    if any(cue.overlaps(hit) for cue in sentence.cues.get("double_denial", ())):
        return False
    if (
        any(cue.overlaps(hit) for cue in sentence.cues.get("denies_wish", ()))
        or _said_no(hit, sentence)
        or _or_nor(hit, sentence)
        or any(not _blocked(place, sentence) for place in hit.denials)
        or _denied_after(hit, sentence)
        or _thought_not(hit, sentence)
    ):
        return True
    return _denied_before(hit, sentence)


def _said_no(hit: Hit, sentence: Sentence) -> bool:
    """`was asked about bleeding, the answer is no`."""
    return any(
        0 <= cue.start - hit.end <= ANSWER_REACH and not sentence.among(sentence.between(hit.end, cue.start), "turn")
        for cue in sentence.cues.get("said_no", ())
    )


def _or_nor(hit: Hit, sentence: Sentence) -> bool:
    """`not had any falls or bangs or been in a crash`: the last of a list that a denial opens."""
    joints = [place for place in range(hit.start - OR_REACH, hit.start) if sentence.word(place) in ("or", "nor")]
    if not joints or sentence.among(sentence.between(joints[-1] + 1, hit.end), "self"):
        return False
    if not set(sentence.between(joints[-1] + 1, hit.start)) <= sentence.lexicon.sets["transparent"]:
        return False
    for place in range(joints[-1] - 1, max(sentence.start, joints[-1] - DENIAL_REACH) - 1, -1):
        word = sentence.word(place)
        if word in sentence.lexicon.sets["denial"]:
            return not _blocked(place, sentence) and not _within_another(place, sentence)
        if sentence.among([word], "turn") or sentence.among([word], "self") or word in ("if", "whether"):
            return False
    return False


def _within_another(place: int, sentence: Sentence) -> bool:
    """The denial is part of what is wrong: `baby not moving or bleeding`."""
    return any(other.start <= place < other.end for other in sentence.hits if other.way.kind != "resolved")


def _thought_not(hit: Hit, sentence: Sentence) -> bool:
    """`I dont think its blood`."""
    for cue in sentence.cues.get("dont_think", ()):
        between = sentence.between(cue.end, hit.start)
        if cue.end <= hit.start and len(between) <= THOUGHT_REACH and not sentence.among(between, "turn"):
            return True
    return False


def _denied_before(hit: Hit, sentence: Sentence) -> bool | None:
    """A denial to the left, with nothing between that it does not reach over."""
    place, crossed, comma = hit.start - 1, 0, False
    while place >= max(sentence.start, hit.start - DENIAL_REACH):
        word = sentence.word(place)
        denies = word in sentence.lexicon.sets["denial"] or word in sentence.lexicon.sets["denial_before"]
        if denies and not _blocked(place, sentence):
            return False if _denied_twice(place, sentence) else _of_list(hit, sentence, crossed, comma)
        other = _ending_at(place, hit, sentence)
        if other is None and word not in ("and", ",") and word not in sentence.lexicon.sets["transparent"]:
            return None
        crossed, comma = crossed + (other is not None), comma or word in ("and", ",")
        place = other.start - 1 if other is not None else place - 1
    return None


def _denied_twice(place: int, sentence: Sentence) -> bool:
    return any(cue.start < place < cue.end for cue in sentence.cues.get("double_denial", ()))


def _of_list(hit: Hit, sentence: Sentence, crossed: int, comma: bool) -> bool | None:
    """`no blood, pain or waters` denies all; `no blood, waters broke` only the first."""
    if not crossed and not comma:
        return True
    if sentence.among(sentence.between(hit.start - 1, hit.end), "clause"):
        return True if sentence.word(hit.start - 1) in ("or", "nor") else None
    return any(word in ("or", "nor") for word in sentence.between(hit.start - 3, hit.end + 6))


def _ending_at(place: int, hit: Hit, sentence: Sentence) -> Hit | None:
    """Another finding whose last word stands here: one of a list."""
    ending = [other for other in sentence.hits if other.end == place + 1 and other.end <= hit.start]
    return max(ending, key=lambda other: other.start, default=None)


def _blocked(place: int, sentence: Sentence) -> bool:
    """`not just`, `no idea`, `wont stop`: words of denial that deny nothing here."""
    return any(cue.start <= place < cue.end for cue in sentence.cues.get("not_a_denial", ()))


def _denied_after(hit: Hit, sentence: Sentence) -> bool:
    """`bleeding: no`, `bleeding? none`, `waters havent happened`, `bleeding has not come back`."""
    sets = sentence.lexicon.sets
    place = hit.end
    while sentence.word(place) in sets["before_no"]:
        place += 1
    word, following = sentence.word(place), sentence.word(place + 1)
    if word in sets["has_not"] and following in sets["happened"]:
        return True
    return word in sets["flat_no"] and (following == "" or following in sets["after_no"])
