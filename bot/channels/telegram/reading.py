"""From one update to what she said: words, a tap, a picture we cannot see."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telegram import CallbackQuery, Message, Update

from bot.records.words import cleaned

_COMMAND = re.compile(r"/(start|stop|help)(?:@\w+)?(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)
#: What Telegram itself writes into a private chat; nobody waits for an answer to it.
_NOTICES = ("pinned_message", "message_auto_delete_timer_changed", "write_access_allowed", "chat_background_set")


@dataclass(frozen=True)
class Tap:
    """A pressed button, to be acknowledged; `message_id` is where its keyboard is still shown."""

    query_id: str
    message_id: int | None


@dataclass(frozen=True)
class Incoming:
    """One thing that she sent in a private chat; the fields are those of an arrival."""

    chat: str
    carrier_id: str
    kind: str
    words: str | None = None
    choice: str | None = None
    tap: Tap | None = None


@dataclass(frozen=True)
class Elsewhere:
    """An update from a group or channel: refused."""

    chat: str


Read = Incoming | Elsewhere | None


def read(raw: Mapping[str, Any]) -> Read:
    """What an update says; None when nobody is waiting for an answer to it.

    An update that cannot be made out still counts as something we cannot see: she gets a reply.
    """
    try:
        update = Update.de_json(dict(raw), None)
        if update.callback_query is not None:
            return _tap(update.callback_query)
        if update.edited_message is not None:
            return _edited(update.edited_message, update.update_id)
        return _message(update.message) if update.message is not None else None
    except Exception:  # whatever is wrong with it, she may have sent it
        return _salvaged(raw)


def _message(message: Message) -> Read:
    if message.chat.type != "private":
        return Elsewhere(str(message.chat.id))
    if any(getattr(message, notice) for notice in _NOTICES):
        return None
    kind, words = _said(message)
    return Incoming(str(message.chat.id), f"message:{message.message_id}", kind, words)


def _edited(message: Message, update_id: int) -> Read:
    """An edit is one more arrival: what she wrote before stands. A moving live location is not one."""
    if message.chat.type != "private":
        return None
    kind, words = _said(message)
    if words is None:
        return None
    return Incoming(str(message.chat.id), f"edit:{message.message_id}:{update_id}", kind, words)


def _said(message: Message) -> tuple[str, str | None]:
    """Kind and words: a caption is her words, and so is a shared contact's number."""
    words = message.text or message.caption or (message.contact.phone_number if message.contact else None)
    if not words:
        return "media", None
    return _command(cleaned(words))


def _command(words: str) -> tuple[str, str | None]:
    """`/start`, `/stop` and `/help` are plain words; what she writes behind one of them is read as well."""
    command = _COMMAND.fullmatch(words.strip())
    if command is None:
        return "words", words
    name, rest = command[1].lower(), (command[2] or "").strip()
    if name == "start":
        return ("words", rest) if rest else ("start", None)
    return "words", f"{name} {rest}".strip()


def _tap(query: CallbackQuery) -> Read:
    message = query.message
    if message is None or not query.data:
        return None
    if message.chat.type != "private":
        return Elsewhere(str(message.chat.id))
    tap = Tap(query.id, message.message_id if message.is_accessible else None)
    return Incoming(str(message.chat.id), f"tap:{query.id}", "choice", choice=cleaned(query.data), tap=tap)


def _salvaged(raw: Mapping[str, Any]) -> Read:
    message = raw.get("message")
    chat = message.get("chat") if isinstance(message, dict) else None
    if not isinstance(chat, dict) or chat.get("type") != "private" or not isinstance(chat.get("id"), int):
        return None
    text = message.get("text") if isinstance(message, dict) else None
    words = cleaned(text) if isinstance(text, str) and text.strip() else None
    return Incoming(str(chat["id"]), f"update:{raw.get('update_id')}"[:100], "words" if words else "media", words)
