"""What options and findings also say, followed to the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .content import Implied


@dataclass
class Meaning:
    """What one option or finding says directly."""

    findings: set[str] = field(default_factory=set)
    states: dict[str, set[str]] = field(default_factory=dict)
    opens: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Meanings:
    """Every direct meaning: of findings by name, of options by question and option."""

    findings: Mapping[str, Meaning]
    options: Mapping[tuple[str, str], Meaning]

    def of_finding(self, name: str) -> Implied:
        """What a finding says in the end, itself included."""
        return self._followed(Meaning(findings={name}))

    def of_option(self, question: str, option: str) -> Implied:
        """What an option says in the end."""
        return self._followed(self.options.get((question, option), Meaning()))

    def _followed(self, start: Meaning) -> Implied:
        whole, waiting = Meaning(), [start]
        while waiting:
            one = waiting.pop()
            whole.opens |= one.opens
            waiting += self._new_findings(whole, one.findings)
            for question, options in one.states.items():
                waiting += self._new_states(whole, question, options)
        states = {question: frozenset(options) for question, options in whole.states.items()}
        return Implied(frozenset(whole.findings), states, frozenset(whole.opens))

    def _new_findings(self, whole: Meaning, names: Iterable[str]) -> list[Meaning]:
        new = set(names) - whole.findings
        whole.findings |= new
        return [self.findings[name] for name in new if name in self.findings]

    def _new_states(self, whole: Meaning, question: str, options: set[str]) -> list[Meaning]:
        said = whole.states.setdefault(question, set())
        new = options - said
        said |= new
        return [self.options[question, option] for option in new if (question, option) in self.options]
