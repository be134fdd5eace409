"""The midwives' console: sign-in, board, case and members, as pages that work without JavaScript.

Belongs here: how the line looks and what a press does. Does not: whether it is allowed (`bot.line`).
"""

from .routes import routes

__all__ = ["routes"]
