"""Telegram: updates in, by webhook or by asking; replies out through the outbox.

Belongs here: proving an update genuine, reading it, showing a reply with its buttons.
Does not: what the words or the buttons mean.
"""

from .courier import TelegramCourier, close_bot, open_bot
from .intake import Intake
from .polling import poll
from .settings import TelegramSettings
from .webhook import announce, routes

__all__ = ["Intake", "TelegramCourier", "TelegramSettings", "announce", "close_bot", "open_bot", "poll", "routes"]
