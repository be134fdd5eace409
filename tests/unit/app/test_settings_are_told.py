"""The pages that a site reads name every setting as it is: no table of settings may fall behind the files."""

from __future__ import annotations

from bot.app.settings import ROOT, VARIABLES
from bot.protocol.reader import read_protocol


def test_every_clinical_setting_stands_in_the_table() -> None:
    told = (ROOT / "docs" / "site-settings.md").read_text("utf-8")
    for one in read_protocol().site.values():
        safe = one.safe_choice if one.safer.value != "either" else "any"
        assert f"| `{one.name}` | {one.says} | {one.text(one.default)} | {safe} | {one.bounds} |" in told


def test_every_variable_is_described() -> None:
    told = (ROOT / "docs" / "running.md").read_text("utf-8")
    assert [name for name in VARIABLES if f"`{name}`" not in told] == []
