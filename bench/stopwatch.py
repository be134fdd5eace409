"""Conversations timed message by message."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import median, quantiles

from .script import TWELVE_TURNS
from .sides import OurTalk, Side, Talk

#: So many write at once when messages a second are counted.
AT_ONCE = 8


class NotTheSame(RuntimeError):
    """The two sides did not say the same; their times cannot be compared."""


@dataclass(frozen=True)
class Timed:
    """One conversation: milliseconds and the last reply of each message."""

    milliseconds: list[float]
    last_replies: list[str]


def timed(talk: Talk, words: Iterable[str]) -> Timed:
    """Say these words one after the other."""
    milliseconds, replies = [], []
    for one in words:
        begun = time.perf_counter()
        texts = talk.say(one)
        milliseconds.append((time.perf_counter() - begun) * 1000)
        replies.append(texts[-1] if texts else "")
    return Timed(milliseconds, replies)


def timed_presses(talk: OurTalk, opening: str, presses: int = 12) -> list[float]:
    """Milliseconds of pressed buttons: always the last but one option, words where there are none."""
    talk.say(opening)
    milliseconds: list[float] = []
    while len(milliseconds) < presses:
        options = talk.options
        if not options:
            return milliseconds
        begun = time.perf_counter()
        talk.press(options[-1])
        milliseconds.append((time.perf_counter() - begun) * 1000)
    return milliseconds


def messages_a_second(side: Side, at_once: int = AT_ONCE) -> float:
    """How many messages are answered in a second when several women write at once."""
    talks = [side.begin() for _ in range(at_once)]
    begun = time.perf_counter()
    with ThreadPoolExecutor(at_once) as women:
        list(women.map(lambda talk: timed(talk, TWELVE_TURNS), talks))
    return at_once * len(TWELVE_TURNS) / (time.perf_counter() - begun)


def compare(first: Timed, second: Timed) -> None:
    """Raises `NotTheSame` where a turn ended with another sentence; times of day do not count."""
    for turn, (one, other) in enumerate(zip(first.last_replies, second.last_replies, strict=True), 1):
        if _bare(one) != _bare(other):
            raise NotTheSame(f"{NotTheSame.__doc__} Message {turn}: {one[:160]!r} and {other[:160]!r}.")


def p50(milliseconds: Sequence[float]) -> float:
    """The median."""
    return median(milliseconds)


def p95(milliseconds: Sequence[float]) -> float:
    """Ninety-five of a hundred are at most this."""
    return quantiles(milliseconds, n=20, method="inclusive")[-1]


def _bare(text: str) -> str:
    return re.sub(r"\d\d:\d\d", "", text).strip()
