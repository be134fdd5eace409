"""What the operator sets for text messages."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class SmsSettings:
    """`public_url` is what Twilio was told to call: calls are proved against it, not against any header.

    While the token is being changed, `alternate_token` is the other one.
    """

    account_sid: str
    auth_token: str = field(repr=False)
    alternate_token: str = field(default="", repr=False)
    number: str = ""
    api_url: str = "https://api.twilio.com"
    public_url: str = ""

    @property
    def tokens(self) -> tuple[str, ...]:
        """The tokens that may have signed a call."""
        return tuple(token for token in (self.auth_token, self.alternate_token) if token)

    def address(self, path: str, query: str = "") -> str:
        """The public address of one of our doors."""
        return self.public_url.rstrip("/") + path + (f"?{query}" if query else "")
