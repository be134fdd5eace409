"""What women say: how they begin, and what they answer."""

from __future__ import annotations

from random import Random
from typing import Any

BEGINNINGS = (
    "my baby has been moving less than usual since this morning",
    "i have had some spotting, 33 weeks",
    "bad headache since yesterday and my hands are swollen",
    "hello",
    "38+2 tightenings since 4am",
    "i think my waters have gone",
    "ive got a heavy bleed, blood running down my legs",
    "my hands and feet are so itchy at night",
)
WORDS = ("no", "yes", "not sure", "why do you ask", "go back", "thanks", "none of these", "im not sure tbh")
_BY_KIND = {
    "gestation": ("34 weeks", "36+2", "28 weeks"),
    "phone": ("07700 900123",),
    "temperature": ("37.2",),
    "pressure": ("120/80",),
    "text": ("Invented Olive", "1 Example Road"),
}
ACTS = ("act:why", "act:back", "act:unsure", "act:person", "act:again")


def to_question(chance: Random, question: dict[str, Any] | None) -> dict[str, Any]:
    """The content of the next message on the web: words, or the tokens of buttons."""
    if question is None:
        return {"text": chance.choice(WORDS)}
    if chance.random() < 0.12:
        return {"choice": chance.choice(ACTS)}
    if question["kind"] in _BY_KIND and chance.random() < 0.8:
        return {"text": chance.choice(_BY_KIND[question["kind"]])}
    options = question["options"]
    if not options or chance.random() < 0.15:
        return {"text": chance.choice(WORDS)}
    if question["kind"] == "ticks" and chance.random() < 0.7:
        return {"choice": options[-1]["token"]}
    return {"choice": chance.choice(options)["token"]}


def by_phone(chance: Random, shown: str) -> str:
    """The next words on a telephone, from what its screen shows."""
    if "weeks" in shown.lower() and "pregnant" in shown.lower():
        return chance.choice(_BY_KIND["gestation"])
    return chance.choice(("1", "2", "3", *WORDS))
