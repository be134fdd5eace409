"""What a site may serve: as safe as the defaults or safer; anything else, and production, only once it is signed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.app.served import Approvals, served_by
from bot.app.settings import ROOT, Settings, SettingsWrong, from_environment
from bot.protocol.content import Protocol
from bot.protocol.mark import UNTIL_KNOWN
from bot.protocol.reader import read_protocol
from bot.review import signoffs

REAL = '"020 7946 0018"'  # not one of the numbers that production refuses, and nobody's


def settings(folder: Path, clinical: str = "{}", **more: object) -> Settings:
    text = (ROOT / "site.yml").read_text("utf-8").replace("clinical: {}", f"clinical: {clinical}")
    path = folder / "harbour.yml"
    path.write_text(text.replace('"+441632960001"', REAL), "utf-8")
    given = {"TRIAGE_SITE": str(path), "TRIAGE_SIGNATURES": str(folder / "signatures")}
    return from_environment(given, **more)


def production(folder: Path, clinical: str = "{}") -> Settings:
    return settings(folder, clinical, production=True, key="k", public_url="https://triage.example")


def two_sign(folder: Path, protocol: Protocol) -> None:
    for who, role in (("Jo Bell", "safety_officer"), ("Ann Lee", "obstetric_lead")):
        signoffs.write(folder / "signatures", signoffs.sign(protocol, who=who, role=role, on=date(2026, 5, 4)))


def test_unsigned_it_is_a_demonstration_that_says_so(tmp_path: Path) -> None:
    here = settings(tmp_path)
    assert not served_by(here).approval.approved
    assert here.mark == UNTIL_KNOWN


def test_production_without_a_signature_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SettingsWrong) as refused:
        served_by(production(tmp_path))
    text = str(refused.value)
    assert "Nobody has signed version" in text
    assert "/protocol/sign" in text
    assert str(tmp_path / "signatures") in text


def test_production_with_one_signature_is_refused(tmp_path: Path) -> None:
    given = signoffs.sign(read_protocol(), who="Jo Bell", role="safety_officer", on=date(2026, 5, 4))
    signoffs.write(tmp_path / "signatures", given)
    with pytest.raises(SettingsWrong, match="signed by one person"):
        served_by(production(tmp_path))


def test_production_serves_what_two_people_have_signed(tmp_path: Path) -> None:
    two_sign(tmp_path, read_protocol())
    assert served_by(production(tmp_path)).approval.approved


def test_production_refuses_a_version_changed_since_it_was_signed(tmp_path: Path) -> None:
    two_sign(tmp_path, read_protocol())
    with pytest.raises(SettingsWrong, match="changed since it was signed"):
        served_by(production(tmp_path, "{bp_severe_top: 155}"))


@pytest.mark.parametrize(
    "clinical", ["{bp_severe_top: 155}", "{ring_within_A15: 10}", "{helpline_mind: '0800 111 222'}"]
)
def test_a_safer_site_starts_and_is_another_version(tmp_path: Path, clinical: str) -> None:
    served = served_by(settings(tmp_path, clinical))
    assert served.protocol.hash != read_protocol().hash


def test_a_less_safe_site_does_not_start_until_two_have_signed_it(tmp_path: Path) -> None:
    here = settings(tmp_path, "{movements_from: 25+0}")
    with pytest.raises(SettingsWrong) as refused:
        served_by(here)
    assert "harbour.yml:10: movements_from" in str(refused.value)
    assert "write 24+0 or less, or have two people sign" in str(refused.value)
    two_sign(tmp_path, read_protocol(site=here.clinical))
    assert served_by(here).protocol.settings["movements_from"] == 25 * 7


@pytest.mark.parametrize(
    ("clinical", "expected"),
    [
        ("{movements_from: 30+0}", "30+0 is outside what is safe anywhere; write 20+0 to 26+0"),
        ("{bp_severe_tops: 150}", "did you mean bp_severe_top"),
        ("{lower_limit: 20 weeks}", "'20 weeks' is not weeks+days"),
    ],
)
def test_a_wrong_setting_is_refused_with_file_and_line(tmp_path: Path, clinical: str, expected: str) -> None:
    with pytest.raises(SettingsWrong) as refused:
        served_by(settings(tmp_path, clinical))
    assert expected in str(refused.value)
    assert "harbour.yml:10: " in str(refused.value)


def test_sign_offs_that_cannot_be_trusted_stop_the_start(tmp_path: Path) -> None:
    here = settings(tmp_path)
    here.signatures.mkdir()
    (here.signatures / "mine.yml").write_text("who: Me Myself\nrole: developer\n", "utf-8")
    with pytest.raises(SettingsWrong, match=r"mine\.yml:2: 'developer' does not sign"):
        served_by(here)


def test_a_case_is_marked_by_the_version_that_graded_it(tmp_path: Path) -> None:
    old, new = read_protocol(), read_protocol(site=settings(tmp_path, "{bp_severe_top: 155}").clinical)
    two_sign(tmp_path, new)
    served = served_by(production(tmp_path, "{bp_severe_top: 155}"))
    approves = Approvals(served, {old.hash: old.content}.get)
    assert approves(new.hash)
    assert approves(None)
    assert not approves(old.hash)
    assert not approves("0" * 64)
