"""Everything that has to hold, in one command: `make test`. Nothing is skipped in silence."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
PYTEST = [str(BIN / "python"), "-m", "pytest", "-q", "-rfEs"]

#: What is checked, in this order: the quickest to fail first.
STEPS: tuple[tuple[str, list[str]], ...] = (
    ("style", [str(BIN / "ruff"), "check", "."]),
    ("layout of the code", [str(BIN / "ruff"), "format", "--check", "."]),
    ("types", [str(BIN / "mypy")]),
    ("imports look down", [str(BIN / "lint-imports"), "--no-cache"]),
    ("the protocol", [str(BIN / "triage"), "protocol", "check"]),
    ("units", [*PYTEST, "tests/unit"]),
    ("rasa data validate", [str(BIN / "rasa"), "data", "validate", "--fail-on-warnings"]),
    (
        "rasa test",
        [str(BIN / "rasa"), "test", "--stories", "tests/stories", "--fail-on-prediction-errors", "--model", "models"],
    ),
    ("conversations", [*PYTEST, "tests/conversations"]),
    ("integration", [*PYTEST, "tests/integration"]),
    ("browser", [*PYTEST, "tests/e2e"]),
)


def main() -> int:
    """Run every step; 1 when one has failed."""
    results = [_twice(name, command) if name == "browser" else (name, *_run(name, command)) for name, command in STEPS]
    print("\nstep                     seconds")
    for name, right, seconds in results:
        print(f"{name:<24} {seconds:7.1f}  {'' if right else 'FAILED'}")
    failed = sum(not right for _, right, _ in results)
    print(f"\n{len(results) - failed} passed, {failed} failed")
    return 1 if failed else 0


def _twice(name: str, command: list[str]) -> tuple[str, bool, float]:
    """A browser test that fails is run once more by itself: what then passes is named unsteady, not hidden."""
    right, seconds = _run(name, command)
    if right:
        return name, right, seconds
    again, more = _run(
        f"{name}, what failed once more", [*command, "--last-failed", "--last-failed-no-failures", "none"]
    )
    return (f"{name} (UNSTEADY)" if again else name), again, seconds + more


def _run(name: str, command: list[str]) -> tuple[bool, float]:
    print(f"\n--- {name}", flush=True)
    began = time.monotonic()
    done = subprocess.run(
        command, cwd=ROOT, env=_environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    right = done.returncode == 0
    lines = done.stdout.replace("\r", "\n").splitlines()
    print("\n".join(lines[-200:] if not right else lines[-3:]), flush=True)
    return right, time.monotonic() - began


def _environment() -> dict[str, str]:
    """No setting of this machine reaches the tests. Bytecode is kept: compiling all at every step takes minutes."""
    away = ("TRIAGE_", "DATABASE_", "UNIT_", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(away)}
    path = f"{BIN}{os.pathsep}{kept.get('PATH', '')}"
    quiet = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONPATH": str(ROOT)}
    return {**kept, **quiet, "PATH": path, "SQLALCHEMY_WARN_20": "1"}


if __name__ == "__main__":
    sys.exit(main())
