"""One bit for everything that a condition looks for among what was said, so that one comparison finds it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

#: What is looked for of a question besides its options.
ANSWERED, UNCERTAIN = "any answer", "no certain answer"
#: Findings, the pathways that she opened, and earlier contacts stand under these names.
FOUND, OPENED, CONTACTED = "finding", "opened", "contacted"
#: A bit that is always said, so that a condition without a guard is always tested.
ALWAYS = 1


@dataclass
class Marks:
    """The bits given out so far, by question (or FOUND) and option (or finding)."""

    bits: dict[str, dict[str, int]] = field(default_factory=dict)
    given: int = 1

    def of(self, about: str, what: str) -> int:
        """The bit that stands for `what`, a new one the first time."""
        known = self.bits.setdefault(about, {})
        if what not in known:
            known[what] = 1 << self.given
            self.given += 1
        return known[what]

    def any_of(self, about: str, what: Iterable[str]) -> int:
        """The bits of all these together."""
        mask = 0
        for one in what:
            mask |= self.of(about, one)
        return mask
