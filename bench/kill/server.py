"""The server that is killed: its zygote, its port, its files."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from bot.records import vault

from ..processes import HOST, ROOT, environment, free_port, page

TELEGRAM_TOKEN = "1:" + "t" * 24
ACCOUNT = "AC" + "1" * 32
SMS_NUMBER = "+447700900999"


class DidNotStart(RuntimeError):
    """The server did not come up; `server.log` says why."""


class Server:
    """One address that stays, and a process that does not."""

    def __init__(self, folder: Path, speed: float) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://{HOST}:{self.port}"
        self.telegram_port, self.sms_port = free_port(), free_port()
        self.sms_token = secrets.token_hex(16)
        self.key = vault.new_key()
        self.database_url = f"sqlite:///{folder / 'triage.db'}"
        self.log = folder / "server.log"
        self.slowest_start = 0.0
        self._clock = ["--zero", str(time.time()), "--speed", str(speed)]
        self._pid = 0

    async def load(self) -> None:
        """Start the zygote: imports and the model, once."""
        with self.log.open("wb") as errors:
            self._zygote = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bench.kill.zygote", *self._clock),
                cwd=ROOT,
                env={**environment(), **self._settings()},
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=errors,
            )
        await self._line(120)

    async def start(self) -> None:
        """Fork a server; it is not ready yet."""
        assert self._zygote.stdin is not None
        self._zygote.stdin.write(b"start\n")
        self._pid = int(await self._line(10))
        self._begun = time.monotonic()

    async def ready(self, limit: float = 20) -> None:
        """Wait until it says that it is ready. Raises `DidNotStart`."""
        while (await asyncio.to_thread(page, self.port, "/health/ready"))[0] != 200:
            if time.monotonic() - self._begun > limit:
                raise DidNotStart(self._why())
            await asyncio.sleep(0.01)
        self.slowest_start = max(self.slowest_start, time.monotonic() - self._begun)

    def kill(self) -> None:
        """`kill -9`."""
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)

    async def end(self) -> None:
        """End server and zygote."""
        self.kill()
        assert self._zygote.stdin is not None
        with suppress(ConnectionError):
            self._zygote.stdin.close()
        try:
            await asyncio.wait_for(self._zygote.wait(), 10)
        except TimeoutError:
            self._zygote.kill()
            await self._zygote.wait()

    async def _line(self, limit: float) -> bytes:
        assert self._zygote.stdout is not None
        line = await asyncio.wait_for(self._zygote.stdout.readline(), limit)
        if not line:
            raise DidNotStart(self._why())
        return line

    def _why(self) -> str:
        return f"{DidNotStart.__doc__}\n{self.log.read_text(errors='replace')[-2000:]}"

    def _settings(self) -> Mapping[str, str]:
        return {
            "HOST": HOST,
            "PORT": str(self.port),
            "PUBLIC_URL": self.url,
            "TRIAGE_VAR": str(self.folder / "var"),
            "TRIAGE_KEY": self.key,
            "DATABASE_URL": self.database_url,
            "TELEGRAM_TOKEN": TELEGRAM_TOKEN,
            "TELEGRAM_SECRET": "secret",
            "TELEGRAM_API_URL": f"http://{HOST}:{self.telegram_port}",
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": self.sms_token,
            "TWILIO_API_URL": f"http://{HOST}:{self.sms_port}",
            "SMS_NUMBER": SMS_NUMBER,
        }
