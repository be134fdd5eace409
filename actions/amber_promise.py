"""Tells her the amber card."""

from rasa_sdk import Action

from bot.protocol.level import Colour

from .tell_card import TellCard


class AmberPromise(TellCard, Action):
    """The rule for amber leads here."""

    colour = Colour.AMBER

    def name(self) -> str:
        return "action_amber_promise"
