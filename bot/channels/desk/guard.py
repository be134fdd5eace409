"""The front desk guards, it does not speak: a missing instruction is replaced by the prepared card."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.dialogue.bodies import say
from bot.dialogue.chart import Chart
from bot.dialogue.heard import Heard
from bot.dialogue.hearing import hear
from bot.dialogue.site import Site
from bot.dialogue.telling import news, tell
from bot.protocol.level import Colour
from bot.protocol.step import Disposition

Body = dict[str, Any]


def required(chart: Chart, heard: Heard) -> Disposition | None:
    """The red instruction that the protocol demands in the very next reply, if any."""
    then = news(hear(chart, heard), heard.now)
    return then if isinstance(then, Disposition) and then.level.colour is Colour.RED else None


def contains(replies: Sequence[Body], demanded: Disposition) -> bool:
    """Whether the replies give that instruction, or a more urgent one."""
    from bot.protocol.level import Level

    levels = [Level.parse(card["level"]) for body in replies if (card := body.get("card")) and card.get("level")]
    return any(level >= demanded.level for level in levels)


def prepared(chart: Chart, heard: Heard, site: Site) -> tuple[Chart, list[Body]]:
    """What goes out when the dialogue cannot be trusted: the card that is due, or the safe reply."""
    chart = hear(chart, heard)
    chart, card = tell(chart, site, heard.now)
    return chart, [card or say(chart.protocol, site, "utter_assistant_unavailable")]


def colour_after(chart: Chart) -> str | None:
    """The colour that the snapshot is set to after a prepared card."""
    return chart.told[-1].level.colour.value if chart.told else None


def due_card(chart: Chart, site: Site, now: datetime) -> tuple[Chart, Body | None]:
    """The card that is due, without a message from her (a clock ran out)."""
    return tell(chart, site, now)
