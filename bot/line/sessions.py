"""Signing in and out: opaque tokens kept only as hashes, and guessing slowed without locking anybody out."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine import Connection

from bot.records import vault
from bot.records.database import Database
from bot.records.tables import attempts, members, sessions

from .members import Member, Role, matches, nobodys_hash, tidy

LONGEST_IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
#: A sign of life is written at most this often.
_WRITE_AFTER = timedelta(seconds=20)

#: Failures are counted for this long.
REMEMBERED = timedelta(minutes=15)
#: Failures before waiting begins: one sign-in name from one address; any name from one address (a hospital shares one).
_FREE_FOR_NAME, _FREE_FOR_ADDRESS = 5, 50
_LONGEST_WAIT = timedelta(seconds=60)


@dataclass(frozen=True)
class SignedIn:
    """A new session: `token` goes into the cookie and is nowhere else, `csrf` into every form."""

    token: str
    csrf: str
    member: Member


@dataclass(frozen=True)
class WrongSignIn:
    """The sign-in name or password is wrong; which of them is not said."""


@dataclass(frozen=True)
class TooSoon:
    """Too many wrong tries from here; the password was not looked at. Try again at `again_at`."""

    again_at: datetime


@dataclass(frozen=True)
class Session:
    """A live session and whose it is."""

    member: Member
    begun_at: datetime
    seen_at: datetime
    acted_at: datetime


def sign_in(
    database: Database, login: str, password: str, now: datetime, address: str = ""
) -> SignedIn | WrongSignIn | TooSoon:
    """Open a session. `address` is the caller's network address: only guessers there are slowed.

    Takes the database, because a password is checked for tens of milliseconds, outside any transaction.
    """
    member = _proved(database, tidy(login), password, now, address)
    if not isinstance(member, Member):
        return member
    with database.write() as connection:
        return begin(connection, member, now)


def prove(
    database: Database, member: Member, password: str, now: datetime, address: str = ""
) -> Member | WrongSignIn | TooSoon:
    """The password once more, for what must not be done on somebody else's open session; guessing is slowed alike."""
    return _proved(database, member.login, password, now, address)


def _proved(
    database: Database, name: str, password: str, now: datetime, address: str
) -> Member | WrongSignIn | TooSoon:
    with database.read() as connection:
        again_at = _again_at(connection, name, address, now)
        row = connection.execute(select(members).where(members.c.login == name)).first()
    if again_at > now:
        return TooSoon(again_at)
    right = matches(row.password_hash if row else nobodys_hash(), password)
    with database.write() as connection:
        if row is None or not right or not row.active:
            _remember_failure(connection, name, address, now)
            return WrongSignIn()
        _forget_failures(connection, name, address)
    return Member(row.id, row.line_id, row.login, row.name, Role(row.role))


def begin(connection: Connection, member: Member, now: datetime) -> SignedIn:
    """A session for a member whose identity is already proved."""
    token = secrets.token_urlsafe(32)
    row = {
        "token_hash": _hash(token),
        "member_id": member.id,
        "csrf_hash": _hash(csrf(token)),
        "begun_at": now,
        "seen_at": now,
        "acted_at": now,
    }
    connection.execute(insert(sessions).values(row))
    return SignedIn(token, csrf(token), member)


def find(connection: Connection, token: str, now: datetime) -> Session | None:
    """The live session of a cookie's token, or None: ended, idle too long, too old, or never there."""
    question = (
        select(members, sessions.c.begun_at, sessions.c.seen_at, sessions.c.acted_at)
        .join(sessions, sessions.c.member_id == members.c.id)
        .where(
            sessions.c.token_hash == _hash(token),
            sessions.c.acted_at > now - LONGEST_IDLE,
            sessions.c.begun_at > now - LONGEST,
            members.c.active.is_(True),
        )
    )
    row = connection.execute(question).first()
    if row is None:
        return None
    member = Member(row.id, row.line_id, row.login, row.name, Role(row.role))
    return Session(member, row.begun_at, row.seen_at, row.acted_at)


def is_stale(session: Session, now: datetime, *, acted: bool) -> bool:
    """Whether `touch` would write anything: spares a write for most requests."""
    return now - (session.acted_at if acted else session.seen_at) >= _WRITE_AFTER


def touch(connection: Connection, token: str, now: datetime, *, acted: bool) -> None:
    """A sign of life. `acted` for what the member did herself; not for a board that refreshes alone."""
    values = {"seen_at": now, "acted_at": now} if acted else {"seen_at": now}
    connection.execute(update(sessions).where(sessions.c.token_hash == _hash(token)).values(values))


def sign_out(connection: Connection, token: str) -> None:
    """End a session."""
    connection.execute(delete(sessions).where(sessions.c.token_hash == _hash(token)))


def csrf(token: str) -> str:
    """The form token that belongs to a session's token."""
    return hmac.new(token.encode(), b"csrf", sha256).hexdigest()


def csrf_holds(token: str, given: str) -> bool:
    """Whether a form came from this session's own pages."""
    return hmac.compare_digest(csrf(token).encode(), given.encode(errors="replace"))


def _again_at(connection: Connection, name: str, address: str, now: datetime) -> datetime:
    keys = ((_key(name, address), _FREE_FOR_NAME), (_key("", address), _FREE_FOR_ADDRESS))
    return max(_free_again(connection, key, free, now) for key, free in keys)


def _free_again(connection: Connection, key: str, free: int, now: datetime) -> datetime:
    question = select(func.count(), func.max(attempts.c.at)).where(
        attempts.c.login_hash == key, attempts.c.at > now - REMEMBERED
    )
    failures, latest = connection.execute(question).one()
    if failures < free or latest is None:
        return now
    return latest + min(timedelta(seconds=2 ** min(failures - free, 6)), _LONGEST_WAIT)


def _remember_failure(connection: Connection, name: str, address: str, now: datetime) -> None:
    connection.execute(delete(attempts).where(attempts.c.at < now - REMEMBERED))
    for key in (_key(name, address), _key("", address)):
        connection.execute(insert(attempts).values(login_hash=key, at=now))


def _forget_failures(connection: Connection, name: str, address: str) -> None:
    connection.execute(delete(attempts).where(attempts.c.login_hash == _key(name, address)))


def _key(name: str, address: str) -> str:
    return vault.lookup(f"sign-in\n{name}\n{address}")


def _hash(token: str) -> str:
    return sha256(token.encode(errors="replace")).hexdigest()
