"""`python -m bench.step`: how long the engine takes to decide, by pathway, over made-up conversations.

Exit status: 0 when the median over all pathways is under the bar, 1 when it is not.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from bot.protocol.content import Protocol
from bot.protocol.engine import next_step
from bot.protocol.reader import read_protocol
from bot.protocol.statement import FINDING, PRESENT, Facts, Statement, Value
from bot.protocol.step import Question
from bot.protocol.verifier.conversation import AT, Conversation, Person

#: The median must be under this, in milliseconds.
BAR = 0.1


@dataclass(frozen=True)
class Moment:
    """What the engine is asked in one turn."""

    facts: Facts
    statements: tuple[Statement, ...]


class Overheard(Conversation):
    """A conversation that remembers every moment it went through."""

    def held(self, person: Person) -> list[Moment]:
        """Its moments, to the end."""
        moments = [Moment(self.facts, tuple(self.statements))]

        def answer(question: Question) -> Value:
            value = person.answer(question)
            moments.append(Moment(self.facts, (*self.statements, Statement(question.id, value, "her", AT))))
            return value

        self.walk(answer)
        return moments


def moments(protocol: Protocol, pathway: str, conversations: int) -> Iterator[Moment]:
    """Every moment of some conversations that begin with a finding of this pathway."""
    findings = [name for name, found in protocol.findings.items() if pathway in found.opens]
    person = Person(protocol, random.Random(pathway))
    for number in range(conversations):
        talk = Overheard(protocol)
        if findings:
            talk.say(FINDING + findings[number % len(findings)], (PRESENT,))
        yield from talk.held(person)


def microseconds(protocol: Protocol, asked: Sequence[Moment], rounds: int) -> list[float]:
    """How long each moment took, the quickest of some rounds."""
    best = [float("inf")] * len(asked)
    for _ in range(rounds):
        for place, moment in enumerate(asked):
            begun = time.perf_counter_ns()
            next_step(protocol, moment.facts, moment.statements)
            best[place] = min(best[place], (time.perf_counter_ns() - begun) / 1000)
    return best


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(prog="bench.step", description="How long the engine takes to decide, by pathway.")
    parser.add_argument("--conversations", type=int, default=40, help="conversations a pathway (default 40)")
    parser.add_argument("--rounds", type=int, default=3, help="times each moment is measured (default 3)")
    given = parser.parse_args(arguments)
    protocol, everything = read_protocol(), []
    print("| pathway | steps | median (ms) | p95 (ms) |\n| --- | ---: | ---: | ---: |")
    for pathway in protocol.pathways:
        times = microseconds(protocol, [*moments(protocol, pathway, given.conversations)], given.rounds)
        everything += times
        print(_row(pathway, times))
    print(_row("all", everything))
    return 0 if median(everything) / 1000 < BAR else 1


def _row(name: str, times: Sequence[float]) -> str:
    p95 = quantiles(times, n=20, method="inclusive")[-1]
    return f"| {name} | {len(times)} | {median(times) / 1000:.3f} | {p95 / 1000:.3f} |"


if __name__ == "__main__":
    sys.exit(main())
