"""How a command says that it could not do what was asked."""

from __future__ import annotations


class CommandFailed(Exception):
    """The command could not do what was asked; the message says what to do."""
