"""What happened to a case, when and by whom, in plain sentences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.line.card import Card
from bot.line.card import Happened as Event
from bot.line.closing import OUTCOMES
from bot.line.members import Member

from .timers import moment

RESULTS = {
    "spoke": "Spoke with her",
    "no_answer": "No answer",
    "voicemail": "Voicemail",
    "wrong_number": "Wrong number",
    "not_safe_to_talk": "Not safe to talk",
}
WHO = {"her": "She", "assistant": "Assistant", "service": "Service"}
PLAIN = {
    "case_joined": "came back: joined to this case",
    "talking_ended": "finished asking",
    "claimed": "took the case",
    "claim_lost": "wanted the case; somebody else had it",
    "released": "gave the case back",
    "wrote": "wrote to her",
    "she_wrote": "wrote",
    "promise_ended": "time is over: told her what to do instead",
    "card_by_desk": "showed the prepared card (the assistant's reply was not safe)",
    "assistant_unavailable": "the assistant failed",
    "red_unconfirmed": "asked whether she has called 999: no yes after 2 minutes. Ring her",
    "check_back": "asked how she is now",
    "left": "left the chat",
}


@dataclass(frozen=True)
class Happened:
    """One line of the record."""

    iso: str
    time: str
    actor: str
    text: str


def timeline(card: Card, everybody: list[Member], now: datetime) -> list[Happened]:
    """The case's record, newest last."""
    names = {one.id: one.name for one in everybody}
    return [_happened(event, names, now) for event in card.timeline]


def _happened(event: Event, names: dict[str, str], now: datetime) -> Happened:
    actor = WHO.get(event.actor) or names.get(event.actor, "A former member")
    return Happened(event.at.isoformat(), moment(event.at, now), actor, _text(event, names))


def _text(event: Event, names: dict[str, str]) -> str:
    body = event.body if isinstance(event.body, dict) else {}
    if event.kind in SPOKEN:
        return SPOKEN[event.kind](body, names)
    return PLAIN.get(event.kind, event.kind.replace("_", " "))


def _opened(body: dict[str, Any], names: dict[str, str]) -> str:
    return f"opened the case at {body.get('level', '?')}"


def _raised(body: dict[str, Any], names: dict[str, str]) -> str:
    return f"raised the case from {body.get('from', '?')} to {body.get('level', '?')}"


def _regraded(body: dict[str, Any], names: dict[str, str]) -> str:
    text = f"changed the level from {body.get('from', '?')} to {body.get('to', '?')}"
    return _with(text, body.get("reason"), names.get(str(body.get("second"))))


def _called(body: dict[str, Any], names: dict[str, str]) -> str:
    return _with(f"rang her: {RESULTS.get(str(body.get('result')), '?').lower()}", body.get("note"), None)


def _closed(body: dict[str, Any], names: dict[str, str]) -> str:
    text = f"closed the case: {OUTCOMES.get(str(body.get('outcome')), 'outcome not recorded')}"
    return _with(text, body.get("note"), names.get(str(body.get("second"))))


def _told(body: dict[str, Any], names: dict[str, str]) -> str:
    return f"told her {body['level']}" if body.get("level") else "told her what to do"


def _undelivered(body: dict[str, Any], names: dict[str, str]) -> str:
    again = "trying again" if body.get("trying") else "given up: ring her"
    return f"a message could not be delivered by {body.get('channel', 'the carrier')}; {again}"


def _with(text: str, why: object, second: str | None) -> str:
    agreed = f", agreed by {second}" if second else ""
    return f"{text}{agreed}. “{why}”" if why else f"{text}{agreed}"


SPOKEN: dict[str, Callable[[dict[str, Any], dict[str, str]], str]] = {
    "case_opened": _opened,
    "case_raised": _raised,
    "regraded": _regraded,
    "called": _called,
    "closed": _closed,
    "told": _told,
    "undelivered": _undelivered,
}
