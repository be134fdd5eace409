"""`rasa shell` with `rasa run actions`: the same colour in the same conversation, with no server and no database."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bot.app.settings import ROOT

BIN = ROOT / ".venv" / "bin"
ENVIRONMENT = {
    **os.environ,
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "PYTHONWARNINGS": "ignore",
    "SANIC_HOST": "127.0.0.1",
}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 180
    while time.monotonic() < until:
        assert process.poll() is None, "it ended"
        try:
            if httpx.get(url, trust_env=False).status_code < 500:
                return
        except httpx.HTTPError:
            time.sleep(0.3)
    raise AssertionError(f"{url} did not come up")


@pytest.fixture(scope="module")
def rest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Stock Rasa over its REST channel, as a Rasa developer runs it, with the committed endpoints but for the port."""
    folder: Path = tmp_path_factory.mktemp("rasa")
    actions, port = free_port(), free_port()
    endpoints = folder / "endpoints.yml"
    endpoints.write_text((ROOT / "endpoints.yml").read_text().replace("5055", str(actions)))
    commands = (
        [str(BIN / "rasa"), "run", "actions", "--port", str(actions)],
        [
            *(str(BIN / "rasa"), "run", "--port", str(port), "--interface", "127.0.0.1", "--model", "models"),
            *("--endpoints", str(endpoints), "--credentials", "credentials.yml"),
        ],
    )
    with (folder / "log").open("w") as log:
        running = [subprocess.Popen(c, cwd=ROOT, env=ENVIRONMENT, stdout=log, stderr=log) for c in commands]
        try:
            wait_for(f"http://127.0.0.1:{actions}/health", running[0])
            wait_for(f"http://127.0.0.1:{port}/", running[1])
            yield f"http://127.0.0.1:{port}/webhooks/rest/webhook"
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.wait(20)


def say(rest: str, sender: str, words: str) -> str:
    replies = httpx.post(rest, json={"sender": sender, "message": words}, timeout=30, trust_env=False).json()
    return "\n".join(reply.get("text", "") for reply in replies)


def test_red_is_red_there_too(rest: str) -> None:
    assert "999" in say(rest, "red", "im bleeding loads its running down my legs")


def test_an_amber_conversation_ends_amber_there_too(rest: str) -> None:
    said = say(rest, "amber", "I'm 34 weeks and baby is moving less today")
    assert "Tick all that fit" in said
    for answer in (
        "none of these",
        "none of these",
        "2 to 6 hours ago",
        "none of these",
        "none of these",
        "skip",
        "no",
        "quite",
    ):
        said = say(rest, "amber", answer)
        if "ring you by" in said:
            return
    raise AssertionError(f"not amber, but: {said}")


def test_why_is_answered_there_too(rest: str) -> None:
    say(rest, "why", "I'm 30 weeks with a mild headache")
    said = say(rest, "why", "why do you need to know that")
    assert "Tick all that fit" in said
    assert said.count("\n") >= 1
