"""The chart as it lies in Rasa's slot and in the snapshot, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from bot.protocol import wire
from bot.protocol.level import Level
from bot.protocol.statement import Statement

from . import shelf
from .chart import Asked, Chart

CHARTS_KEPT = 256
_charts: dict[str, Chart] = {}


def to_json(chart: Chart) -> dict[str, Any]:
    """Only JSON types: the slot goes through Rasa, HTTP (`rasa run actions`) and the database."""
    asked = chart.asked
    return {
        "protocol": chart.protocol_hash,
        "statements": [_written(s) for s in chart.statements],
        "told": [wire.to_json(t) for t in chart.told],
        "asked": [asked.question, asked.n, list(asked.options)] if asked else None,
        "asked_so_far": chart.asked_so_far,
        "counted": list(chart.counted),
        "misread": chart.misread,
        "misread_at": chart.misread_at,
        "heard": chart.heard,
        "welcomed": chart.welcomed,
        "wants_person": chart.wants_person,
        "stopped_at": chart.stopped_at,
        "handed_over": chart.handed_over,
        "begin_again": chart.begin_again,
        "floor": chart.floor.code,
        "floor_reason": chart.floor_reason,
        "known": {key: wire.to_json(value) for key, value in chart.known.items()},
    }


def from_json(data: Mapping[str, Any] | None) -> Chart:
    """The chart in a slot; an empty one on the current protocol where there is none."""
    if not data:
        return Chart(shelf.current().hash)
    asked = data["asked"]
    return Chart(
        protocol_hash=data["protocol"],
        statements=tuple(wire.from_json(s) for s in data["statements"]),
        told=tuple(wire.from_json(t) for t in data["told"]),
        asked=Asked(asked[0], asked[1], tuple(asked[2])) if asked else None,
        asked_so_far=data["asked_so_far"],
        counted=tuple(data.get("counted", ())),
        misread=data["misread"],
        misread_at=data["misread_at"],
        heard=data["heard"],
        welcomed=data["welcomed"],
        wants_person=data["wants_person"],
        stopped_at=data["stopped_at"],
        handed_over=data["handed_over"],
        begin_again=data["begin_again"],
        floor=Level.parse(data["floor"]),
        floor_reason=data["floor_reason"],
        known={key: wire.from_json(value) for key, value in data["known"].items()},
    )


def to_slot(chart: Chart) -> str:
    """The chart as one string: Rasa copies its slots deeply, many times a turn, and a string costs nothing."""
    slot = json.dumps(to_json(chart))
    _remember(slot, chart)
    return slot


def from_slot(slot: str | None) -> Chart:
    """Back from the slot; an empty chart where there is none."""
    if not slot:
        return from_json(None)
    if slot not in _charts:
        _remember(slot, from_json(json.loads(slot)))
    return _charts[slot]


def _remember(slot: str, chart: Chart) -> None:
    """A chart never changes: what one action wrote down the next need not read letter by letter."""
    if len(_charts) >= CHARTS_KEPT:
        _charts.clear()
    _charts[slot] = chart


@lru_cache(maxsize=4096)
def _written(statement: Statement) -> Any:
    """The statement as JSON, which nobody changes: a long talk writes the same ones down at every message."""
    return wire.to_json(statement)
