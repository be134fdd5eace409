"""Records that she would rather not answer."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.dialogue.acts import answer_with
from bot.dialogue.turn import keep, turn_of
from bot.protocol.statement import SKIPPED


class NoteSkip(Action):
    """Her "skip"."""

    def name(self) -> str:
        return "action_note_skip"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        turn = turn_of(tracker)
        return keep(answer_with(turn.chart, SKIPPED, turn.now))
