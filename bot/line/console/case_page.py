"""The case on its own page, and its parts for the page's own script."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

import bot.line.card
from bot.line.refusals import NoSuchCase

from . import card
from .may import may
from .visit import Typed, Visit


def show(visit: Visit) -> Response:
    """The case."""
    return page(visit)


def only_parts(visit: Visit) -> Response:
    """The parts of the case that change."""
    return visit.page("parts.html", **_shown(visit), open="")


def page(visit: Visit, status: int = 200, *, problems: dict[str, str] | None = None, fold: str = "") -> Response:
    """The case, with what was typed and what was wrong with it."""
    number = visit.follow()
    typed = visit.form if problems else Typed()
    shown = {"problems": problems or {}, "typed": typed, "open": fold, "event": number}
    return visit.page("case.html", status, **_shown(visit), **shown)


def _shown(visit: Visit) -> dict[str, Any]:
    with visit.desk.database.read() as connection:
        found = bot.line.card.read(connection, visit.request.path_params["case"], visit.member, visit.now)
        if found is None:
            raise NoSuchCase
        row = card.on_board(connection, found.case, visit.now)
        shown = card.shown(connection, found, row, visit.now)
    approved = visit.desk.approves(found.case.protocol_hash)
    return {"card": shown, "may": may(found.case, row, visit.member), "approved": approved}
