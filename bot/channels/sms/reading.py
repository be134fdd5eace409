"""From a message's fields to what she said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.records.words import cleaned

#: What every message has. The signature is over names and values run together, so a captured call could be cut at
#: other places; with these shapes none of the fields that we read can be.
_SHAPES = {
    "From": re.compile(r"\+?[0-9]{3,15}"),
    "To": re.compile(r"\+?[0-9]{3,15}|[A-Za-z0-9 ]{3,11}"),
    "MessageSid": re.compile(r"[SM]M[0-9a-f]{32}"),
    "NumMedia": re.compile(r"[0-9]{1,2}"),
}


class NotAMessage(Exception):  # noqa: N818 - named by what went wrong
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
    if "Body" not in form or not all(shape.fullmatch(form.get(name, "")) for name, shape in _SHAPES.items()):
        raise NotAMessage(NotAMessage.__doc__)
    address, carrier_id, words = form["From"], form["MessageSid"], cleaned(form["Body"])
    if words.strip() or form["NumMedia"] in ("0", "00"):
        return Incoming(address, carrier_id, "words", words)
    return Incoming(address, carrier_id, "media")
