"""What the operator sets for Telegram."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class TelegramSettings:
    """With a secret and a public address Telegram calls us; with a token alone we ask for updates."""

    token: str = field(repr=False)
    secret: str = field(default="", repr=False)
    api_url: str = "https://api.telegram.org"
    public_url: str = ""

    @property
    def is_called(self) -> bool:
        """Whether updates come by webhook."""
        return bool(self.secret and self.public_url)

    @property
    def endpoint(self) -> str:
        """Where the bot's methods are; it holds the token and must never be logged."""
        return f"{self.api_url.rstrip('/')}/bot{self.token}"
