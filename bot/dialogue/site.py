"""Where she is being helped: what a reply needs to know of the unit and the moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import phonenumbers

from bot.protocol.mark import UNTIL_KNOWN


@dataclass(frozen=True)
class Site:
    """One unit as her replies name it.

    `phone` is E.164. `present` says whether a midwife is at the board: without one, nothing is
    promised but the number. The default is invented, with a number kept free for drama (Ofcom).
    """

    line: str = "Example Maternity Triage Line"
    unit: str = "Example Maternity Unit"
    phone: str = "+441632960001"
    address: str = "1 Example Road, Exampleton, EX4 0AA"
    kept_days: int = 30
    present: bool = True
    channel: str = "terminal"
    language: str = "en-GB"
    mark: str = UNTIL_KNOWN  # what is said of the whole service where no page of ours says it

    @property
    def number(self) -> str:
        """The number as people read it: `01632 960001`."""
        parsed = phonenumbers.parse(self.phone, "GB")
        return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)

    def to_json(self) -> dict[str, Any]:
        """For a message's metadata."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | None) -> Site:
        """From a message's metadata; the invented unit where there is none (`rasa shell`)."""
        return cls(**data) if data else cls()
