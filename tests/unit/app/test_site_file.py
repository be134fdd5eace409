"""A site's file is read with its lines; a wrong one is refused with what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app.settings import ROOT, SettingsWrong, from_environment
from bot.app.site_file import read_site
from bot.dialogue.site import Site
from bot.protocol.problems import ProtocolError

SHIPPED = ROOT / "site.yml"


def changed(folder: Path, old: str, new: str) -> Path:
    text = SHIPPED.read_text("utf-8")
    assert old in text
    path = folder / "harbour.yml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


def test_the_shipped_site_is_the_invented_one() -> None:
    site = read_site(SHIPPED)
    assert (site.line, site.unit, site.phone, site.address, site.kept_days) == (
        Site.line,
        Site.unit,
        Site.phone,
        Site.address,
        Site.kept_days,
    )
    assert not site.clinical.table


def test_the_settings_come_from_the_site(tmp_path: Path) -> None:
    path = changed(tmp_path, "Example Maternity Unit", "Harbour Unit")
    settings = from_environment({"TRIAGE_SITE": str(path)})
    assert (settings.unit, settings.phone) == ("Harbour Unit", "+441632960001")
    assert settings.site == path


@pytest.mark.parametrize(
    ("old", "new", "line", "expected"),
    [
        ('"+441632960001"', '"01632 96"', 7, "'01632 96' is not a telephone number; write for example"),
        ('"+441632960001"', "ring the ward", 7, "'ring the ward' is not a telephone number"),
        ("kept_days: 30", "kept_days: long", 9, "'long' is not a number of days from 1 to 365; write for example 30"),
        ("kept_days: 30", "kept_days: 9999", 9, "'9999' is not a number of days"),
        ("trust: ", "trusts: ", 4, "unknown key 'trusts'; use one of"),
        ("  address: 1 Example Road, Exampleton, EX4 0AA\n", "", 6, "'address' is missing or empty"),
        ("unit:\n", "unit: [\n", 7, "this is not YAML"),
        ("clinical: {}", "clinical: safe", 10, "'clinical' is not a table"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, old: str, new: str, line: int, expected: str) -> None:
    with pytest.raises(ProtocolError) as error:
        read_site(changed(tmp_path, old, new))
    assert expected in str(error.value)
    assert any(problem.startswith(f"harbour.yml:{line}: ") for problem in error.value.problems), error.value.problems


def test_a_missing_file_says_which_variable_to_correct(tmp_path: Path) -> None:
    with pytest.raises(SettingsWrong, match="correct TRIAGE_SITE"):
        from_environment({"TRIAGE_SITE": str(tmp_path / "none.yml")})
