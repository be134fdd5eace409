"""Closing a case: what became of her is written down, or that it is not known."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.engine import Connection

from . import calls, promises
from .case import Case, change, in_hand, must_own, note
from .grading import second_midwife
from .members import Member, must_be_clinical
from .refusals import ReasonNeeded, UnknownOutcome
from .states import after

#: What can become of her (evidence F39), each with what the desk shows.
OUTCOMES = {
    "ambulance": "An ambulance was called",
    "coming_in": "Coming in to be seen",
    "seen": "Was seen",
    "stay_home": "Stays at home with advice and knows when to ring again",
    "other_service": "Passed on to GP, 111 or another service",
    "not_reached": "Could not be reached",
    "not_hers": "Opened by mistake, or a test",
    "unknown": "Not known",
}


def close(
    connection: Connection,
    case_id: str,
    member: Member,
    outcome: str,
    note_text: str,
    now: datetime,
    second: str | None = None,
) -> Case:
    """Close a case with its outcome. 'Could not be reached' needs three tries and a second midwife (evidence F28).

    Raises `NoSuchCase`, `NotAllowed`, `NotHers`, `IllegalMove`, `UnknownOutcome`, `ReasonNeeded`, `SecondNeeded`.
    """
    must_be_clinical(member)
    if outcome not in OUTCOMES:
        raise UnknownOutcome
    case = in_hand(connection, case_id, member)
    state = after("close", case.state)
    must_own(case, member)
    agreed = None
    if outcome == "not_reached":
        if calls.unanswered(connection, case.id) < calls.TRIES:
            raise ReasonNeeded(f"Ring her {calls.TRIES} times before you close this case as not reached.")
        agreed = second_midwife(connection, member, second)
    closed = change(connection, case, state=state, outcome=outcome, closed_at=now, talking=False)
    body = {"outcome": outcome, "note": note_text, "second": agreed.id if agreed else None}
    note(connection, closed, "closed", member.id, now, body)
    promises.kept(connection, closed)
    return closed
