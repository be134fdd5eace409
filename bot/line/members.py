"""Who works on the line: names, roles and passwords."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from secrets import token_urlsafe
from uuid import uuid4

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.engine import Connection, Row

from bot.records.tables import members, sessions

from .refusals import NotAllowed, Refusal


class Role(StrEnum):
    """What somebody on the line may do."""

    MIDWIFE = "midwife"
    COORDINATOR = "coordinator"  # a midwife who leads the shift
    SAFETY_OFFICER = "safety_officer"  # reads and signs; does not treat
    ADMIN = "admin"  # keeps the members


#: Only they may claim, write, regrade and close.
CLINICAL = frozenset({Role.MIDWIFE, Role.COORDINATOR})
SHORTEST_PASSWORD = 12

#: argon2id with the library's recommended cost.
HASHER = PasswordHasher()


class WeakPassword(Refusal):
    """A password needs at least 12 characters and must not contain the sign-in name."""


class LoginTaken(Refusal):
    """Somebody already has this sign-in name."""


class WrongPassword(Refusal):
    """The present password is not right."""


@dataclass(frozen=True)
class Member:
    """One person who works on one line."""

    id: str
    line_id: str
    login: str
    name: str
    role: Role
    active: bool = True

    @property
    def first_name(self) -> str:
        """The name she is given: `A midwife, Amara, writes`."""
        return self.name.split()[0] if self.name.split() else self.name

    @property
    def is_clinical(self) -> bool:
        """Whether this member may act on cases."""
        return self.active and self.role in CLINICAL


def must_be_clinical(member: Member) -> None:
    """Raises `NotAllowed` for anybody but a midwife or coordinator."""
    if not member.is_clinical:
        raise NotAllowed


def add(
    connection: Connection, *, line_id: str, login: str, name: str, role: str, password: str, now: datetime
) -> Member:
    """Add a member. Raises `WeakPassword`, `LoginTaken`, or `ValueError` for an unknown role."""
    member = Member(str(uuid4()), line_id, tidy(login), name.strip(), Role(role))
    if _named(connection, member.login) is not None:
        raise LoginTaken
    sealed = _hashed(password, member.login)
    connection.execute(insert(members).values(**member.__dict__, password_hash=sealed, created_at=now))
    return member


def find(connection: Connection, member_id: str) -> Member | None:
    """The member of that id, active or not."""
    return _first(connection, members.c.id == member_id)


def colleague(connection: Connection, line_id: str, login_or_id: str) -> Member | None:
    """An active member of the line by sign-in name or id."""
    named = or_(members.c.login == tidy(login_or_id), members.c.id == login_or_id)
    return _first(connection, named, members.c.line_id == line_id, members.c.active.is_(True))


def of_line(connection: Connection, line_id: str) -> list[Member]:
    """Everybody of the line, by name, those who left included."""
    rows = connection.execute(select(members).where(members.c.line_id == line_id).order_by(members.c.name))
    return [_member(row) for row in rows]


def change_password(connection: Connection, member_id: str, present: str, new: str) -> None:
    """Change one's own password; every other session ends. Raises `WrongPassword`, `WeakPassword`."""
    row = connection.execute(select(members).where(members.c.id == member_id)).first()
    if row is None or not matches(row.password_hash, present):
        raise WrongPassword
    set_password(connection, member_id, new)


def set_password(connection: Connection, member_id: str, new: str) -> None:
    """Give a member a new password (an administrator's reset); every session ends. Raises `WeakPassword`."""
    login = connection.scalar(select(members.c.login).where(members.c.id == member_id))
    sealed = _hashed(new, login or "")
    connection.execute(update(members).where(members.c.id == member_id).values(password_hash=sealed))
    connection.execute(delete(sessions).where(sessions.c.member_id == member_id))


def disable(connection: Connection, member_id: str) -> None:
    """Shut a member out at once. Cases she has show on the board as left by their owner."""
    connection.execute(update(members).where(members.c.id == member_id).values(active=False))
    connection.execute(delete(sessions).where(sessions.c.member_id == member_id))


def matches(password_hash: str, password: str) -> bool:
    """Whether the password is the one that was hashed."""
    try:
        return HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def nobodys_hash() -> str:
    """A hash to check an unknown name's password against, so that it takes as long as a known one's."""
    return HASHER.hash(token_urlsafe(16))


def tidy(login: str) -> str:
    """A sign-in name as it is compared: no space around it, no capitals."""
    return login.strip().casefold()


def _hashed(password: str, login: str) -> str:
    if len(password) < SHORTEST_PASSWORD or (login and login in password.casefold()):
        raise WeakPassword
    return HASHER.hash(password)


def _named(connection: Connection, login: str) -> Member | None:
    return _first(connection, func.lower(members.c.login) == login)


def _first(connection: Connection, *conditions: object) -> Member | None:
    row = connection.execute(select(members).where(*conditions)).first()
    return None if row is None else _member(row)


def _member(row: Row) -> Member:  # type: ignore[type-arg]
    return Member(row.id, row.line_id, row.login, row.name, Role(row.role), row.active)
