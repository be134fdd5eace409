"""Tells her the signpost card."""

from rasa_sdk import Action

from bot.protocol.level import Colour

from .tell_card import TellCard


class SignpostCard(TellCard, Action):
    """The rule for signpost leads here."""

    colour = Colour.SIGNPOST

    def name(self) -> str:
        return "action_signpost"
