"""What a safety officer does at the command line: compare, replay, sign; and what a build refuses (F20)."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest

from bot.app import cli, settings
from bot.protocol.reader import CLINICAL, read_protocol

A4 = "id: RFM-A4\n    level: A60"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No database, and a folder of sign-offs of its own."""
    monkeypatch.setenv("TRIAGE_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("TRIAGE_SIGNATURES", str(tmp_path / "signatures"))
    monkeypatch.delenv("DATABASE_URL", raising=False)


def types(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def signs(monkeypatch: pytest.MonkeyPatch, who: str, role: str, *more: str) -> int:
    types(monkeypatch, f"{who.lower()}\n")
    return cli.main(["protocol", "sign", "--who", who, "--role", role, *more])


def changed(tmp_path: Path, file: str, old: str, new: str) -> Path:
    folder = tmp_path / "changed"
    if not folder.exists():
        shutil.copytree(CLINICAL, folder)
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")
    return folder


def serve_from(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """The same commands over other content."""
    for module in ("bot.app.served", "bot.app.commands"):
        monkeypatch.setattr(f"{module}.read_protocol", lambda site=None: read_protocol(folder, site))


def test_diff_says_what_changed_and_what_it_does(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = changed(tmp_path, "pathways/P01.yml", A4, A4.replace("A60", "R-GO"))
    assert cli.main(["protocol", "diff", "here", str(folder), "--invented", "200"]) == 0
    printed = capsys.readouterr().out
    assert "RFM-A4: A60 -> R-GO when Weeks 20+0 to under 24+0" in printed
    assert "of 200 replayed conversations change" in printed
    assert not (tmp_path / "var").exists(), "reading made a database"


def test_diff_of_the_same_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["protocol", "diff", "here", "here", "--invented", "1"]) == 0
    assert "Nothing differs." in capsys.readouterr().out


def test_replay_lists_whose_level_changes_and_fails_when_one_falls(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    vignettes = str(settings.ROOT / "tests" / "vignettes" / "P01.yml")
    higher = changed(tmp_path, "pathways/P01.yml", A4, A4.replace("A60", "R-GO"))
    assert cli.main(["protocol", "replay", vignettes, "--against", str(higher)]) == 0
    printed = capsys.readouterr().out
    assert "No moves now at 23+6, felt before, is a call within the hour: A60 -> R-GO by RFM-A4" in printed
    assert cli.main(["protocol", "replay", vignettes, "--version", str(higher), "--against", "here"]) == 1
    assert "R-GO -> A60 no longer by RFM-A4" in capsys.readouterr().out


def test_replay_without_stories_says_what_to_give(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["protocol", "replay", "--against", "here"]) == 2
    assert "Give a file of stories, or --recorded" in capsys.readouterr().err
    assert cli.main(["protocol", "replay", "--recorded", "--against", "here"]) == 2
    assert "There is no database yet" in capsys.readouterr().err


def test_signing_writes_one_file_to_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert signs(monkeypatch, "Jo Bell", "safety_officer") == 0
    printed = capsys.readouterr().out
    (path,) = (tmp_path / "signatures").iterdir()
    assert f"Commit this file: {path}" in printed
    assert "answers for the whole version" in printed
    assert "is signed by one person" in printed
    assert signs(monkeypatch, "Ann Lee", "midwifery_lead", "--only", "RFM-R1", "RF05") == 0
    assert "answers for RFM-R1, RF05" in capsys.readouterr().out


@pytest.mark.parametrize("typed", ["", "yes\n", "jo\n"])
def test_nothing_is_signed_until_the_name_is_typed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    types(monkeypatch, typed)
    assert cli.main(["protocol", "sign", "--who", "Jo Bell", "--role", "safety_officer"]) == 2
    assert not (tmp_path / "signatures").exists()


def check() -> int:
    return cli.main(["protocol", "check", "--cases", "1"])


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("pathways/P01.yml", A4, A4.replace("A60", "A4H"), "RFM-A4 changed since it was signed"),
        ("settings.yml", "default: 160", "default: 155", "RF29"),
        (
            "definitions.yml",
            "{temperature: {from: 37.5}}",
            "{temperature: {from: 38.5}}",
            "changed since it was signed",
        ),
        ("words/en-GB/cards.yml", "card.999.title: Call 999 now", "card.999.title: Ring", "exactly these words"),
    ],
    ids=["level", "number of a setting", "number in a named condition", "words"],
)
def test_a_build_fails_when_a_threshold_changes_without_two_signatures(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    file: str,
    old: str,
    new: str,
    says: str,
) -> None:
    """F20: local variation is listed and signed twice, or the build fails."""
    signs(monkeypatch, "Jo Bell", "safety_officer")
    signs(monkeypatch, "Ann Lee", "obstetric_lead")
    assert check() == 0
    serve_from(monkeypatch, changed(tmp_path, file, old, new))
    capsys.readouterr()
    assert check() == 1
    assert says in capsys.readouterr().out
    signs(monkeypatch, "Jo Bell", "safety_officer")
    assert check() == (0 if "words" in file else 1)
    signs(monkeypatch, "Ann Lee", "obstetric_lead")
    assert check() == 0


def test_without_any_sign_off_a_build_passes_as_a_demonstration() -> None:
    assert check() == 0
