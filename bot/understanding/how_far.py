"""How far along she says she is, as the interval in which her due date lies (evidence 3.2)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.protocol.gestation import TERM_DAYS, DueDate, Gestation

from .dates import read_date, read_span
from .numbers_in_words import with_digits
from .plain import Plain
