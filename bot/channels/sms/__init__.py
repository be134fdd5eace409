"""Text messages, through Twilio: hers in by a signed call, replies out through the outbox, delivery followed up.

Belongs here: proving a call genuine, reading it, one message a question.
Does not: what a number typed back means.
"""

from .courier import SmsCourier
from .settings import SmsSettings
from .webhook import routes

__all__ = ["SmsCourier", "SmsSettings", "routes"]
