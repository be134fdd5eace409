"""One run: both sides started afresh, talked to in turns, stopped. And what several runs come to."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from statistics import median

from .script import EARLY, LATE, OPENING, TWELVE_TURNS, long_conversation
from .sides import Ours, Side, Stock
from .stopwatch import compare, messages_a_second, p50, p95, timed, timed_presses

Say = Callable[[str], None]


@dataclass(frozen=True)
class Figures:
    """What one run measured on one side. Times of messages in milliseconds, of starting in seconds."""

    p50: float
    p95: float
    rate: float
    memory: float
    ready: float
    early: float
    late: float
    number: float | None = None
    pressed_p50: float | None = None
    pressed_p95: float | None = None

    @property
    def growth(self) -> float:
        """Late messages against early ones."""
        return self.late / self.early


@dataclass(frozen=True)
class Run:
    """Both sides of one run."""

    ours: Figures
    stock: Figures


def run(conversations: int, say: Say) -> Run:
    """Start both sides, measure them in turns, stop them."""
    with tempfile.TemporaryDirectory(prefix="triage-bench-") as name:
        folder = Path(name)
        say(f"load before it {os.getloadavg()[0]:.1f}, on {os.cpu_count()} cores: other work makes all figures worse")
        ours = Ours.start(folder)
        say(f"ours ready after {ours.seconds_to_ready:.1f} s, the number after {ours.seconds_to_number:.2f} s")
        try:
            stock = Stock.start(folder)
            say(f"stock Rasa ready after {stock.seconds_to_ready:.1f} s")
            try:
                return _measured(ours, stock, conversations, say)
            finally:
                stock.stop()
        finally:
            ours.stop()


def _measured(ours: Ours, stock: Stock, conversations: int, say: Say) -> Run:
    for side in (ours, stock):  # the first conversation warms both up and is not counted
        timed(side.begin(), TWELVE_TURNS)
    talks = _in_turns(ours, stock, conversations)
    say("typed: " + ", ".join(f"{name} p50 {p50(times):.1f} ms" for name, times in talks.items()))
    rates = {side.name: messages_a_second(side) for side in (ours, stock)}
    long = _long(ours, stock)
    say("early, late: " + ", ".join(f"{name} {early:.1f}, {late:.1f} ms" for name, (early, late) in long.items()))
    pressed = [one for _ in range(conversations) for one in timed_presses(ours.begin(), OPENING)]

    def figures(side: Side, **more: float) -> Figures:
        early, late = long[side.name]
        typed = talks[side.name]
        seen = {"rate": rates[side.name], "memory": side.memory(), "ready": side.seconds_to_ready}
        return Figures(p50=p50(typed), p95=p95(typed), early=early, late=late, **seen, **more)

    apart = {"number": ours.seconds_to_number, "pressed_p50": p50(pressed), "pressed_p95": p95(pressed)}
    return Run(figures(ours, **apart), figures(stock))


def _in_turns(ours: Ours, stock: Stock, conversations: int) -> dict[str, list[float]]:
    """Conversation by conversation; who begins changes each time."""
    found: dict[str, list[float]] = {ours.name: [], stock.name: []}
    sides: list[Side] = [ours, stock]
    for _ in range(conversations):
        both = {side.name: timed(side.begin(), TWELVE_TURNS) for side in sides}
        compare(both[ours.name], both[stock.name])
        for name, one in both.items():
            found[name] += one.milliseconds
        sides.reverse()
    return found


def _long(ours: Ours, stock: Stock) -> dict[str, tuple[float, float]]:
    found = {}
    for side in (ours, stock):
        times = timed(side.begin(), long_conversation()).milliseconds
        found[side.name] = p50(times[EARLY]), p50(times[LATE])
    return found


def medians(figures: list[Figures]) -> Figures:
    """Each figure's median over the runs."""
    found = {}
    for field in fields(Figures):
        values = [value for one in figures if (value := getattr(one, field.name)) is not None]
        found[field.name] = median(values) if values else None
    return Figures(**found)  # type: ignore[arg-type]
