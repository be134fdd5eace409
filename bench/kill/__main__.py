"""`python -m bench.kill`: the server is killed 200 times while women write; one line of result, and what is wrong.

Exit status: 0 when nothing is, 1 otherwise.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from .play import play


def main(arguments: Sequence[str] | None = None) -> int:
    """Play, print, judge."""
    parser = argparse.ArgumentParser(prog="bench.kill", description="kill -9 of the server while women write.")
    parser.add_argument("--kills", type=int, default=200, help="how often it is killed (default 200)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed, the same women and the same pauses")
    parser.add_argument("--keep", type=Path, help="an empty folder in which database, key and log are left")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="triage-kill-") as folder:
        played = asyncio.run(play(given.kills, given.seed, given.keep or Path(folder)))
    if given.keep:
        (given.keep / "key").write_text(played.key)  # without it nobody can read what is left
    print(played)
    for finding in played.findings:
        print(f"  {finding}")
    return 1 if played.findings else 0


if __name__ == "__main__":
    sys.exit(main())
