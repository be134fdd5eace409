"""Lines and their units: who answers, and which number she is given."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

import phonenumbers
from sqlalchemy import bindparam, select, update
from sqlalchemy.engine import Connection

from .once import insert_once
from .tables import lines, units

_UNIT = select(units).where(units.c.id == bindparam("this"))


@dataclass(frozen=True)
class Unit:
    """A maternity unit. `phone` is E.164: the number she is told to ring."""

    id: str
    line_id: str
    trust: str
    name: str
    phone: str
    address: str

    @property
    def phone_text(self) -> str:
        """The number as people in this country write it, such as `01632 960001`."""
        return number_text(self.phone)


class NoSuchUnit(LookupError):  # noqa: N818
    """There is no unit of that id."""


def number_text(phone: str) -> str:
    """An E.164 number as it is read and dialled at home; anything else as it stands."""
    try:
        parsed = phonenumbers.parse(phone, "GB")
    except phonenumbers.NumberParseException:
        return phone
    style = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, style.NATIONAL if parsed.country_code == 44 else style.INTERNATIONAL)


def load(connection: Connection, unit_id: str) -> Unit:
    """The unit of that id. Raises `NoSuchUnit`."""
    row = connection.execute(_UNIT, {"this": unit_id}).first()
    if row is None:
        raise NoSuchUnit(unit_id)
    return Unit(**row._mapping)


def of_line(connection: Connection, line_id: str) -> list[Unit]:
    """The units that a line serves, by name."""
    found = connection.execute(select(units).where(units.c.line_id == line_id).order_by(units.c.name))
    return [Unit(**row._mapping) for row in found]


def ensure(connection: Connection, *, line: str, trust: str, name: str, phone: str, address: str) -> Unit:
    """The line and unit of the settings: made at the first start, brought up to date at every other.

    The ids follow from the names, so that processes starting together make one line and one unit.
    """
    line_id = str(uuid5(NAMESPACE_URL, f"triage-line:{line}"))
    unit = Unit(str(uuid5(NAMESPACE_URL, f"triage-unit:{line}:{trust}:{name}")), line_id, trust, name, phone, address)
    insert_once(connection, lines, {"id": line_id, "name": line})
    if not insert_once(connection, units, unit.__dict__):
        connection.execute(update(units).where(units.c.id == unit.id).values(phone=phone, address=address))
    return unit
