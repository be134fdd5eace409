"""Records that she does not know."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.dialogue.acts import answer_with
from bot.dialogue.turn import keep, turn_of
from bot.protocol.statement import UNSURE


class NoteUnsure(Action):
    """Her "not sure": what it means stands beside each question."""

    def name(self) -> str:
        return "action_note_unsure"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        turn = turn_of(tracker)
        return keep(answer_with(turn.chart, UNSURE, turn.now))
