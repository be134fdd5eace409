"""How her words are read: findings, gestation, numbers, language.

Belongs here: pure functions from text to findings. Does not: Rasa, levels, a database.
"""

from .reader import read

__all__ = ["read"]
