"""Telling her: which card comes next, and the chart that remembers it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.protocol.engine import told
from bot.protocol.level import Colour
from bot.protocol.step import Disposition, Question, Signpost

from .bodies import Body
from .cards import result_card, signpost_card
from .chart import Chart
from .site import Site


def news(chart: Chart, now: datetime) -> Disposition | Signpost | None:
    """What has been decided and not yet been told."""
    then = chart.step(now).then
    return then if isinstance(then, Disposition | Signpost) and not then.complete else None


def colour_of(then: Disposition | Signpost) -> Colour:
    """The colour she is shown for it."""
    return then.level.colour if isinstance(then, Disposition) else Colour.SIGNPOST


def tell(chart: Chart, site: Site, now: datetime) -> tuple[Chart, Body | None]:
    """The card that has to be told now, and the chart once it has been."""
    step = chart.step(now)
    then = step.then
    if isinstance(then, Question) or then.complete:
        return chart, None
    if isinstance(then, Signpost):
        card = signpost_card(chart.protocol, site, then)
    else:
        card = result_card(chart.protocol, site, step, then, now)
    return replace(chart, told=(*chart.told, told(step, now)), asked=None), card
