"""Sets the colour that the protocol has decided; rules lead on from it."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.dialogue.telling import colour_of, news
from bot.dialogue.turn import turn_of


class Disposition(Action):
    """The only place where the featurised slot `colour` changes."""

    def name(self) -> str:
        return "action_disposition"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        turn = turn_of(tracker)
        then = news(turn.chart, turn.now)
        return [SlotSet("colour", colour_of(then).value if then else tracker.get_slot("colour"))]
