"""The same pages in a folder, and the commands that write and print them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app import cli
from bot.protocol.content import Protocol
from bot.protocol.reader import read_protocol
from bot.review.build import NotOurFolder, build

from .test_pages import PAGES, Page


@pytest.fixture(scope="module")
def protocol() -> Protocol:
    return read_protocol()


@pytest.fixture(scope="module")
def folder(protocol: Protocol, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages") / "protocol"
    build(protocol, folder)
    return folder


def test_every_page_is_a_file(protocol: Protocol, folder: Path) -> None:
    wanted = {f"{name or 'index'}.html" for name in (*PAGES, *protocol.pathways)}
    assert {file.name for file in folder.glob("*.html")} == wanted
    assert (folder / "protocol.css").exists()


def test_every_link_leads_to_a_file_beside_it(folder: Path) -> None:
    pages = {file.name: Page(file.read_text("utf-8")) for file in folder.glob("*.html")}
    for name, page in pages.items():
        for link in page.links:
            path, _, place = link.partition("#")
            assert (path or name) in pages, f"{name}: {link}"
            assert not place or place in pages[path or name].ids, f"{name}: {link}"


def test_files_lead_to_no_page_that_needs_a_server(folder: Path) -> None:
    text = "".join(file.read_text("utf-8") for file in folder.glob("*.html"))
    assert "compare" not in text
    assert 'href="/' not in text


def test_it_can_be_built_again_but_not_over_somebody_elses_files(protocol: Protocol, folder: Path) -> None:
    build(protocol, folder)
    other = folder.parent / "other"
    other.mkdir()
    (other / "notes.txt").write_text("mine")
    with pytest.raises(NotOurFolder, match="name an empty one"):
        build(protocol, other)
    assert [file.name for file in other.iterdir()] == ["notes.txt"]


def test_the_command_builds_the_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["protocol", "build", str(tmp_path / "pages")]) == 0
    assert "index.html" in capsys.readouterr().out
    assert "01632 960001" in (tmp_path / "pages" / "cards.html").read_text("utf-8")


def test_a_folder_of_other_files_is_refused_by_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    assert cli.main(["protocol", "build", str(tmp_path)]) == 2
    assert "name an empty one" in capsys.readouterr().err


def test_a_pathway_is_printed_readably(capsys: pytest.CaptureFixture[str], protocol: Protocol) -> None:
    pathway = protocol.pathways["P01"]
    count = len(pathway.criteria) + len(pathway.greens)
    assert cli.main(["protocol", "show", "p01"]) == 0
    printed = capsys.readouterr().out
    assert "P01 Baby moving less, differently, or not at all" in printed
    assert "R-GO   RFM-R1: No movements at 24+0 or later" in printed
    assert "if Weeks 24+0 (movement limit) or more and Movements: “No moves at all”" in printed
    assert "1. movements: “How is your baby moving today?”" in printed
    assert f"Not approved for clinical use: {count} of {count} criteria awaiting sign-off." in printed
    assert max(len(line) for line in printed.splitlines()) <= 110


@pytest.mark.parametrize(("part", "criterion"), [("flags", "RF04"), ("modifiers", "M05"), ("gate", "postnatal_urgent")])
def test_what_holds_everywhere_is_printed_too(part: str, criterion: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["protocol", "show", part]) == 0
    assert f"{criterion}:" in capsys.readouterr().out


def test_without_a_name_it_says_what_there_is(capsys: pytest.CaptureFixture[str], protocol: Protocol) -> None:
    assert cli.main(["protocol", "show"]) == 0
    printed = capsys.readouterr().out
    assert all(pathway.title in printed for pathway in protocol.pathways.values())


def test_an_unknown_part_says_how_to_find_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["protocol", "show", "P99"]) == 2
    assert "`triage protocol show` lists them all" in capsys.readouterr().err


def test_reading_ages_are_listed_for_each_question(capsys: pytest.CaptureFixture[str], protocol: Protocol) -> None:
    assert cli.main(["protocol", "words"]) == 0
    printed = capsys.readouterr().out
    assert all(f"question.{id}:" in printed for id in protocol.questions)
    assert "0 findings." in printed
