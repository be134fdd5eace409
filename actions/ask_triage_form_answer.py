"""Asks what the protocol wants next, one short question at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.dialogue.bodies import ask, say, say_on, with_mark
from bot.dialogue.chart import Chart
from bot.dialogue.hearing import PERSON_AFTER
from bot.dialogue.turn import Turn, keep, reply, spoken, turn_of
from bot.protocol.level import Colour
from bot.protocol.step import Question


class AskTriageFormAnswer(Action):
    """The form's question; at rest, a sentence that fits what she has been told."""

    def name(self) -> str:
        return "action_ask_triage_form_answer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        turn = turn_of(tracker)
        then = turn.chart.step(turn.now).then
        if turn.chart.stopped_at == turn.message_id or not isinstance(then, Question):
            if not spoken(tracker):
                reply(dispatcher, say_on(turn.chart, turn.site, _at_rest(tracker)))
            return keep(replace(turn.chart, asked=None))
        chart = _not_understood(dispatcher, turn, _welcome(dispatcher, turn))
        chart = chart.asking(then)
        assert chart.asked is not None
        reply(dispatcher, ask(chart.protocol, turn.site, then, chart.asked))
        return keep(chart)


def _at_rest(tracker: Tracker) -> str:
    colour = tracker.get_slot("colour")
    return f"utter_after_{colour}" if colour else "utter_service_question"


def _welcome(dispatcher: CollectingDispatcher, turn: Turn) -> Chart:
    """Where she stands with this service, once, before the first question."""
    red = bool(turn.chart.told) and turn.chart.told[-1].level.colour is Colour.RED
    if turn.chart.welcomed or red:  # beside a red card there is nothing else to read
        return turn.chart
    reply(dispatcher, with_mark(say(turn.chart.protocol, turn.site, "utter_welcome"), turn.site))
    return replace(turn.chart, welcomed=True)


def _not_understood(dispatcher: CollectingDispatcher, turn: Turn, chart: Chart) -> Chart:
    """Not understood: rephrase, then buttons, then a person; after that the counting begins anew."""
    if chart.misread and chart.misread_at == turn.message_id:
        reply(dispatcher, say(chart.protocol, turn.site, f"utter_not_understood_{min(chart.misread, PERSON_AFTER)}"))
    return replace(chart, misread=0) if chart.misread >= PERSON_AFTER else chart
