"""A sign-off: one small file, to be committed, in which a person answers for a version or for some of its clauses.

The files lie outside the protocol's folder, so that signing does not change what is signed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

import yaml

from bot.protocol.content import Protocol
from bot.protocol.entry import Entry
from bot.protocol.located import Table, parse
from bot.protocol.problems import Problems, ProtocolError

from .clauses import clauses

WHOLE_VERSION = "whole"
_KEYS = ("who", "role", "date", "version", "content", "what", "clauses")
_HASH = re.compile(r"[0-9a-f]{64}")
_FINGERPRINT = re.compile(r"[0-9a-f]{12}")
_HEAD = (
    "# A sign-off of the clinical protocol (docs/approval.md). Commit it as it is; a changed line makes it worthless.\n"
)


class SignerRole(StrEnum):
    """Who may sign. Nobody signs as a developer."""

    SAFETY_OFFICER = "safety_officer"
    OBSTETRIC_LEAD = "obstetric_lead"
    MIDWIFERY_LEAD = "midwifery_lead"


class NotSignable(ValueError):
    """This cannot be signed; the message says why and what to do."""


@dataclass(frozen=True)
class Signoff:
    """Who answers for what, since when. `clauses` are the fingerprints of what was signed; `file` is its name."""

    who: str
    role: SignerRole
    on: date
    version: str
    content: str
    clauses: Mapping[str, str]
    whole: bool
    file: str = ""

    @property
    def person(self) -> str:
        """The name as it is compared: the same person twice is one person."""
        return " ".join(self.who.casefold().split())


def sign(protocol: Protocol, *, who: str, role: str, on: date, only: Iterable[str] = ()) -> Signoff:
    """A sign-off of the whole version, or `only` of these clauses. Raises `NotSignable`."""
    name = " ".join(who.split())
    if len(name.split()) < 2:
        raise NotSignable(f"'{who}' is not a full name; sign with first and last name.")
    known, wanted = clauses(protocol), tuple(dict.fromkeys(only))
    for one in wanted:
        if one not in known:
            raise NotSignable(f"This version has no criterion '{one}'; `triage protocol show` lists them.")
    prints = {one: known[one].fingerprint for one in wanted or known}
    return Signoff(name, _role(role), on, protocol.version, protocol.hash, prints, whole=not wanted)


def _role(role: str) -> SignerRole:
    try:
        return SignerRole(role)
    except ValueError:
        raise NotSignable(f"'{role}' does not sign; the roles are {', '.join(SignerRole)}.") from None


def write(folder: Path, signoff: Signoff) -> Path:
    """The new file in `folder`; an earlier one is never replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    plain = re.sub(r"[^a-z0-9]+", "-", signoff.person).strip("-")
    stem = f"{signoff.on.isoformat()}-{plain}-{signoff.content[:8]}"
    for number in range(1, 1000):
        path = folder / f"{stem}{'' if number == 1 else f'-{number}'}.yml"
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(to_text(signoff))
            return path
        except FileExistsError:
            continue
    raise NotSignable(f"{folder} is full of sign-offs by {signoff.who} for this version; look at them first.")


def to_text(signoff: Signoff) -> str:
    """The file's text."""
    content = {
        "who": signoff.who,
        "role": signoff.role.value,
        "date": signoff.on.isoformat(),
        "version": signoff.version,
        "content": signoff.content,
        "what": WHOLE_VERSION if signoff.whole else list(signoff.clauses),
        "clauses": dict(signoff.clauses),
    }
    return _HEAD + yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=110)


def read(folder: Path) -> tuple[Signoff, ...]:
    """Every sign-off in `folder`, by date. Raises `ProtocolError` naming every file that cannot be trusted."""
    problems, found = Problems(), []
    for path in sorted(folder.glob("*.yml")):
        signoff = _read(path.name, parse(path.name, path.read_text("utf-8"), problems), problems)
        found += [signoff] if signoff else []
    problems.raise_any()
    return tuple(sorted(found, key=lambda one: (one.on, one.file)))


def _read(file: str, content: object, problems: Problems) -> Signoff | None:
    if not isinstance(content, Table):
        problems.add(file, 1, "this is no sign-off", "take the file away, and sign with `triage protocol sign`")
        return None
    entry = Entry(file, content, problems).only(_KEYS)
    texts = {key: entry.text(key) for key in ("who", "role", "version", "content")}
    prints = {str(key): str(value) for key, value in entry.inner("clauses").table.items()}
    what = content.get("what")
    whole = what == WHOLE_VERSION
    if texts["role"] and texts["role"] not in list(SignerRole):
        entry.wrong("role", f"'{texts['role']}' does not sign", f"the roles are {', '.join(SignerRole)}")
    if texts["content"] and not _HASH.fullmatch(texts["content"]):
        entry.wrong("content", "this is no content hash", "sign again with `triage protocol sign`")
    if not prints or not all(_FINGERPRINT.fullmatch(one) for one in prints.values()):
        entry.wrong("clauses", "the fingerprints are missing or changed", "sign again with `triage protocol sign`")
    if not whole and (not isinstance(what, list) or [str(one) for one in what] != list(prints)):
        entry.wrong("what", "'what' does not fit the clauses", "sign again with `triage protocol sign`")
    on = entry.day("date")
    if texts["role"] not in list(SignerRole):
        return None
    return Signoff(texts["who"], SignerRole(texts["role"]), on, texts["version"], texts["content"], prints, whole, file)


__all__ = ["NotSignable", "ProtocolError", "Signoff", "SignerRole", "read", "sign", "to_text", "write"]
