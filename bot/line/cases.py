"""Everything that can be done to a case, by one name each."""

from __future__ import annotations

from .calls import called
from .case import Case, find, find_open
from .closing import OUTCOMES, close
from .grading import regrade
from .opening import KINDS, open_or_raise

__all__ = ["KINDS", "OUTCOMES", "Case", "called", "close", "find", "find_open", "open_or_raise", "regrade"]
