"""Ringing her: what came of each try (evidence F28)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from bot.records.tables import events

from . import promises
from .case import Case, in_hand, must_own, note
from .members import Member, must_be_clinical
from .refusals import UnknownOutcome
from .states import after

RESULTS = ("spoke", "no_answer", "voicemail", "wrong_number", "not_safe_to_talk")
#: So many tries before a case may be closed without having reached her.
TRIES = 3


def called(
    connection: Connection, case_id: str, member: Member, result: str, now: datetime, note_text: str = ""
) -> Case:
    """Record a telephone call. Only having spoken with her stops the clock.

    Raises `NoSuchCase`, `NotAllowed`, `NotHers`, `IllegalMove`, `UnknownOutcome`.
    """
    must_be_clinical(member)
    if result not in RESULTS:
        raise UnknownOutcome(f"Choose what came of the call: {', '.join(RESULTS)}.")
    case = in_hand(connection, case_id, member)
    after("call", case.state)
    must_own(case, member)
    spoke = result == "spoke"
    note(connection, case, "called" if spoke else "rang", member.id, now, {"result": result, "note": note_text})
    if spoke:
        promises.kept(connection, case)
    return case


def unanswered(connection: Connection, case_id: str) -> int:
    """How often she was rung without being reached since she was last spoken with."""
    spoken = select(func.coalesce(func.max(events.c.id), 0)).where(
        events.c.case_id == case_id, events.c.kind == "called"
    )
    tries = select(func.count()).where(
        events.c.case_id == case_id, events.c.kind == "rang", events.c.id > spoken.scalar_subquery()
    )
    return int(connection.scalar(tries) or 0)
