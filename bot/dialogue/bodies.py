"""The bodies of replies (docs/contracts.md): a sentence, a question with its buttons."""

from __future__ import annotations

from typing import Any

from bot.protocol.content import Protocol
from bot.protocol.step import Question
from bot.records.clock import local_time

from . import phrases
from .chart import Asked, Chart
from .site import Site

Body = dict[str, Any]


def say_on(chart: Chart, site: Site, sentence: str) -> Body:
    """A sentence in this episode, which may name the time she was given."""
    by = local_time(chart.promised) if chart.promised else ""
    return say(chart.protocol, site, sentence, by=by)


def say(protocol: Protocol, site: Site, sentence: str, **fill: Any) -> Body:
    """One sentence of the protocol's words as a reply."""
    filled = {**fills(site), **fill}
    body: Body = {"kind": "say", "text": protocol.words.say(sentence, site.language, **filled)}
    short = protocol.words.say(sentence, site.language, short=True, **filled)
    return body if short == body["text"] else {**body, "short": short}


def with_mark(body: Body, site: Site) -> Body:
    """On a channel without a page of ours, the first reply says what our pages say of the service."""
    if not site.mark or site.channel == "web":
        return body
    marked = {**body, "text": f"{body['text']}\n{site.mark}."}
    return {**marked, "short": f"{body['short']} {site.mark}."} if "short" in body else marked


def fills(site: Site, by: str = "") -> dict[str, Any]:
    """What sentences may name: the unit, its number, its address, a clock time."""
    return {
        "unit": site.unit,
        "line": site.line,
        "number": site.number,
        "address": site.address,
        "days": str(site.kept_days),
        "by": by,
    }


def ask(protocol: Protocol, site: Site, question: Question, asked: Asked) -> Body:
    """A question with one button an option; each button is bound to this asking."""
    filled = fills(site)
    options = [
        {"id": option, "label": phrases.label(protocol, question, option, site.language), "token": token(asked, option)}
        for option in asked.options
    ]
    return {
        "kind": "question",
        "text": phrases.asks(protocol, question, "ask", site.language, **filled),
        "short": phrases.asks_shortly(protocol, question, site.language, **filled),
        "question": {
            "id": question.id,
            "n": asked.n,
            "kind": question.kind.value,
            "stage": question.stage.value,
            "urgent": question.urgent,
            "skippable": question.skippable,
            "help": phrases.asks(protocol, question, "help", site.language, **filled),
            "options": options,
        },
    }


def token(asked: Asked, option: str) -> str:
    """What a button sends back: worthless once the question has changed."""
    return f"{asked.n}.{option}"


def plain(body: Body) -> str:
    """A body as text alone, with its choices numbered: for a terminal."""
    options = body.get("question", {}).get("options", [])
    lines = [f"  {number}. {option['label']}" for number, option in enumerate(options, 1)]
    return "\n".join([body["text"], *lines])
