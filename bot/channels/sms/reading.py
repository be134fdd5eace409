"""From a message's fields to what she said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.records.words import cleaned

_MESSAGE_ID = re.compile(r"[SM]M[0-9a-f]{32}")


class NotAMessage(Exception):
    """A signed call without the fields of a message."""


@dataclass(frozen=True)
class Incoming:
    """One text message; the fields are those of an arrival. Carriers act on STOP; it is her word all the same."""

    address: str
    carrier_id: str
    kind: str
    words: str | None = None


def read(form: Mapping[str, str]) -> Incoming:
    """What she sent: words, or pictures we cannot see. Raises `NotAMessage`."""
    address, carrier_id = form.get("From", ""), form.get("MessageSid", "")
    if not address or "Body" not in form or not _MESSAGE_ID.fullmatch(carrier_id):
        raise NotAMessage(NotAMessage.__doc__)
    words = cleaned(form["Body"])
    if words.strip() or form.get("NumMedia", "0") in ("", "0"):
        return Incoming(address, carrier_id, "words", words)
    return Incoming(address, carrier_id, "media")
