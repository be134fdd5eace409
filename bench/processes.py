"""Real processes on loopback: started, watched and stopped."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

HOST = "127.0.0.1"
ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
#: Both sides run with these, so that neither calls home nor takes both cores for one sum.
SAME_FOR_BOTH = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "",
    "OMP_NUM_THREADS": "1",
    "SANIC_HOST": HOST,
    "PYTHONWARNINGS": "ignore",
}
#: What may be set where the bench is run and must not reach it: the service's settings, and that bytecode is thrown
#: away, which would compile both sides anew at each start.
_OURS = re.compile(
    r"^(TRIAGE_|TELEGRAM_|TWILIO_|SMS_|UNIT_|LINE_|TRUST_|PUBLIC_URL|DATABASE_URL|HOST$|PORT$|PYTHONDONTWRITEBYTECODE)"
)
_LOOKS_EVERY = 0.02


class NeverCame(RuntimeError):
    """A process did not come up in time; its log says why."""


@dataclass
class Running:
    """One process with everything it started; `begun` is on the monotonic clock."""

    process: subprocess.Popen[bytes]
    log: Path
    begun: float

    def memory(self) -> float:
        """Resident memory of it and its children, in MB."""
        return sum(_resident(pid) for pid in _family(self.process.pid)) / 1024

    def stop(self, patience: float = 8) -> None:
        """Ask it to end; after a while, make it."""
        self._signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(patience)
        self._signal(signal.SIGKILL)
        self.process.wait(patience)

    def _signal(self, number: int) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, number)


def environment() -> dict[str, str]:
    """What every process runs with: this one's environment without settings of the service."""
    kept = {name: value for name, value in os.environ.items() if not _OURS.match(name)}
    return {**kept, **SAME_FOR_BOTH}


def start(command: Sequence[str], log: Path, settings: Mapping[str, str] | None = None) -> Running:
    """Start a program in the project's folder, in a group of its own, writing to `log`."""
    with log.open("wb") as output:
        begun = time.monotonic()
        process = subprocess.Popen(
            [str(BIN / command[0]), *command[1:]],
            cwd=ROOT,
            env={**environment(), **(settings or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Running(process, log, begun)


def seconds_until(running: Running, true: Callable[[], bool], limit: float = 120) -> float:
    """Seconds from the process's start until `true`. Raises `NeverCame`."""
    while not true():
        if running.process.poll() is not None or time.monotonic() - running.begun > limit:
            raise NeverCame(f"{NeverCame.__doc__}\n{running.log.read_text(errors='replace')[-2000:]}")
        time.sleep(_LOOKS_EVERY)
    return time.monotonic() - running.begun


def page(port: int, path: str) -> tuple[int, bytes]:
    """Status and body of a page; status 0 where nobody answers."""
    connection = HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read()
    except (OSError, HTTPException):
        return 0, b""
    finally:
        connection.close()


def free_port() -> int:
    """A port of loopback that nobody has."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    """Whether nobody listens on this port of loopback."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) != 0


def _resident(pid: int) -> int:
    """KB, or 0 for a process that has just gone."""
    with suppress(OSError):
        found = re.search(r"^VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
        return int(found[1]) if found else 0
    return 0


def _family(pid: int) -> list[int]:
    """The process and all below it."""
    parents: dict[int, int] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(status.parent.name)] = int(status.read_text().rpartition(")")[2].split()[1])
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found
