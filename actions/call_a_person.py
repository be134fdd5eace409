"""Calls a midwife for her, whatever the colour, with no questions first."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.dialogue.acts import call_a_person
from bot.dialogue.turn import keep, reply, turn_of


class CallAPerson(Action):
    """Her "I want to speak to somebody"."""

    def name(self) -> str:
        return "action_call_a_person"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        turn = turn_of(tracker)
        chart, said = call_a_person(turn.chart, turn.site, turn.now)
        reply(dispatcher, said)
        return keep(chart)
