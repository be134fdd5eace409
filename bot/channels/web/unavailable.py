"""The page that needs nothing: no database, no model, no template, no script."""

from __future__ import annotations

import json
from html import escape

from bot.protocol.mark import UNTIL_KNOWN

from .number import Number, number_of
from .red_list import RED_LINES

_PAGE = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Chat</title>
<link rel="icon" href="/static/icon.svg">
<link rel="stylesheet" href="/static/vendor/triage.css">
</head>
<body>
<div class="nhsuk-width-container">
<main class="nhsuk-main-wrapper" id="maincontent">
{banner}<h1 class="nhsuk-heading-l">{heading}</h1>
<p><a class="nhsuk-button triage-ring" href="tel:{dial}">Ring {text}</a></p>
<p>A midwife can talk to you, day or night. You are not wasting our time.</p>
<div class="nhsuk-card nhsuk-card--care nhsuk-card--care--emergency">
<div class="nhsuk-card__heading-container">
<h2 class="nhsuk-card__heading"><span class="nhsuk-u-visually-hidden">Immediate action required: </span>Call 999 now \
if:</h2>
<span class="nhsuk-card--care__arrow" aria-hidden="true"></span>
</div>
<div class="nhsuk-card__content">
<ul class="nhsuk-list nhsuk-list--bullet">
{red}
</ul>
<p><a href="tel:999">Call 999</a></p>
<p>Deaf or hard of hearing? Use <a href="https://999bsl.co.uk">999 BSL</a>.</p>
</div>
</div>
<p><a href="/">Go to the chat</a></p>
</main>
</div>
</body>
</html>
"""


def unavailable_page(phone: str, *, mark: str = UNTIL_KNOWN) -> str:
    """The chat cannot be used just now: the number, 999 and when to call it."""
    return plain_page(number_of(phone), "The chat is not working right now. Please ring us.", mark)


STARTING = "The chat will be here in a moment. If you need help now, ring us."


def starting_page(phone: str) -> str:
    """While the service starts: what to do meanwhile. Before settings are judged it always says what it is not."""
    return plain_page(number_of(phone), STARTING)


def starting_json(phone: str) -> str:
    """The same for a front end, as every error of the API."""
    number = number_of(phone)
    do = f"Try again in a moment, or ring {number.text}. In an emergency call 999."
    return json.dumps({"error": "The chat is starting.", "do": do, "number": number.dial, "number_text": number.text})


def plain_page(number: Number, heading: str, mark: str = UNTIL_KNOWN) -> str:
    """Any page that has only one thing to say, with the number, 999 and the red list below it."""
    banner = f'<p class="triage-banner">{escape(mark)}</p>\n' if mark else ""
    red = "\n".join(f"<li>{escape(line)}</li>" for line in RED_LINES)
    return _PAGE.format(
        banner=banner, heading=escape(heading), dial=escape(number.dial), text=escape(number.text), red=red
    )
