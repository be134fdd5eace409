"""Says why the question that stands is asked."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.dialogue.acts import why
from bot.dialogue.turn import reply, turn_of


class ExplainQuestion(Action):
    """Her "why?"."""

    def name(self) -> str:
        return "action_explain_question"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        turn = turn_of(tracker)
        reply(dispatcher, why(turn.chart, turn.site, turn.now))
        return []
