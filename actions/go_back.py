"""Takes back the last answer, so that its question is asked again."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.dialogue.acts import go_back
from bot.dialogue.turn import keep, reply, turn_of


class GoBack(Action):
    """Her "go back"."""

    def name(self) -> str:
        return "action_go_back"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        turn = turn_of(tracker)
        chart, said = go_back(turn.chart, turn.site, turn.now)
        reply(dispatcher, said)
        return keep(chart)
