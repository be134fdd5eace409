"""Tells her the green card."""

from rasa_sdk import Action

from bot.protocol.level import Colour

from .tell_card import TellCard


class GreenAdvice(TellCard, Action):
    """The rule for green leads here."""

    colour = Colour.GREEN

    def name(self) -> str:
        return "action_green_advice"
