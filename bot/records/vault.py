"""Encryption of private columns and keyed look-up hashes.

The key comes from the environment (`TRIAGE_KEY`, Fernet keys separated by commas, newest first).
It is opened once by the wiring, never on import.
"""

from __future__ import annotations

import hmac
from hashlib import sha256

from cryptography.fernet import Fernet, MultiFernet


class VaultClosed(RuntimeError):  # noqa: N818
    """The encryption key has not been opened; set TRIAGE_KEY."""


_fernet: MultiFernet | None = None
_lookup_key = b""


def open_with(keys: str, lookup_key: str | None = None) -> None:
    """Open the vault. Raises `ValueError` when a key is not 32 url-safe base64 bytes."""
    global _fernet, _lookup_key  # one key per process, set once by the wiring
    parts = [part.strip() for part in keys.split(",") if part.strip()]
    _fernet = MultiFernet([Fernet(part) for part in parts])
    _lookup_key = (lookup_key or parts[-1]).encode()


def seal(data: bytes) -> bytes:
    """Encrypt. Raises `VaultClosed`."""
    return _opened().encrypt(data)


def unseal(token: bytes) -> bytes:
    """Decrypt. Raises `VaultClosed`, or `cryptography.fernet.InvalidToken` for a wrong key."""
    return _opened().decrypt(token)


def lookup(text: str) -> str:
    """A keyed hash by which an address can be found without being readable."""
    _opened()
    return hmac.new(_lookup_key, text.encode(), sha256).hexdigest()


def proof(use: str, data: bytes) -> str:
    """A keyed SHA-256 that nobody without the key can make or guess a short text from."""
    _opened()
    return hmac.new(_lookup_key, use.encode() + b"\0" + data, sha256).hexdigest()


def new_key() -> str:
    """A fresh key for `TRIAGE_KEY`."""
    return Fernet.generate_key().decode()


def _opened() -> MultiFernet:
    if _fernet is None:
        raise VaultClosed(VaultClosed.__doc__)
    return _fernet
