"""What every screen and every case says until people have signed, and until a trust has set the service up."""

from __future__ import annotations

DEMONSTRATION = "Demonstration, not an NHS service"
NOT_APPROVED = "Not approved for clinical use"
#: While nothing else is known, this is said.
UNTIL_KNOWN = f"{DEMONSTRATION}, {NOT_APPROVED[0].lower()}{NOT_APPROVED[1:]}"


def mark(*, production: bool, approved: bool) -> str:
    """The line to show; empty only for an approved version in production."""
    if production:
        return "" if approved else NOT_APPROVED
    return DEMONSTRATION if approved else UNTIL_KNOWN
