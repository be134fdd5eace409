"""The board, its rows for the page's own script, and taking the next most urgent."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.engine import Connection
from starlette.responses import Response

from bot.line import board
from bot.line.board import BoardRow
from bot.line.claims import Claimed
from bot.records.clock import local_time
from bot.records.tables import cases, heartbeats

from . import case_acts, rows
from .visit import Visit, go

#: The worker that keeps the promises gives a sign of life far more often than this.
SILENT_FOR = timedelta(seconds=60)


def show(visit: Visit) -> Response:
    """The board."""
    number = visit.follow()
    with visit.desk.database.read() as connection:
        board_now = rows.shown(connection, visit.member.line_id, visit.now)
        warnings = _warnings(visit, connection)
    return visit.page("board.html", board=board_now, warnings=warnings, event=number, here="board")


def only_rows(visit: Visit) -> Response:
    """The rows alone."""
    with visit.desk.database.read() as connection:
        board_now = rows.shown(connection, visit.member.line_id, visit.now)
        warnings = _warnings(visit, connection)
    return visit.page("rows.html", board=board_now, warnings=warnings)


def take_next(visit: Visit) -> Response:
    """Claim the most urgent case that nobody looks after; when somebody is quicker, the one after it."""
    with visit.desk.database.read() as connection:
        found = [row for row in board.rows(connection, visit.member.line_id, visit.now) if rows.needs_somebody(row)]
    for row in found:
        if _taken(visit, row):
            return go(f"/line/case/{row.case_id}", "claimed-next")
    return go("/line/", "nobody")


def find(visit: Visit) -> Response:
    """Go to the case of a reference; open or closed, of this line only."""
    reference = "".join(letter for letter in visit.form["reference"].upper() if letter.isalnum())
    tidy = f"{reference[:3]}-{reference[3:]}"
    with visit.desk.database.read() as connection:
        mine = select(cases.c.id).where(cases.c.reference == tidy, cases.c.line_id == visit.member.line_id)
        case_id = connection.scalar(mine)
    return go(f"/line/case/{case_id}") if case_id else go("/line/", "none")


def _taken(visit: Visit, row: BoardRow) -> bool:
    try:
        with visit.desk.database.write() as connection:
            return isinstance(case_acts.take(connection, visit, row.case_id), Claimed)
    except case_acts.TAKEN:
        return False


def _warnings(visit: Visit, connection: Connection) -> list[str]:
    found = []
    if not visit.desk.ready():
        found.append(
            "The assistant is not ready. Women see the number to ring and 999; what they write is kept "
            "and opens a case here."
        )
    heard = connection.scalar(select(func.max(heartbeats.c.at)))
    if heard is not None and visit.now - heard > SILENT_FOR:
        found.append(
            f"The clock that keeps our promises was last heard at {local_time(heard)}. Women are not told what to do "
            "when their time is over: look at the times yourself, and tell whoever runs the service."
        )
    stuck = board.counts(connection, visit.member.line_id, visit.now).stuck
    if stuck:
        found.append(f"{stuck} timed messages could not be sent after many tries. Tell whoever runs the service.")
    return found
