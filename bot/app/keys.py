"""The encryption key: from the environment, or made once beside the embedded database."""

from __future__ import annotations

import os

from bot.records import vault

from .settings import Settings


def open_vault(settings: Settings) -> None:
    """Open the vault with TRIAGE_KEY, or with a key kept in `var/key` that only this user can read."""
    vault.open_with(settings.key or _made_once(settings))


def _made_once(settings: Settings) -> str:
    settings.var.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = settings.var / "key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        key = vault.new_key()
        file.write(key + "\n")
    return key
