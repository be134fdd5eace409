"""The files of the lexicon are sound, and nothing is read before it is needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bot.understanding.lexicon import Lexicon
from bot.understanding.patterns import UnknownWordClass, compile_pattern, inflect

CONTENT = Path("bot/protocol/clinical/findings.yml")


def test_names_are_those_of_the_protocol() -> None:
    if not CONTENT.exists():
        pytest.skip("the protocol's findings are not written yet")
    agreed = set(yaml.safe_load(CONTENT.read_text(encoding="utf-8")))
    assert set(Lexicon.load().spoken) <= agreed | {"elsewhere"}


def test_every_implied_finding_exists() -> None:
    spoken = Lexicon.load().spoken
    assert all({*entry.implies, *entry.alike} <= set(spoken) for entry in spoken.values())


def test_every_way_of_speaking_has_words_to_find_it_by() -> None:
    assert [way.pattern.source for way in Lexicon.load().ways if not way.pattern.anchors] == []


def test_no_way_of_speaking_ends_in_words_that_may_be_missing() -> None:
    loose = [way.pattern.source for way in Lexicon.load().ways if way.pattern.source.split()[-1].startswith((".", "["))]
    assert loose == []


def test_nothing_is_read_on_import() -> None:
    code = (
        "import bot.understanding.answering; from bot.understanding.lexicon import Lexicon;"
        "print(Lexicon.load.cache_info().misses)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"


@pytest.mark.parametrize(
    ("stem", "forms"),
    [
        ("move", ("move", "moves", "moved", "moving")),
        ("stop", ("stop", "stops", "stopped", "stopping")),
        ("punch", ("punch", "punches", "punched", "punching")),
        ("worry", ("worry", "worries", "worried", "worrying")),
    ],
)
def test_inflection(stem: str, forms: tuple[str, ...]) -> None:
    assert inflect(stem) == forms


@pytest.mark.parametrize(
    ("pattern", "line", "fits"),
    [
        ("{baby} ..1 not move~", "baby has not moved ", True),
        ("{baby} ..1 not move~", "baby has really not moved ", False),
        ("baby ..3 moving", "baby but then moving ", False),
        ("baby ...3 moving", "baby but then moving ", True),
        ("going quiet/$", "going , ", True),
        ("wee_one [so] quiet", "wee one quiet ", True),
        ("every NN", "every 5 ", True),
        ("^ no", "yes , no ", True),
    ],
)
def test_pattern(pattern: str, line: str, fits: bool) -> None:
    compiled = compile_pattern(pattern, {"baby": frozenset({"baby"})}, frozenset())
    assert bool(compiled.fits.search(line)) is fits


def test_an_unknown_class_is_named() -> None:
    with pytest.raises(UnknownWordClass, match="babby"):
        compile_pattern("{babby} moves", {}, frozenset())
