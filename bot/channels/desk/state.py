"""Everything a turn is run on, read in one short transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection, Row

from bot.dialogue import chart_json, shelf
from bot.dialogue.chart import Chart
from bot.dialogue.site import Site
from bot.line import cases, presence
from bot.protocol.level import Level
from bot.records import sites
from bot.records.tables import arrivals, conversations, lines, members

from .earlier import known_before

#: After so long a silence it is about something new: another episode.
NEW_EPISODE_AFTER = timedelta(hours=4)

_ARRIVAL = select(arrivals).where(arrivals.c.id == bindparam("this"))
_CONVERSATION = select(conversations).where(conversations.c.id == bindparam("this"))
_LINE = select(lines.c.name).where(lines.c.id == bindparam("this"))
_MEMBER = select(members.c.name).where(members.c.id == bindparam("this"))


@dataclass(frozen=True)
class State:
    """One conversation with one arrival to answer."""

    arrival: Any  # None when time, not she, makes the turn
    conversation: Row[Any]
    chart: Chart
    loop: str | None
    colour: str | None
    episode_id: str
    fresh: bool  # a new episode begins with this arrival
    case: Any  # the person's open case, or None
    owner: str | None  # the midwife who has it
    site: Site

    @property
    def snapshot(self) -> dict[str, Any]:
        """What Rasa starts this turn from."""
        slots: dict[str, Any] = {"answers": chart_json.to_slot(self.chart)}
        if self.colour:
            slots["colour"] = self.colour
        if self.loop:
            slots["requested_slot"] = "answer"
        return {"loop": self.loop, "slots": slots}


def read(connection: Connection, number: int, now: datetime, kept_days: int) -> State:
    """The state for this arrival."""
    arrival = connection.execute(_ARRIVAL, {"this": number}).one()
    return of_conversation(connection, arrival.conversation_id, now, kept_days, arrival)


def of_conversation(
    connection: Connection, conversation_id: str, now: datetime, kept_days: int, arrival: Any = None
) -> State:
    """The state of a conversation, for an arrival or for a clock that ran out."""
    conversation = connection.execute(_CONVERSATION, {"this": conversation_id}).one()
    case = cases.find_open(connection, conversation.person_id)
    snapshot = conversation.snapshot or {"loop": None, "slots": {}}
    before = chart_json.from_slot(snapshot["slots"].get("answers"))
    long_ago = arrival is not None and now - conversation.last_at > NEW_EPISODE_AFTER
    fresh = conversation.episode_id is None or long_ago
    return State(
        arrival=arrival,
        conversation=conversation,
        chart=_first_chart(connection, conversation, case, before) if fresh else before,
        loop=None if fresh else snapshot["loop"],
        colour=None if fresh else snapshot["slots"].get("colour"),
        episode_id=str(uuid4()) if fresh else conversation.episode_id,
        fresh=fresh,
        case=case,
        owner=_owner(connection, case),
        site=site_of(connection, conversation, now, kept_days),
    )


def site_of(connection: Connection, conversation: Row[Any], now: datetime, kept_days: int) -> Site:
    """What replies in this conversation may name."""
    unit = sites.load(connection, conversation.unit_id)
    line = connection.execute(_LINE, {"this": unit.line_id}).scalar_one()
    return Site(
        line=line,
        unit=unit.name,
        phone=unit.phone,
        address=unit.address,
        kept_days=kept_days,
        present=presence.anybody(connection, unit.line_id, now),
        channel=conversation.channel,
        language=conversation.language,
    )


def _first_chart(connection: Connection, conversation: Row[Any], case: Any, before: Chart) -> Chart:
    """A new episode never begins below an open case, and knows what was known before.

    Question numbers go on, so that no button of an earlier episode can answer a question of this one.
    """
    return Chart(
        shelf.current().hash,
        asked_so_far=before.asked_so_far,
        floor=Level.parse(case.level) if case else Level.G,
        floor_reason="an open case" if case else "",
        known=known_before(connection, conversation.person_id, shelf.current()),
    )


def _owner(connection: Connection, case: Any) -> str | None:
    if case is None or case.owner_id is None:
        return None
    return connection.execute(_MEMBER, {"this": case.owner_id}).scalar()
