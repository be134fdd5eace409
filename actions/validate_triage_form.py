"""Reads her message onto the chart, and ends the form when there is something to tell."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.dialogue.hearing import hear
from bot.dialogue.telling import news
from bot.dialogue.turn import keep, turn_of


class ValidateTriageForm(Action):
    """Runs on every message while she is asked; returning nothing lets a rule answer an act."""

    def name(self) -> str:
        return "validate_triage_form"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        turn = turn_of(tracker)
        opening = tracker.get_slot("requested_slot") is None
        taken = tracker.get_slot("answer") is not None or opening
        chart = hear(turn.chart, turn.heard(for_the_question=taken))
        events: list[Any] = [SlotSet("answer", None)] if taken else []
        if chart.statements != turn.chart.statements or taken:
            events += keep(chart)
        ends = news(chart, turn.now) is not None
        return [*events, SlotSet("requested_slot", None if ends else "answer")]
