"""Lets her choose which answer to change, or asks the chosen question again."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.dialogue.acts import change
from bot.dialogue.turn import keep, pressed, reply, turn_of


class ChangeAnswer(Action):
    """Her "actually"."""

    def name(self) -> str:
        return "action_change_answer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        turn = turn_of(tracker)
        chosen = pressed(turn.message)
        chart, said = change(turn.chart, turn.site, turn.now, chosen[0] if chosen else None)
        reply(dispatcher, said)
        return keep(chart)
