"""Reads her message onto the chart, and ends the form when there is something to tell."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecutionRejected, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.dialogue.hearing import answered, hear
from bot.dialogue.telling import news
from bot.dialogue.turn import keep, turn_of


class ValidateTriageForm(Action):
    """Runs on every message while she is asked. An act steps aside for its rule, once it has been heard."""

    def name(self) -> str:
        return "validate_triage_form"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        turn = turn_of(tracker)
        opening = tracker.get_slot("requested_slot") is None
        for_the_question = tracker.get_slot("answer") is not None or opening
        heard_before = turn.chart.heard == turn.message_id
        chart = hear(turn.chart, turn.heard(for_the_question))
        ends = news(chart, turn.now) is not None
        events = [*keep(chart), SlotSet("answer", None), SlotSet("requested_slot", None if ends else "answer")]
        if ends or for_the_question or heard_before or answered(turn.chart, chart):
            return events
        return [*keep(chart), ActionExecutionRejected("triage_form")]
