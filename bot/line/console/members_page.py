"""An admin keeps the members of her line: adds, disables, sets a new password."""

from __future__ import annotations

from starlette.responses import Response

from bot.line import members
from bot.line.members import LoginTaken, Member, WeakPassword
from bot.line.refusals import NoSuchCase

from .visit import ROLES, Typed, Visit, go


def show(visit: Visit) -> Response:
    """Everybody of the line."""
    return _page(visit, 200, {}, Typed())


def add(visit: Visit) -> Response:
    """Add a member."""
    form = visit.form
    if not form["name"].strip() or not members.tidy(form["login"]):
        return _page(visit, 422, {"name": "Enter a name and a login"}, form)
    try:
        with visit.desk.database.write() as connection:
            members.add(
                connection,
                line_id=visit.member.line_id,
                login=form["login"],
                name=form["name"],
                role=form["role"],
                password=form["password"],
                now=visit.now,
            )
    except LoginTaken as refusal:
        return _page(visit, 422, {"login": str(refusal)}, form)
    except WeakPassword as refusal:
        return _page(visit, 422, {"password": str(refusal)}, form)
    except ValueError:
        return _page(visit, 422, {"role": "Choose a role"}, form)
    return go("/line/members", "added")


def disable(visit: Visit) -> Response:
    """Shut a member out at once; nobody shuts herself out."""
    other = _other(visit)
    if other.id == visit.member.id:
        return _page(visit, 422, {"": "You cannot disable yourself; another admin can"}, Typed())
    with visit.desk.database.write() as connection:
        members.disable(connection, other.id)
    return go("/line/members", "disabled")


def set_password(visit: Visit) -> Response:
    """Give a member a new password."""
    other = _other(visit)
    try:
        with visit.desk.database.write() as connection:
            members.set_password(connection, other.id, visit.form["password"])
    except WeakPassword as refusal:
        return _page(visit, 422, {f"new-{other.id}": str(refusal)}, Typed())
    return go("/line/members", "password")


def _other(visit: Visit) -> Member:
    with visit.desk.database.read() as connection:
        other = members.find(connection, visit.request.path_params["member"])
    if other is None or other.line_id != visit.member.line_id:
        raise NoSuchCase
    return other


def _page(visit: Visit, status: int, problems: dict[str, str], typed: Typed) -> Response:
    with visit.desk.database.read() as connection:
        everybody = [
            {**one.__dict__, "role_text": ROLES[one.role]} for one in members.of_line(connection, visit.member.line_id)
        ]
    roles = {role.value: text for role, text in ROLES.items()}
    shown = {"members": everybody, "roles": roles, "problems": problems, "typed": typed, "here": "members"}
    return visit.page("members.html", status, **shown)
