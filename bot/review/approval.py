"""Whether a version may be used for patients: what its sign-offs cover, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from bot.protocol.content import Protocol

from .clauses import WHOLE, Clause, clauses
from .signoffs import SignerRole, Signoff

Status = Literal["signed", "awaiting"]
#: What decides a level is signed by so many different people, one of them a safety officer.
PEOPLE = 2
#: So many ids stand in a sentence; the page lists all of them.
_NAMED = 8


@dataclass(frozen=True)
class Approval:
    """What was found: `missing` are sentences that a manager can act on, none where it is approved.

    `signers` names, for every clause, who has signed it as it stands today.
    """

    version: str
    hash: str
    missing: tuple[str, ...]
    signers: Mapping[str, tuple[str, ...]]
    signed: frozenset[str]

    @property
    def approved(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing

    def of(self, criterion_id: str) -> Status:
        """Whether this clause is signed as it stands, by enough people."""
        return "signed" if criterion_id in self.signed else "awaiting"


def status_of(protocol: Protocol, signoffs: Iterable[Signoff]) -> Approval:
    """What these sign-offs mean for this version.

    A sign-off holds for a clause as long as the clause decides the same, whatever version it was given for; for
    the words and everything else it holds only for exactly this content.
    """
    given, known = tuple(signoffs), clauses(protocol)
    by = {id: _who(clause, given) for id, clause in known.items()}
    signed = frozenset(id for id, who in by.items() if _enough(who))
    signers = {id: tuple(dict.fromkeys(one.who for one in who)) for id, who in by.items()}
    missing = tuple(_missing(protocol, given, by, signed))
    return Approval(protocol.version, protocol.hash, missing, signers, signed)


def changed_since_signed(protocol: Protocol, signoffs: Iterable[Signoff]) -> frozenset[str]:
    """The clauses that somebody has signed once, and that decide something else today."""
    given = tuple(signoffs)
    return frozenset(
        id
        for id, clause in clauses(protocol).items()
        if any(id in one.clauses for one in given) and not _who(clause, given)
    )


def _who(clause: Clause, signoffs: Iterable[Signoff]) -> list[Signoff]:
    return [one for one in signoffs if one.clauses.get(clause.id) == clause.fingerprint]


def _enough(signoffs: Iterable[Signoff]) -> bool:
    given = list(signoffs)
    people = {one.person for one in given}
    return len(people) >= PEOPLE and any(one.role is SignerRole.SAFETY_OFFICER for one in given)


def _missing(
    protocol: Protocol, given: tuple[Signoff, ...], by: Mapping[str, list[Signoff]], signed: frozenset[str]
) -> Iterable[str]:
    if not given:
        yield f"Nobody has signed version {protocol.version}. A safety officer and one more person have to."
        return
    changed = changed_since_signed(protocol, given)
    yield from _sentence(changed, "{} changed since it was signed: two people have to sign the change")
    rest = [id for id in by if id not in signed and id not in changed]
    yield from _sentence([id for id in rest if not by[id]], "{} has not been signed: two people have to sign")
    yield from _sentence([id for id in rest if by[id]], "{} is signed by one person: another has to sign too")
    officers = [one for one in given if one.whole and one.role is SignerRole.SAFETY_OFFICER]
    if not any(one.content == protocol.hash for one in officers):
        yield "No safety officer has signed exactly these words: the whole version has to be signed as it stands."


def _sentence(ids: Iterable[str], text: str) -> Iterable[str]:
    found = [_called(id) for id in ids]
    if found:
        more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
        yield text.format(", ".join(found[:_NAMED]) + more) + "."


def _called(id: str) -> str:
    return f"the part '{id}'" if id in WHOLE else id
