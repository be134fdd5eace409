"""A row of the transcript, as the API sends it and as the pages draw it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.records.clock import local_time

from .needs import Sent

#: After these nothing that was asked before is still open.
_CLOSES = ("card", "signpost", "midwife")


#: What the record calls a press that has no label of its own, and what the button said.
_PRESSED = {
    "(start)": "Start",
    "(person)": "Speak to a midwife",
    "(unsure)": "Not sure",
    "(skip)": "Skip",
    "(why)": "Why do you ask?",
    "(back)": "Go back",
    "(again)": "Start again",
    "(change)": "Change an answer",
    "(stop)": "Stop",
    "(an earlier button)": "A button from before",
}


def message(sent: Sent) -> dict[str, Any]:
    """`time` is the hour and minute in England, ready to be shown."""
    body = sent.body
    if sent.author == "her" and body.get("text") in _PRESSED:
        body = {**body, "text": _PRESSED[body["text"]]}
    return {"id": sent.id, "author": sent.author, "at": sent.at.isoformat(), "time": local_time(sent.at), "body": body}


def batch(sent: Sequence[Sent], last: int = 0) -> dict[str, Any]:
    """`{"messages", "last"}`; `last` is the number to ask from next time."""
    return {"messages": [message(one) for one in sent], "last": max([last, *(one.id for one in sent)])}


def open_question(messages: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """The message whose question still waits for an answer. `log.js` decides by the same rule."""
    for one in reversed(messages):
        kind = one["body"].get("kind")
        if kind == "question":
            return one
        if kind in _CLOSES:
            return None
    return None


def newest(messages: Sequence[dict[str, Any]]) -> int | None:
    """The first message after her last one: where a page opens."""
    for earlier, later in zip(reversed(messages[:-1]), reversed(messages), strict=False):
        if earlier["author"] == "her" and later["author"] != "her":
            return int(later["id"])
    return int(messages[0]["id"]) if messages else None
