"""What a midwife can be refused, each by its name; the docstring is what she reads."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818
    """This cannot be done."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or type(self).__doc__)


class NoSuchCase(Refusal, LookupError):  # noqa: N818
    """There is no such case."""  # also for another line's case: the same page as if it did not exist


class NotAllowed(Refusal):
    """Only a midwife or coordinator of this line can do this."""


class NotHers(Refusal):
    """Take the case before you act on it."""


class IllegalMove(Refusal):
    """The case is not in a state in which this can be done."""


class ReasonNeeded(Refusal):
    """Write down the reason."""


class SecondNeeded(Refusal):
    """A second midwife has to agree: enter the sign-in name of a colleague."""


class UnknownOutcome(Refusal):
    """Choose one of the outcomes, or 'unknown'."""


class NothingWritten(Refusal):
    """Write something before you send it."""
