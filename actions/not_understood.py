"""The fallback: a safe reply when no rule fits, after which Rasa listens."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from bot.dialogue.bodies import say
from bot.dialogue.turn import reply, turn_of


class NotUnderstood(Action):
    """Would repeat ten times if it did not listen."""

    def name(self) -> str:
        return "action_not_understood"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        turn = turn_of(tracker)
        reply(dispatcher, say(turn.chart.protocol, turn.site, "utter_not_understood_1"))
        return [FollowupAction("action_listen")]
