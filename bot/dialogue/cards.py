"""The card that tells her a level: one colour, what to do, the number, and a time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.protocol.content import Protocol
from bot.protocol.level import Colour, Level
from bot.protocol.step import Disposition, Signpost, Step
from bot.protocol.targets import ring_within
from bot.records.clock import local_time

from .bodies import Body, fills
from .site import Site


def promised_by(protocol: Protocol, level: Level, now: datetime) -> datetime | None:
    """By when a midwife acts on a case of this level, or None where nobody rings back."""
    minutes = ring_within(protocol).get(level)
    return now + timedelta(minutes=minutes) if minutes is not None else None


def result_card(protocol: Protocol, site: Site, step: Step, then: Disposition, now: datetime) -> Body:
    """The card for a disposition.

    With nobody at the board nothing is promised: the number is the instruction.
    """
    due = promised_by(protocol, then.level, now) if site.present else None
    by = local_time(due) if due else ""
    prefix = then.card if due or then.level.colour.value != "amber" else _without_promise(protocol, then)
    red = then.level.colour is Colour.RED  # nothing but the action stands on a red card
    card = _lines(protocol, site, prefix, by)
    card |= {
        "colour": then.level.colour.value,
        "level": then.level.code,
        "by": by,
        "neutral": then.neutral,
        "criteria": [reason.criterion for reason in step.reasons],
        "home": _sentences(protocol, site, then.advice, by),
        "ring_if": [] if then.neutral or red else _sentences(protocol, site, then.ring_if, by),
    }
    return _as_body("card", card, protocol, site, prefix, by)


def signpost_card(protocol: Protocol, site: Site, then: Signpost) -> Body:
    """The card for someone this line is not for: where to turn instead."""
    card = _lines(protocol, site, then.card, "") | {
        "colour": "signpost",
        "level": "",
        "criteria": [],
        "scope": then.scope,
    }
    return _as_body("signpost", card, protocol, site, then.card, "")


def _without_promise(protocol: Protocol, then: Disposition) -> str:
    alone = f"{then.card}.ring_now"
    return alone if protocol.words.has(f"{alone}.title") else then.card


def _lines(protocol: Protocol, site: Site, prefix: str, by: str) -> dict[str, Any]:
    def part(name: str) -> list[str]:
        if not protocol.words.has(f"{prefix}.{name}"):
            return []
        return list(protocol.words.lines(f"{prefix}.{name}", site.language, **fills(site, by)))

    return {
        "title": " ".join(part("title")),
        "do": part("do"),
        "wait": part("wait"),
        "who": " ".join(part("who")),
        "number": site.phone,
        "number_text": site.number,
    }


def _sentences(protocol: Protocol, site: Site, ids: tuple[str, ...], by: str) -> list[str]:
    return [line for id_ in ids for line in protocol.words.lines(id_, site.language, **fills(site, by))]


def _as_body(kind: str, card: dict[str, Any], protocol: Protocol, site: Site, prefix: str, by: str) -> Body:
    parts = [card["title"], *card["do"], *card["wait"], card["who"], *card.get("home", []), *card.get("ring_if", [])]
    body: Body = {"kind": kind, "text": "\n".join(part for part in parts if part), "card": card}
    if protocol.words.has(f"{prefix}.sms"):
        body["short"] = protocol.words.say(f"{prefix}.sms", site.language, **fills(site, by))
    return body
