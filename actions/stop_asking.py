"""Stops asking; what she said is kept, and the number stays."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.dialogue.bodies import say
from bot.dialogue.turn import keep, reply, turn_of


class StopAsking(Action):
    """Her "stop"."""

    def name(self) -> str:
        return "action_stop_asking"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        turn = turn_of(tracker)
        reply(dispatcher, say(turn.chart.protocol, turn.site, "utter_stop"))
        return keep(replace(turn.chart, stopped_at=turn.message_id))
