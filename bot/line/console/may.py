"""What a member may do with a case, so that the page offers nothing that would be refused."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.line.board import BoardRow
from bot.line.case import Case
from bot.line.closing import OUTCOMES
from bot.line.members import Member, Role
from bot.line.states import State

from .levels import Look, above, below
from .timeline import RESULTS


@dataclass(frozen=True)
class May:
    """What the page offers. `claim` is the words on the button, empty when there is nothing to take."""

    claim: str = ""
    act: bool = False
    regrade: bool = False
    why_not: str = ""
    write_not: str = ""
    raises: list[Look] = field(default_factory=list)
    lowers: list[Look] = field(default_factory=list)
    outcomes: dict[str, str] = field(default_factory=lambda: dict(OUTCOMES))
    results: dict[str, str] = field(default_factory=lambda: dict(RESULTS))


def may(case: Case, row: BoardRow | None, member: Member) -> May:
    """What this member may do now. `row` is the case on the board; None when it is closed."""
    if row is None or case.state is State.CLOSED:
        return May(write_not="This case is closed.")
    if not member.is_clinical:
        return May(why_not="You can read this case. Only a midwife or coordinator can act on it.")
    graded = May(regrade=True, raises=above(case.level), lowers=below(case.level))
    if case.state is State.OPEN:
        return replace(graded, claim="Claim this case", write_not="Claim the case first.")
    mine = case.owner_id == member.id
    claim = f"Take over: {row.owner} has left" if row.owner_away and not mine else ""
    if mine or member.role is Role.COORDINATOR:
        return replace(graded, claim=claim, act=True)
    return May(claim, why_not="" if claim else f"{row.owner} has this case.", write_not=f"{row.owner} has this case.")
