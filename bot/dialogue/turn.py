"""What every custom action starts from and ends with: the chart, the site, the moment, a reply."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.records.clock import local_date
from bot.understanding import read

from . import chart_json, heard
from .bodies import Body
from .chart import Chart
from .heard import Heard
from .site import Site


@dataclass(frozen=True)
class Turn:
    """One turn as an action sees it."""

    chart: Chart
    site: Site
    now: datetime
    episode: str
    message: dict[str, Any]

    @property
    def message_id(self) -> str:
        """The message's own id."""
        return str(self.message.get("message_id") or self.now.isoformat())

    def heard(self, for_the_question: bool) -> Heard:
        """Her message, with what was read in it."""
        words = self.message.get("text") or ""
        reading = self.message.get("understood")
        return Heard(
            id=self.message_id,
            words=words,
            understood=heard.from_json(reading) if reading else read(words, local_date(self.now)),
            now=self.now,
            pressed=tuple(pressed(self.message)),
            for_the_question=for_the_question,
        )


def pressed(message: dict[str, Any]) -> list[str]:
    """The options of a pressed button, which travel as entities."""
    return [e["value"] for e in message.get("entities") or [] if e.get("entity") == "pressed"]


def turn_of(tracker: Tracker) -> Turn:
    """The turn in this tracker. Without a server (`rasa shell`) the site is the invented unit."""
    message = tracker.latest_message or {}
    metadata = message.get("metadata") or {}
    site = Site.from_json(metadata.get("site"))
    return Turn(
        chart=chart_json.from_slot(tracker.get_slot("answers")),
        site=site,
        now=_moment(metadata, tracker),
        episode=tracker.sender_id,
        message=message,
    )


def keep(chart: Chart) -> list[dict[str, Any]]:
    """The event that keeps the chart."""
    return [SlotSet("answers", chart_json.to_slot(chart))]


def reply(dispatcher: CollectingDispatcher, body: Body) -> None:
    """Say this to her; the body travels beside the plain text."""
    options = body.get("question", {}).get("options", [])
    buttons = [{"title": option["label"], "payload": option["label"]} for option in options]
    dispatcher.utter_message(text=body["text"], buttons=buttons, body=body)


def spoken(tracker: Tracker) -> bool:
    """Whether she has had a reply in this turn already."""
    for event in reversed(tracker.events):
        if event["event"] == "user":
            return False
        if event["event"] == "bot":
            return True
    return False


def _moment(metadata: dict[str, Any], tracker: Tracker) -> datetime:
    if "now" in metadata:
        return datetime.fromisoformat(metadata["now"])
    times = [event["timestamp"] for event in tracker.events if event["event"] == "user"]
    return datetime.fromtimestamp(times[-1] if times else 0, UTC)
