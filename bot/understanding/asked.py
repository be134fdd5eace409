"""Whether she only asks: a what-if, what a word means, or a slip of her finger."""

from __future__ import annotations

from .hits import Hit
from .lexicon import Spoken
from .sentence import Sentence

#: How far a what-if reaches, and how soon after a finding she asks what the word means, in words.
IF_REACH, ASKED_REACH = 14, 2


def only_supposed(hit: Hit, sentence: Sentence, spoken: Spoken) -> bool:
    """A what-if or a question in general, not something that is happening."""
    if sentence.inside(hit, "is_it_normal") and not _now(hit, sentence):
        return True
    if spoken.timeless:
        return False
    if _only_asked(hit, sentence) or _slip(hit, sentence):
        return True
    for cue in [*sentence.cues.get("if", ()), *sentence.cues.get("in_general", ())]:
        between = sentence.between(cue.end, hit.start)
        if cue.start >= hit.start or len(between) > IF_REACH or _real_question(cue, hit, sentence):
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
    return sentence.among(sentence.between(sentence.start, hit.end), "hers")


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
    return " i am " in f" {' '.join(between)} " or any(word in ("im", "ive", "hes", "shes") for word in between[1:])


def _now(hit: Hit, sentence: Sentence, between: list[str] | None = None) -> bool:
    if sentence.word(hit.end) == "this":  # `bleeding this much`
        return True
    near = sentence.between(hit.start, hit.end)
    for word in sentence.between(hit.end, hit.end + 4):
        if word in ("and", "but", ","):
            break
        near.append(word)
    return sentence.among([*(between or []), *near], "recent") or sentence.among(
        sentence.between(hit.start, hit.end), "self"
    )
