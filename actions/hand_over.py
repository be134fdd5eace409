"""Hands her over: from here on a midwife has to see her."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.dialogue.turn import keep, turn_of


class HandOver(Action):
    """Marks the chart: the front desk refuses to send these replies before the case is durable."""

    def name(self) -> str:
        return "action_hand_over"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        return keep(replace(turn_of(tracker).chart, handed_over=True))
