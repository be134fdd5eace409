"""What a page says after a press: fixed sentences under a code, so that no address ever carries anybody's words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """One notice. `look` is done, unsure or alarm."""

    text: str
    look: str = "done"


SAYINGS = {
    "claimed": Said("She is yours. Ring her, or write to her."),
    "claimed-next": Said("This is the most urgent woman waiting. She is yours: ring her, or write to her."),
    "lost": Said("Somebody was quicker: this case already has a midwife. Her name stands above.", "unsure"),
    "nobody": Said("Nobody is waiting."),
    "none": Said("There is no case with that reference on this line.", "unsure"),
    "called": Said("The call is recorded."),
    "wrote": Said("Sent."),
    "regraded": Said("The level is changed."),
    "closed": Said("The case is closed."),
    "released": Said("The case is back on the board. Her clock keeps running.", "unsure"),
    "changed": Said("This case has changed since you opened it. Look again before you act.", "unsure"),
    "out": Said("You are signed out."),
    "over": Said("You were signed out because this page was not used for a while. Sign in again.", "unsure"),
    "added": Said("The member is added."),
    "disabled": Said("The member can no longer sign in."),
    "password": Said("The password is changed."),
}


def said(code: str | None) -> Said | None:
    """The notice of that code; nothing for a code that is not known."""
    return SAYINGS.get(code or "")
