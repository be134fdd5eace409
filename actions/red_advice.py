"""Tells her the red card."""

from rasa_sdk import Action

from bot.protocol.level import Colour

from .tell_card import TellCard


class RedAdvice(TellCard, Action):
    """The rule for red leads here."""

    colour = Colour.RED

    def name(self) -> str:
        return "action_red_advice"
