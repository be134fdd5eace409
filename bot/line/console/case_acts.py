"""What a midwife does to a case: each a POST that ends in the case's page, or in the form with what is missing."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.engine import Connection
from starlette.responses import Response

from bot.line import board, cases, claims, letters, sessions
from bot.line.case import Case
from bot.line.claims import Claimed, Lost
from bot.line.refusals import (
    IllegalMove,
    NoSuchCase,
    NotHers,
    NothingWritten,
    ReasonNeeded,
    Refusal,
    SecondNeeded,
    UnknownOutcome,
)
from bot.protocol.level import Level

from .case_page import page
from .visit import Visit, done, go

TAKEN = (IllegalMove, NotHers)
NO_SECOND = "The second midwife's login and password do not belong together, or she is not a midwife of this line"


def claim(visit: Visit) -> Response:
    """Take the case; the second to press is told who has it."""
    try:
        with visit.desk.database.write() as connection:
            answer = take(connection, visit, _id(visit))
    except TAKEN:
        return go(_address(visit), "lost")
    return go(_address(visit), "claimed" if isinstance(answer, Claimed) else "lost")


def take(connection: Connection, visit: Visit, case_id: str) -> Claimed | Lost:
    """Claim; a case whose midwife has left is given back first, in the same transaction."""
    row = next((one for one in board.rows(connection, visit.member.line_id, visit.now) if one.case_id == case_id), None)
    if row is not None and row.owner_away and row.owner_id != visit.member.id:
        claims.release(connection, case_id, visit.member, visit.now)
    return claims.claim(connection, case_id, visit.member, visit.now)


def release(visit: Visit) -> Response:
    """Give the case back."""

    def act(connection: Connection) -> None:
        claims.release(connection, _id(visit), visit.member, visit.now)

    return _do(visit, act, "released", "")


def write(visit: Visit) -> Response:
    """Write to her."""

    def act(connection: Connection) -> None:
        letters.write_to_her(connection, _id(visit), visit.member, visit.form["text"], visit.now)

    return _do(visit, act, "wrote", "")


def called(visit: Visit) -> Response:
    """Record what came of ringing her."""

    def act(connection: Connection) -> None:
        cases.called(connection, _id(visit), visit.member, visit.form["result"], visit.now)

    return _do(visit, act, "called", "")


def regrade(visit: Visit) -> Response:
    """Change the level: up at one press, down with a reason, out of red with a second midwife."""

    def act(connection: Connection) -> None:
        level = Level.parse(visit.form["level"])
        cases.regrade(connection, _id(visit), visit.member, level, visit.form["reason"], visit.now, second)

    if _stale(visit):
        return go(_address(visit), "changed")
    second = _second(visit)
    return _do(visit, act, "regraded", "lower")


def close(visit: Visit) -> Response:
    """Close the case with its outcome."""

    def act(connection: Connection) -> None:
        outcome, note = visit.form["outcome"], visit.form["note"]
        cases.close(connection, _id(visit), visit.member, outcome, note, visit.now, second)

    if _stale(visit):
        return go(_address(visit), "changed")
    second = _second(visit)
    return _do(visit, act, "closed", "close")


#: Where on the page what was refused can be mended.
_FIELDS: dict[type[Refusal], dict[str, str]] = {
    ReasonNeeded: {"lower": "reason", "close": "outcome"},
    SecondNeeded: {"lower": "second-login-lower", "close": "second-login-close"},
    UnknownOutcome: {"close": "outcome"},
    NothingWritten: {"": "words"},
}


def _do(visit: Visit, act: Callable[[Connection], None], say: str, fold: str) -> Response:
    try:
        with visit.desk.database.write() as connection:
            act(connection)
    except NoSuchCase:
        raise
    except TAKEN as refusal:
        return page(visit, 409, problems={"": str(refusal)}, fold=fold)
    except (ReasonNeeded, SecondNeeded, UnknownOutcome, NothingWritten) as refusal:
        field = _FIELDS[type(refusal)].get(fold, "")
        text = NO_SECOND if isinstance(refusal, SecondNeeded) and visit.form["second_login"] else str(refusal)
        return page(visit, 422, problems={field: text}, fold=fold)
    except ValueError:
        return page(visit, 422, problems={"level": "Choose a level"}, fold=fold)
    return done() if visit.in_part else go(_address(visit), say)


def _second(visit: Visit) -> str | None:
    """The sign-in name of a colleague who has just proved to be herself, guessing slowed as at the door."""
    login, password = visit.form["second_login"], visit.form["second_password"]
    if not login or not password:
        return None
    address = visit.request.client.host if visit.request.client else ""
    answer = sessions.sign_in(visit.desk.database, login, password, visit.now, address)
    if not isinstance(answer, sessions.SignedIn):
        return None
    with visit.desk.database.write() as connection:
        sessions.sign_out(connection, answer.token)
    return answer.member.login


def _stale(visit: Visit) -> bool:
    """Whether the level has changed since she looked: what she pressed was meant for another."""
    with visit.desk.database.read() as connection:
        case: Case | None = cases.find(connection, _id(visit), visit.member.line_id)
    if case is None:
        raise NoSuchCase
    return visit.form["seen"] not in ("", case.level.code)


def _id(visit: Visit) -> str:
    return str(visit.request.path_params["case"])


def _address(visit: Visit) -> str:
    return f"/line/case/{_id(visit)}"
