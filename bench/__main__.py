"""`python -m bench`: our turn against stock Rasa, interleaved in each of five runs; one table, and the bars.

Exit status: 0 when every bar is reached, 1 when one is missed, 2 when nothing could be measured.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.dialogue import training

from .processes import ROOT, NeverCame
from .runs import Run, run
from .sides import MODEL, PortTaken
from .stopwatch import NotTheSame
from .table import bars, table


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, judge."""
    given = _parser().parse_args(arguments)
    if not training.is_current(ROOT, MODEL):
        print("bench: the model is not trained on the present data; run `triage train` first.", file=sys.stderr)
        return 2
    try:
        runs = [_one(number, given) for number in range(1, given.runs + 1)]
    except (NeverCame, NotTheSame, PortTaken) as problem:
        print(f"bench: {problem}", file=sys.stderr)
        return 2
    return _judged(runs, given.out)


def _one(number: int, given: argparse.Namespace) -> Run:
    return run(given.conversations, lambda line: print(f"run {number} of {given.runs}: {line}", flush=True))


def _judged(runs: list[Run], out: Path | None) -> int:
    written = table(runs)
    print("\n" + written)
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(written)
    missed = [bar for bar in bars(runs) if not bar.reached]
    for bar in missed:
        print(bar)
    return 1 if missed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench", description="Our turn against stock Rasa, interleaved in one run.")
    parser.add_argument("--runs", type=int, default=5, help="how often both are started and measured (default 5)")
    parser.add_argument("--conversations", type=int, default=6, help="timed conversations a side and run (default 6)")
    parser.add_argument("--out", type=Path, help="also write the table to this file")
    return parser


if __name__ == "__main__":
    sys.exit(main())
