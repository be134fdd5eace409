"""What the four colours have in common: one card, told once."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.dialogue.telling import colour_of, news, tell
from bot.dialogue.turn import keep, reply, turn_of
from bot.protocol.level import Colour


class TellCard:
    """Tells the card that is due, if it is of this action's colour. Mixed into an action that has a name."""

    colour: Colour

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        turn = turn_of(tracker)
        then = news(turn.chart, turn.now)
        if then is None or colour_of(then) is not self.colour:
            return []
        chart, card = tell(turn.chart, turn.site, turn.now)
        if card is not None:
            reply(dispatcher, card)
        return keep(chart)
