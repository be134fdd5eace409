"""What the commands that read the protocol do: `triage protocol show`, `words`, `build`."""

from __future__ import annotations

import argparse

from bot.protocol.reader import read_protocol
from bot.review import terminal
from bot.review.hers import passages
from bot.review.reading_age import too_hard


def words(given: argparse.Namespace) -> int:
    """List reading ages; 1 when anything is too hard."""
    protocol = read_protocol()
    for line in terminal.reading_ages(protocol):
        print(line)
    return 1 if any(too_hard(passages(protocol.words).values())) else 0
