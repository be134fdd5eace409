"""Whom the message is about: her who writes, someone with the writer, or someone elsewhere."""

from __future__ import annotations

import re

from .plain import Plain

_COMPANION = re.compile(
    r"\bmy (?:wife|wifes|girlfriend|gf|missus|misses|fiancee|pregnant \w+|lady|mrs)\b"
    r"|\b(?:i'?m|i am|this is|its|it'?s) (?:her|the|his) (?:\w+ )?(?:husband|partner|mum|mam|mom|mother|sister|friend|boyfriend|dad|neighbour|carer|doula|midwife|mate)\b"
    r"|\bon behalf of\b|\b(?:asking|texting|typing|writing|messaging|ringing) for (?:my|a|someone|her)\b"
    r"|\bmy (?:\w+ ){0,2}(?:sister|daughter|friend|mate|partner|cousin|niece|neighbour|sister in law|colleague|mum|other half)s? (?:is|who is|whos|shes|has|cant|wont|just|and she is) (?:\w+ ){0,4}"
    r"(?:pregnant|preg|weeks|wks|labour|bleeding|fitting|unconscious|pushing|contractions|giving birth|collapsed|baby|waters)"
    r"|\bher (?:waters|contractions|bump|pregnancy|due date|baby is coming)\b|\bshe(?:'?s| is) (?:\d\d|pregnant|in labour|having contractions)\b"
    r"|\b(?:woman|lady|girl) (?:here|in|on|at|next)\b.{0,40}\b(?:pregnant|labour|baby)"
)
_ABSENT = re.compile(
    r"\b(?:not|isnt|isn'?t|aint) (?:here )?with (?:me|her|us)\b|\bi(?:'?m| am) not (?:with her|there|at home|near|in the)|\b(?:she|wife|sister|friend|daughter|girlfriend|missus|partner)(?:'?s| is| lives| are)? (?:\w+ ){0,2}(?:at home|at work|at hers|abroad|in another|on her own|miles away|lives)"
    r"|\b(?:im|i'?m|i am) (?:at work|away|abroad|in another|miles|out of town|driving home|on my way)|\b(?:she|wife|sister|daughter|friend)\b.{0,20}\b(?:rang|called|phoned|texted|messaged) me|\b(?:on the phone|phone) (?:to|with) (?:her|my)\b|\basking for a friend\b|\blives in\b"
)
_HER = re.compile(
    r"\b(?:i'?m|i am|im) (?:\w+ ){0,2}(?:\d\d|pregnant|preg|bleeding|in labour|having|due)\b|\bmy (?:baby|babys|bump|waters|contractions|due date|belly|tummy|little one|pregnancy)\b|\bits me\b|\bfor me\b|\babout me\b|\bmyself\b|\bmy midwife\b"
)


def read_about(part: Plain) -> str | None:
    """`her`, `with_me`, `absent`, or `None` when her words do not say."""
    text = re.sub(r"\s+", " ", part.text)
    companion, absent = _COMPANION.search(text), _ABSENT.search(text)
    if companion and (absent or "absent" == text):
        return "absent"
    if companion:
        return "with_me"
    return "her" if _HER.search(text) else None
