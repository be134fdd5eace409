"""The same stories through two versions: whose level changes, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.protocol.content import Protocol

from .stories import Ending, Story, ending

#: An uncertain answer counts as what it might be: it is a reason only where nothing else is.
_UNCERTAIN = "M03"


@dataclass(frozen=True)
class Moved:
    """A story that two versions take differently."""

    name: str
    before: Ending
    after: Ending

    @property
    def change(self) -> str:
        """From which level to which."""
        return f"{self.before.level} -> {self.after.level}"

    @property
    def raised(self) -> bool:
        """Whether the later version is more urgent."""
        return self.after.urgency > self.before.urgency

    @property
    def why(self) -> tuple[str, ...]:
        """The criteria that make the difference: those that now give the higher level, or no longer do."""
        found = (self.after if self.raised else self.before).deciding
        return tuple(one for one in found if one != _UNCERTAIN) or found

    def __str__(self) -> str:
        asks = f"; it would first ask: {self.after.asks}" if self.after.asks else ""
        says = "by" if self.raised else "no longer by"
        return f"{self.name}: {self.change} {says} {', '.join(self.why) or 'default'}{asks}"


@dataclass(frozen=True)
class Replayed:
    """What came of all stories."""

    total: int
    moved: tuple[Moved, ...]

    @property
    def lowered(self) -> tuple[Moved, ...]:
        """Those that the later version takes for less urgent."""
        return tuple(one for one in self.moved if not one.raised)

    @property
    def changes(self) -> Counter[tuple[str, str]]:
        """How many stories change by each criterion and in which way."""
        return Counter((criterion, one.change) for one in self.moved for criterion in one.why)

    def touching(self, criterion: str) -> int:
        """How many stories change because of this criterion."""
        return sum(criterion in one.why for one in self.moved)

    def of(self, number: int) -> str:
        """`12 of 1,500 replayed conversations change`."""
        change = "changes" if number == 1 else "change"
        return f"{number:,} of {self.total:,} replayed conversations {change}"


def replay(stories: Iterable[Story], before: Protocol, after: Protocol) -> Replayed:
    """Tell every story to both versions."""
    total, moved = 0, []
    for story in stories:
        total += 1
        moved += list(_moved(story, before, after))
    return Replayed(total, tuple(sorted(moved, key=lambda one: (one.after.urgency - one.before.urgency, one.name))))


def _moved(story: Story, before: Protocol, after: Protocol) -> Iterator[Moved]:
    first, second = ending(before, story), ending(after, story)
    if first.level != second.level:
        yield Moved(story.name, first, second)
