"""The table, and the bars that must be reached."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

from .runs import Figures, Run, medians


@dataclass(frozen=True)
class Bar:
    """One figure that must be reached; `value` is its median over the runs."""

    what: str
    must: str
    value: float
    reached: bool

    def __str__(self) -> str:
        return f"Missed: {self.what} must be {self.must}, and is {self.value:.2f}."


def bars(runs: list[Run]) -> list[Bar]:
    """Every bar; ratios are taken within each run, then their median."""

    def middle(of: Callable[[Run], float]) -> float:
        return median(of(run) for run in runs)

    typed = middle(lambda run: run.ours.p50)
    times = middle(lambda run: run.stock.p50 / run.ours.p50)
    growth = middle(lambda run: run.ours.growth)
    ready = middle(lambda run: run.ours.ready)
    number = middle(lambda run: run.ours.number or 0.0)
    return [
        Bar("p50 of a typed message, ms", "under 20", typed, typed < 20),
        Bar("times as fast as stock Rasa (p50)", "at least 3", times, times >= 3),
        Bar("messages 191-210 against 6-15", "at most 1.3", growth, growth <= 1.3),
        Bar("seconds to ready", "at most 30", ready, ready <= 30),
        Bar("seconds until the number to ring is served", "at most 2", number, number <= 2),
    ]


def table(runs: list[Run]) -> str:
    """Everything in Markdown: medians of the runs, with ratios; a ratio above 1 is in our favour."""
    return "\n".join(_lines(runs)) + "\n"


def _lines(runs: list[Run]) -> Iterator[str]:
    ours, stock = medians([run.ours for run in runs]), medians([run.stock for run in runs])
    yield f"Medians of {len(runs)} runs, both sides interleaved in each; a ratio above 1 is in our favour.\n"
    yield "| measure | ours | stock Rasa | ratio |"
    yield "| --- | ---: | ---: | ---: |"
    yield _row("typed message, p50 (ms)", runs, ours, stock, lambda side: side.p50)
    yield _row("typed message, p95 (ms)", runs, ours, stock, lambda side: side.p95)
    yield _row("messages a second, 8 women at once", runs, ours, stock, lambda side: side.rate, more_is_better=True)
    yield _row("memory (MB)", runs, ours, stock, lambda side: side.memory)
    yield _row("start to ready (s)", runs, ours, stock, lambda side: side.ready)
    yield _row("messages 6-15 of one conversation, p50 (ms)", runs, ours, stock, lambda side: side.early)
    yield _row("messages 191-210 of it, p50 (ms)", runs, ours, stock, lambda side: side.late)
    yield _row("late against early", runs, ours, stock, lambda side: side.growth)
    yield f"| start to the number to ring (s) | {ours.number:.2f} | | |"
    yield f"| pressed button, p50 (ms) | {ours.pressed_p50:.1f} | | |"
    yield f"| pressed button, p95 (ms) | {ours.pressed_p95:.1f} | | |"
    yield ""
    yield "| must be reached | bar | measured | |"
    yield "| --- | --- | ---: | --- |"
    for bar in bars(runs):
        yield f"| {bar.what} | {bar.must} | {bar.value:.2f} | {'yes' if bar.reached else 'NO'} |"


def _row(
    what: str,
    runs: list[Run],
    ours: Figures,
    stock: Figures,
    of: Callable[[Figures], float],
    *,
    more_is_better: bool = False,
) -> str:
    ratio = median(of(run.ours) / of(run.stock) if more_is_better else of(run.stock) / of(run.ours) for run in runs)
    return f"| {what} | {of(ours):.1f} | {of(stock):.1f} | {ratio:.2f} |"
