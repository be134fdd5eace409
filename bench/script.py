"""What is said on both sides, word for word."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice

#: One triage, typed: from the first words to the level and the number to ring her on.
TWELVE_TURNS = (
    "hello",
    "my baby has been moving less than usual since this morning",
    "none of these",
    "34 weeks",
    "6 to 12 hours ago",
    "why do you ask",
    "none of these",
    "none of these",
    "07700 900123",
    "yes it is safe",
    "not sure",
    "thanks",
)

#: A conversation that never leaves the form: five messages over and over, so that ten early and twenty late
#: messages are the same mix. Answers come and go back, and the record of them grows.
OPENING = "my baby has been moving less than usual since this morning"
ROUND = ("none of these", "why do you ask", "go back", "why do you ask", "thanks")
LONG = 210
EARLY = slice(5, 15)  # messages 6 to 15
LATE = slice(190, 210)  # messages 191 to 210


def long_conversation() -> Iterator[str]:
    """The words of the long conversation, in order."""
    yield OPENING
    yield from islice(cycle(ROUND), LONG - 1)
