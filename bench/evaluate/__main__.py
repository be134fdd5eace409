"""`make evaluate`: recall and false alarms on the frozen messages, and what was missed."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime

import yaml

from bot.app.settings import ROOT, from_environment
from bot.dialogue.listening import Listener
from bot.records.clock import local_date

from . import counts
from .counts import Pair, Share
from .messages import FOLDER, messages

#: The day on which the messages are read, so that a due date means the same each time.
NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


def main() -> int:
    """Print the tables; 1 when a figure has fallen below what was reached before."""
    parser = argparse.ArgumentParser(prog="python -m bench.evaluate")
    parser.add_argument("--misses", metavar="FILE", help="also write every miss and false alarm, as JSON Lines")
    given = parser.parse_args()
    listener = Listener(from_environment().model, NOW)
    pairs: list[Pair] = [(said, listener.read(said.text).to_json(local_date(NOW))) for said in messages()]
    _print(pairs)
    _print_acts(listener)
    listener.close()
    if given.misses:
        _write_misses(given.misses, pairs)
    return _held(pairs)


def _print(pairs: list[Pair]) -> None:
    print(f"{'red found':28}{counts.red_found(pairs)}")
    print(f"{'false alarms':28}{counts.false_alarms(pairs)}")
    print(f"{'weeks right':28}{counts.gestation_right(pairs)}")
    print(f"{'language right':28}{counts.language_right(pairs)}")
    for title, by in (("language", lambda one: one.language), ("category", lambda one: one.category)):
        _table(title, pairs, by)
    print(f"\n{'finding':28}{'recall':40}precision")
    for name, read in counts.findings(pairs).items():
        print(f"{name:28}{read.recall!s:40}{read.precision}")
    print("\nassertion: labelled, read, how often")
    for (labelled, read), times in sorted(counts.assertions(pairs).items()):
        print(f"  {labelled:14}{read:14}{times:5}")


def _table(title: str, pairs: list[Pair], by: Callable[..., str]) -> None:
    print(f"\n{title:28}{'red found':40}false alarms")
    for name, group in counts.grouped(pairs, by).items():
        print(f"{name:28}{counts.red_found(group)!s:40}{counts.false_alarms(group)}")


def _print_acts(listener: Listener) -> None:
    """Which acts are taken for which others."""
    rows = yaml.safe_load((ROOT / "tests" / "data" / "acts.yml").read_text())
    read = [(row["intent"], listener.read(row["text"]).act) for row in rows]
    print(f"\n{'acts right':28}{Share(sum(said == act for said, act in read), len(read))}")
    for said, act in sorted({pair for pair in read if pair[0] != pair[1]}):
        print(f"  {said:20}{act:20}{read.count((said, act)):3}")


def _write_misses(name: str, pairs: list[Pair]) -> None:
    with open(name, "w", encoding="utf-8") as file:
        for said, heard in pairs:
            if counts.alarmed(said, heard) or said.level == "red" != heard["level"]:
                print(json.dumps({"label": said.level, **heard}, ensure_ascii=False), file=file)


def _held(pairs: list[Pair]) -> int:
    """The bars that were reached; what is asked for stands beside them in docs/understanding.md."""
    bars = yaml.safe_load((FOLDER / "bars.yml").read_text())
    reached = {
        "red_found": counts.red_found(pairs).value,
        "no_false_alarm": 1 - counts.false_alarms(pairs).value,
        "weeks_right": counts.gestation_right(pairs).value,
    }
    fallen = [name for name, bar in bars.items() if reached[name] < bar]
    for name in fallen:
        print(f"\n{name} has fallen to {reached[name]:.1%}; it was {bars[name]:.1%}.")
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
