"""Every criterion row of the evidence stands in the protocol: its level, its tag, and at least its sources.

`register.csv` was made once from the evidence (sections 1 to 3) and read over by eye; this holds the protocol to it.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

import bot.protocol
from bot.protocol.content import Criterion, Protocol
from bot.protocol.level import Level
from bot.protocol.reader import read_protocol

REGISTER = Path(bot.protocol.__file__).parent / "clinical" / "register.csv"

#: The pathway of each family of rows.
PATHWAY_OF = {
    "RFM": "P01",
    "BLD": "P02",
    "WAT": "P03",
    "ABD": "P04",
    "LAB": "P05",
    "PE": "P06",
    "ITC": "P07",
    "SEP": "P08",
    "DNV": "P09",
    "URI": "P10",
    "CHB": "P11",
    "LEG": "P12",
    "TRA": "P13",
    "DAB": "P14",
    "MHE": "P15",
    "COL": "P16",
    "CRD": "P17",
    "DIS": "P18",
    "RSH": "P19",
    "DIA": "P20",
    "MED": "P20",
    "BAK": "P21",
    "POS": "P22",
    "MIN": "P23",
    "OTH": "P24",
}

#: Rows that are deliberately no criterion of their own: what holds them (criteria, signposts, questions), and why.
MERGED: dict[str, tuple[tuple[str, ...], str]] = {
    "M03": (("M03screen",), "the engine's own reason for an uncertain answer, sourced in protocol.yml"),
    "M15": (
        ("M15", "risks"),
        "a note for the midwife: the tick 'rhesus' stands on the case, and the criterion is derived",
    ),
    "M20": (("RFM-A4", "RFM-G2"), "a band, written into the rows that it changes"),
    "M21": (("LAB-A1", "BAK-A1"), "a band, written into the rows that it changes"),
    "M22": (("LAB-G1",), "a band, written into the rows that it changes"),
    "M24": ((), "a mark on the case: the level is unchanged"),
    "M25": ((), "never in a rule"),
    "DAB-G1": ((), "the pathway is never green"),
    "CRD-G1": ((), "the pathway is never green"),
    "OTH-R1": (("RF01", "RF40"), "the flags hold in every pathway"),
    "3.3.1": (("under",), "a signpost"),
    "3.3.2": (("M20",), "rough weeks are in scope, and at least A60 with blood, pain or waters"),
    "3.3.3": (("RFM-A4", "RFM-G2"), "a band, written into the rows that it changes"),
    "3.3.4": (("RFM-A1",), "a band, written into the rows that it changes"),
    "3.3.5": (("LAB-G1",), "a band, written into the rows that it changes"),
    "3.3.6": (("gestation",), "an unsure answer to the question is at least A60, and green needs known weeks"),
    "3.3.7": (("gestation", "not_pregnant"), "the question is asked again, and a signpost"),
    "3.3.8": (("M05",), "in scope"),
    "3.4.1": (("RF03", "RF06", "RF07"), "the flags hold out of scope too; shoulder pain stands on the A&E card"),
    "3.4.2": (("under_bleeding",), "a signpost"),
    "3.4.3": (("under_bleeding",), "the same signpost names GP and 111"),
    "3.4.4": (("under_unwell",), "a signpost"),
    "3.4.5": (("under_mind",), "a signpost"),
    "3.4.6": (("under",), "a signpost"),
    "3.5.1": (("RF02", "RF03", "RF06", "RF08", "RF09", "RF12", "RF14", "RF20"), "the flags hold out of scope too"),
    "3.5.2": (("postnatal_urgent", "postnatal"), "signposts"),
    "3.5.3": (("postnatal_baby",), "a signpost"),
    "3.5.4": (("RF04",), "a flag"),
    "3.5.5": (("loss",), "a signpost"),
    "3.6.1": (("who", "M04"), "she goes on, at least A60"),
    "3.6.2": (("about_other",), "a signpost"),
    "3.6.3": (("not_pregnant",), "a signpost"),
    "3.6.4": (("risks",), "in scope; see M24"),
    "3.6.5": ((), "in scope; no sentence says who is pregnant"),
    "3.6.6": (("in_hospital",), "a signpost with an alert"),
    "3.6.7": (("abroad",), "a signpost"),
    "3.6.8": ((), "what was said is kept by the dialogue, not by a row"),
}


@dataclass(frozen=True)
class Row:
    """One criterion row of the evidence."""

    id: str
    levels: tuple[str, ...]
    tags: tuple[str, ...]
    sources: tuple[str, ...]

    def is_told_by(self, criterion: Criterion) -> bool:
        """Whether the criterion says what the row says: one of its levels, its tag, all its sources."""
        return (
            (criterion.level.code in self.levels or self.levels == ("one up",))
            and criterion.tag == self.tags[0]
            and all(source in criterion.source for source in self.sources)
        )


def _listed(cell: str, separator: str = ";") -> tuple[str, ...]:
    return tuple(filter(None, cell.split(separator)))


def _rows() -> dict[str, Row]:
    with REGISTER.open(encoding="utf-8", newline="") as file:
        read = list(csv.DictReader(file))
    rows = [Row(r["id"], _listed(r["level"], "/"), _listed(r["tags"]), _listed(r["sources"])) for r in read]
    assert len({row.id for row in rows}) == len(rows), "a row stands twice"
    return {row.id: row for row in rows}


ROWS = _rows()


@pytest.fixture(scope="module")
def clinical() -> Protocol:
    return read_protocol()


def _family(clinical: Protocol, row: str) -> list[Criterion]:
    """The criterion of the row's name, and those with small letters behind it."""
    return [c for c in clinical.criteria.values() if re.fullmatch(re.escape(row) + "[a-z]*", c.id)]


@pytest.mark.parametrize("row", [row for row in ROWS.values() if row.id not in MERGED], ids=lambda row: row.id)
def test_a_row_of_the_evidence_is_a_criterion_at_each_of_its_levels(clinical: Protocol, row: Row) -> None:
    told = [c for c in _family(clinical, row.id) if row.is_told_by(c)]
    assert told, f"{row} is none of {[(c.id, c.level.code, c.source) for c in _family(clinical, row.id)]}"
    if row.levels != ("one up",):
        assert {c.level for c in told} == {Level.parse(level) for level in row.levels}


def test_whatever_is_no_row_of_the_evidence_is_tagged_derived(clinical: Protocol) -> None:
    known = {c.id for row in ROWS.values() for c in _family(clinical, row.id) if row.tags and row.is_told_by(c)}
    assert not [c.id for c in clinical.criteria.values() if c.id not in known and c.tag != "derived"]


def test_what_holds_a_merged_row_is_there(clinical: Protocol) -> None:
    there = {*clinical.criteria, *clinical.signpost_ids, *clinical.questions}
    for row, (held_by, why) in MERGED.items():
        assert row in ROWS
        assert why
        assert there.issuperset(held_by), row


def test_a_pathway_that_the_evidence_never_lets_be_green_is_not(clinical: Protocol) -> None:
    never = {
        PATHWAY_OF[row.id.split("-")[0]]
        for row in ROWS.values()
        if re.search(r"-G\d", row.id) and row.levels == ("none",)
    }
    assert never == {"P14", "P17"}
    assert all(clinical.pathways[name].never_green for name in never)


def test_the_pathways_are_those_of_the_evidence(clinical: Protocol) -> None:
    assert set(clinical.pathways) == set(PATHWAY_OF.values()) == {f"P{number:02}" for number in range(1, 25)}


def test_a_signpost_names_the_sources_of_its_row(clinical: Protocol) -> None:
    signposts = {signpost.id: signpost for signpost in clinical.signposts}
    for row, (held_by, _) in MERGED.items():
        sources = " ".join(signposts[name].source for name in held_by if name in signposts)
        if row.startswith(("3.4", "3.5")) and sources:
            assert all(source in sources for source in ROWS[row].sources), (row, sources)
