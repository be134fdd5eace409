"""Who signs the protocol: the line's own members, behind the door that the protocol's pages know."""

from __future__ import annotations

from starlette.requests import Request

from bot.line import sessions
from bot.line.console.guard import session_cookie
from bot.line.members import Member, Role
from bot.records import events
from bot.records.clock import local_time
from bot.review.sign_page import Visitor
from bot.review.signoffs import Signoff

from .wiring import Parts


class Officers:
    """Sessions and passwords of the console, for the page on which a safety officer signs."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def visitor(self, request: Request) -> Visitor | None:
        """The member whose session this is; looking at the page is a sign of life."""
        member = self._member(request)
        if member is None:
            return None
        ours = member.line_id == self._parts.unit.line_id
        may_sign = ours and member.role is Role.SAFETY_OFFICER
        return Visitor(member.name, may_sign, sessions.csrf(self._token(request)))

    def form_holds(self, request: Request, csrf: str) -> bool:
        """Whether a form came from this session's own pages."""
        return sessions.csrf_holds(self._token(request), csrf)

    def refused(self, request: Request, password: str) -> str | None:
        """Why this is not shown to be herself: the password is asked for once more, and guessing is slowed."""
        member, now = self._member(request), self._parts.clock.now()
        if member is None:
            return "You are not signed in any more. Nothing was signed."
        address = request.client.host if request.client else ""
        answer = sessions.prove(self._parts.database, member, password, now, address)
        if isinstance(answer, sessions.TooSoon):
            until = f"{local_time(answer.again_at)}:{answer.again_at:%S}"
            return f"Too many wrong tries. Try again after {until}. Nothing was signed."
        return "That is not your password. Nothing was signed." if isinstance(answer, sessions.WrongSignIn) else None

    def signed(self, request: Request, signoff: Signoff) -> None:
        """One event on the line, without a case."""
        member = self._member(request)
        body = {"content": signoff.content, "whole": signoff.whole, "clauses": len(signoff.clauses)}
        with self._parts.database.write() as connection:
            events.append(
                connection,
                line_id=self._parts.unit.line_id,
                unit_id=self._parts.unit.id,
                kind="protocol_signed",
                actor=member.id if member else "service",
                at=self._parts.clock.now(),
                body=body,
            )

    def _token(self, request: Request) -> str:
        return request.cookies.get(session_cookie(self._parts.settings, request), "")

    def _member(self, request: Request) -> Member | None:
        token, now = self._token(request), self._parts.clock.now()
        if not token:
            return None
        with self._parts.database.read() as connection:
            session = sessions.find(connection, token, now)
        if session is not None and sessions.is_stale(session, now, acted=True):
            with self._parts.database.write() as connection:
                sessions.touch(connection, token, now, acted=True)
        return session.member if session else None
