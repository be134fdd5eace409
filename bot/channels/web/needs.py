"""What the web is handed when it is wired together, and nothing more."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from bot.protocol.mark import UNTIL_KNOWN


class Sent(Protocol):
    """One row of the transcript."""

    @property
    def id(self) -> int: ...
    @property
    def author(self) -> str: ...
    @property
    def body(self) -> dict[str, Any]: ...
    @property
    def at(self) -> datetime: ...


class Opened(Protocol):
    """A conversation that has just begun."""

    @property
    def conversation_id(self) -> str: ...
    @property
    def token(self) -> str | None: ...


class Desk(Protocol):
    """The front desk, as far as the web speaks to it."""

    @property
    def ready(self) -> bool: ...
    async def receive(self, arrival: Any) -> list[Any]: ...
    def open_conversation(self, channel: str, address: str | None = None) -> Any: ...
    def conversation_for(self, token: str) -> str | None: ...
    def end_session(self, token: str) -> None: ...
    def transcript(self, conversation_id: str, after: int = 0) -> list[Any]: ...


class Unit(Protocol):
    """The maternity unit she is sent to."""

    @property
    def name(self) -> str: ...
    @property
    def phone(self) -> str: ...
    @property
    def address(self) -> str: ...


def wants(settings: object, name: str, default: Any) -> Any:
    """A setting, or its default when the wiring does not offer it or left it empty."""
    value = getattr(settings, name, None)
    return default if value is None else value


def mark_of(settings: object) -> str:
    """What every page says of the whole service; all of it until the wiring says otherwise."""
    return str(wants(settings, "mark", UNTIL_KNOWN))
