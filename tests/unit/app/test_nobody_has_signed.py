"""What this repository ships is signed by nobody: no developer signs, and no sign-off is made up."""

from __future__ import annotations

from bot.app.settings import ROOT
from bot.protocol.reader import read_protocol
from bot.review.approval import status_of
from bot.review.signoffs import read


def test_nobody_has_signed_here() -> None:
    assert read(ROOT / "signatures") == ()
    approval = status_of(read_protocol(), read(ROOT / "signatures"))
    assert not approval.approved
    assert all(approval.of(id) == "awaiting" for id in read_protocol().criteria)
