"""The unit's telephone number, as it is dialled and as it is read."""

from __future__ import annotations

from dataclasses import dataclass

import phonenumbers


@dataclass(frozen=True)
class Number:
    """One number to ring: `dial` goes into a `tel:` link, `text` onto the screen."""

    dial: str
    text: str


def number_of(phone: str) -> Number:
    """`+441632960001` is read as `01632 960001`. A number nobody can parse is shown as it stands."""
    try:
        parsed = phonenumbers.parse(phone, "GB")
    except phonenumbers.NumberParseException:
        return Number(phone, phone)
    home = parsed.country_code == 44
    style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    dial = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return Number(dial, phonenumbers.format_number(parsed, style))
