"""First passwords."""

from __future__ import annotations

import secrets


def new_password() -> str:
    """A first password that can be read aloud."""
    return "-".join(secrets.token_hex(2) for _ in range(4))
