"""The site's own file: names, the number to ring, and what the site has decided. Every mistake is said at the start."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import phonenumbers

from bot.protocol.choices import SiteChoices
from bot.protocol.entry import Entry, whole
from bot.protocol.located import Table, parse
from bot.protocol.problems import Problems, ProtocolError

_KEYS = ("line", "trust", "unit", "kept_days", "clinical")
_UNIT = ("name", "phone", "address")
#: Telephone numbers kept free for drama by Ofcom: harmless, and refused in production.
DRAMA = ("+441632960", "+447700900")
#: She is told for how long what she writes is kept; longer than this nobody has justified.
MOST_DAYS = 365


@dataclass(frozen=True)
class SiteFile:
    """What one file says. `phone` is E.164."""

    line: str
    trust: str
    unit: str
    phone: str
    address: str
    kept_days: int
    clinical: SiteChoices


def read_site(path: Path) -> SiteFile:
    """The site in this file. Raises `ProtocolError` naming every mistake with its line and what to write."""
    problems = Problems()
    try:
        content = parse(path.name, path.read_text("utf-8"), problems)
    except (OSError, UnicodeDecodeError) as error:
        cause = type(error).__name__
        raise ProtocolError([f"{path}: the file cannot be read ({cause}); correct TRIAGE_SITE"]) from None
    problems.raise_any()
    entry = whole(path.name, content, problems).only(_KEYS)
    unit = entry.inner("unit").only(_UNIT)
    found = SiteFile(
        line=entry.text("line"),
        trust=entry.text("trust"),
        unit=unit.text("name"),
        phone=_phone(unit),
        address=unit.text("address"),
        kept_days=_days(entry),
        clinical=SiteChoices(path.name, entry.inner("clinical").table or Table(1)),
    )
    problems.raise_any()
    return found


def _phone(unit: Entry) -> str:
    said = unit.text("phone")
    number = _number(said)
    if said and number is None:
        unit.wrong("phone", f"'{said}' is not a telephone number", 'write for example "+441632960001", in quotes')
    return number or said


def _number(said: str) -> str | None:
    """E.164, where somebody can be reached under it, or where it is kept free for drama."""
    try:
        number = phonenumbers.parse(said, "GB")
    except phonenumbers.NumberParseException:
        return None
    text: str = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return text if phonenumbers.is_valid_number(number) or text.startswith(DRAMA) else None


def _days(entry: Entry) -> int:
    days = entry.get("kept_days")
    if isinstance(days, bool) or not isinstance(days, int) or not 1 <= days <= MOST_DAYS:
        entry.wrong("kept_days", f"'{days}' is not a number of days from 1 to {MOST_DAYS}", "write for example 30")
        return 1
    return days
