"""What must bring a midwife to the telephone although nothing changed in the case (evidence F38, F28)."""

from __future__ import annotations

from sqlalchemy import case as either
from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from bot.line.states import State
from bot.records.tables import cases, events

from .facts import Tag

Alarms = tuple[Tag, ...]

#: Kinds of event that alarm until somebody has been in touch, and what the board says of them.
ALARMING = {
    "red_unconfirmed": Tag("999 NOT CONFIRMED: RING HER", "tag--loud"),
    "undelivered": Tag("Message not delivered", "tag--loud"),
}
#: Being in touch answers an alarm; a letter that may not arrive does not answer that one did not.
ANSWERS = {"red_unconfirmed": ("wrote", "called"), "undelivered": ("called",)}


def of_line(connection: Connection, line_id: str) -> dict[str, Alarms]:
    """The alarms of every open case that has any."""
    return _found(connection, cases.c.line_id == line_id)


def of_case(connection: Connection, case_id: str) -> Alarms:
    """The alarms of one case."""
    return _found(connection, cases.c.id == case_id).get(case_id, ())


def _found(connection: Connection, which: object) -> dict[str, Alarms]:
    newest = [_newest((kind,), kind) for kind in ALARMING]
    answered = [_newest(kinds, f"{kind}_answered") for kind, kinds in ANSWERS.items()]
    question = (
        select(events.c.case_id, *newest, *answered)
        .join(cases, cases.c.id == events.c.case_id)
        .where(which, cases.c.state != State.CLOSED)
        .group_by(events.c.case_id)
    )
    rows = [row._mapping for row in connection.execute(question)]
    return {
        row["case_id"]: tuple(tag for kind, tag in ALARMING.items() if row[kind] > row[f"{kind}_answered"])
        for row in rows
    }


def _newest(kinds: tuple[str, ...], name: str) -> object:
    return func.coalesce(func.max(either((events.c.kind.in_(kinds), events.c.id), else_=0)), 0).label(name)
