"""F26: grey lips are red on skin of any colour, and no oximeter speaks against them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.protocol.engine import next_step
from bot.protocol.level import Level
from bot.protocol.reader import read_protocol
from bot.protocol.statement import FINDING, PRESENT, Facts, Statement
from bot.protocol.step import Disposition
from bot.understanding import read
from bot.understanding.reading import Assertion

DAY, AT = date(2026, 6, 15), datetime(2026, 6, 15, 9, tzinfo=UTC)
PROTOCOL = read_protocol()
PLACES = ("lips", "tongue", "gums", "palms", "soles")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "words",
    ["my sats are 97% but my {} look grey", "oxygen 97 on the finger thing, {} are blue", "her {} are ashen, sats 97"],
)
def test_a_good_reading_does_not_lower_grey_skin(place: str, words: str) -> None:
    found = [one.name for one in read(words.format(place), DAY).findings if one.assertion is Assertion.PRESENT]
    assert "grey_skin" in found
    statements = [Statement(FINDING + name, (PRESENT,), "her", AT) for name in found]
    step = next_step(PROTOCOL, Facts(DAY), statements)
    assert isinstance(step.then, Disposition)
    assert step.then.level is Level.R_999


def test_the_screen_asks_where_any_skin_shows_it() -> None:
    words = PROTOCOL.words
    said = " ".join([*words.lines("question.screen.help"), *words.lines("question.screen.option.very_ill")])
    assert all(place in said for place in PLACES)


def test_no_reading_of_oxygen_and_no_ethnicity_is_asked_for_or_counts() -> None:
    names = [
        *PROTOCOL.questions,
        *PROTOCOL.findings,
        *(o for asked in PROTOCOL.questions.values() for o in asked.options),
    ]
    for word in ("oxi", "spo2", "oxygen", "saturation", "ethnic", "race"):
        assert not [name for name in names if word in name.split("_") or name.startswith(word)]
