"""How she may be reached: what she said about ringing, travel, language and who is with her, in a midwife's words.

Her details hold the ids of the protocol's options; anything else is shown as it stands.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Ringing:
    """Whether she may be rung. `loud` must be seen before anybody dials."""

    text: str
    safe: bool = True
    loud: bool = False


SAFE = Ringing("Safe to ring her")
NOT_SAFE = Ringing("NOT safe to ring her: write to her instead", safe=False, loud=True)
RINGING = {
    "safe": SAFE,
    "yes": SAFE,
    "no_message": Ringing("Ring her, but leave NO message", loud=True),
    "text_first": Ringing("Send her a text before you ring", safe=False, loud=True),
    "not_safe": NOT_SAFE,
    "no": NOT_SAFE,
}
NOT_KNOWN = Ringing("Not known whether it is safe: say nothing until you know who answers")

TRANSPORT = {"yes": "somebody can bring her", "lift": "NEEDS A LIFT", "no": "NO safe way to come in"}
COMPANY = {"yes": "ALONE", "alone": "ALONE", "no": "Somebody is with her", "with_someone": "Somebody is with her"}

#: What the board shows of a language need.
NEEDS = {"other": "Interpreter", "bsl": "British Sign Language", "easy_words": "Easy words"}
ENGLISH = frozenset({"", "none", "en", "en-gb", "english"})
LANGUAGES = {
    "ar": "Arabic",
    "bn": "Bengali",
    "es": "Spanish",
    "fa": "Farsi",
    "fr": "French",
    "gu": "Gujarati",
    "pa": "Punjabi",
    "pl": "Polish",
    "ps": "Pashto",
    "pt": "Portuguese",
    "ro": "Romanian",
    "so": "Somali",
    "ta": "Tamil",
    "ti": "Tigrinya",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "zh": "Chinese",
}
#: How her weeks are known (`bot.protocol.gestation`).
WEEKS = {
    "weeks": "she knows her weeks",
    "due_date": "from her due date",
    "last_period": "from her last period",
    "months": "she counts in months",
    "trimester": "she knows the trimester only",
    "over_due": "past her due date",
    "transfer": "from the embryo transfer",
    "unknown": "NOT KNOWN: treated as this",
}


def ringing(value: object) -> Ringing:
    """Whether she may be rung, by her answer."""
    return RINGING.get(_id(value), NOT_KNOWN)


def travel(value: object) -> str:
    """How she can get to the unit."""
    return TRANSPORT.get(_id(value), str(value) if value else "transport not known")


def company(value: object) -> str:
    """Who is with her."""
    return COMPANY.get(_id(value), "Not known whether she is alone")


def language(value: object) -> str:
    """What she needs to be understood; empty when that is plain English."""
    need = _id(value)
    if need in ENGLISH:
        return ""
    return NEEDS.get(need) or LANGUAGES.get(need.split("-")[0]) or str(value)


def weeks_how(value: object) -> str:
    """How her weeks are known."""
    return WEEKS.get(_id(value), str(value or ""))


def _id(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).strip().casefold()
