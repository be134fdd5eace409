"""Begins a new episode; what was told before is still the least she is told."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.dialogue.acts import start_again
from bot.dialogue.bodies import say
from bot.dialogue.turn import keep, reply, turn_of


class StartAgain(Action):
    """Her "start again"."""

    def name(self) -> str:
        return "action_start_again"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        turn = turn_of(tracker)
        reply(dispatcher, say(turn.chart.protocol, turn.site, "utter_start_again"))
        return [*keep(start_again(turn.chart)), SlotSet("colour", None)]
