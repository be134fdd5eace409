"""What a chart shows: each question in the order of asking, and the criteria it settles, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.protocol.content import Asked, Criterion, Pathway
from bot.protocol.level import Colour, Level
from bot.protocol.step import Kind, Stage
from bot.protocol.words import Words

from ..phrases import Phrasing

START, ASK, END = "start", "ask", "end"
#: More answers than this are left to the table.
_LISTED = 7
#: So many findings are named in the box that opens the chart.
_NAMED = 10
#: A condition longer than this is left to the table.
_NOTE = 90


@dataclass(frozen=True)
class Outcome:
    """Where a yes leads: a level's code or a word instead, and what she is told."""

    head: str
    told: str
    level: str
    final: bool = True  # an amber yes goes on to whatever could still raise it


@dataclass(frozen=True)
class Decision:
    """One criterion asked as a question; without an `id` it stands for several."""

    id: str
    words: str
    outcome: Outcome


@dataclass(frozen=True)
class Step:
    """A box on the left, and the decisions beside it."""

    kind: str
    head: str
    question: str | None = None
    lines: tuple[str, ...] = ()
    note: str = ""
    decisions: tuple[Decision, ...] = ()
    level: str = ""  # of an end


def steps(phrasing: Phrasing, pathway: Pathway) -> tuple[Step, ...]:
    """The chart of one pathway, from what opens it to the level when nothing fits."""
    return tuple(_Chart(phrasing, pathway).steps())


class _Chart:
    def __init__(self, phrasing: Phrasing, pathway: Pathway) -> None:
        self.phrasing, self.protocol, self.pathway = phrasing, phrasing.protocol, pathway
        self.asked = (*self._own(), *self._shared())

    @property
    def words(self) -> Words:
        return self.protocol.words

    def _own(self) -> Sequence[Asked]:
        return [self.protocol.questions[name] for name in self.pathway.questions]

    def _shared(self) -> Sequence[Asked]:
        """Questions asked in every pathway that this one does not list, where one of its criteria rests on them."""
        rests = frozenset().union(*(criterion.condition.rests_on for criterion in self.pathway.criteria))
        shared = self.protocol.stages[Stage.SHARED]
        return [one for one in shared if one.id in rests and one.id not in self.pathway.questions]

    def steps(self) -> Iterator[Step]:
        yield self._start()
        yield self._everyone()
        for number, asked in enumerate(self.asked, 1):
            yield self._question(number, asked)
        yield from self._ends()

    def _start(self) -> Step:
        findings = self.phrasing.written.pathways[self.pathway.id].get("opened_by") or []
        names = self.phrasing.among("finding", findings[:_NAMED])
        more = f" {self._say('chart.more')}" if len(findings) > _NAMED else ""
        lines = (f"Her words: {names}{more}",) if findings else ()
        return Step(START, f"{self.pathway.id} {self.pathway.title}", lines=lines)

    def _everyone(self) -> Step:
        names = ", ".join(
            self.phrasing.question(one.id)
            for stage in (Stage.SCREEN, Stage.GATE)
            for one in self.protocol.stages[stage]
            if one.when is None or one.kind is Kind.GESTATION
        )
        told = Outcome(self._say("chart.flags.head"), self._say("chart.flags.told"), Level.R_999.code)
        flag = Decision("", self._say("chart.flags"), told)
        placed = self._placed("")
        return Step(ASK, self._say("chart.everyone"), lines=(names,), decisions=(flag, *placed))

    def _question(self, number: int, asked: Asked) -> Step:
        ask = " ".join(self.words.sentence(f"question.{asked.id}.ask").lines)
        answers = [f"– {self.phrasing.answer(asked.id, option)}" for option in asked.options]
        if len(answers) > _LISTED:
            answers = [f"{len(answers)} {self._say('chart.many')}"]
        head = f"{number} {self.phrasing.question(asked.id).capitalize()}"
        return Step(ASK, head, asked.id, (ask, *answers), self._note(asked), tuple(self._placed(asked.id)))

    def _note(self, asked: Asked) -> str:
        when = self.phrasing.when(asked.id)
        if when is None:
            return ""
        return f"Asked when: {when.text}" if len(when.text) <= _NOTE else self._say("chart.when")

    def _placed(self, question: str) -> Iterator[Decision]:
        """The criteria whose last question this is: only then is a no certain."""
        for criterion in self.pathway.criteria:
            if self._last(criterion) == question:
                yield self._decision(criterion)

    def _last(self, criterion: Criterion) -> str:
        rests = criterion.condition.rests_on
        return next((asked.id for asked in reversed(self.asked) if asked.id in rests), "")

    def _decision(self, criterion: Criterion) -> Decision:
        card = criterion.card or self.protocol.cards[criterion.level]
        told, code = f"{self._say(f'{card}.title')}.", criterion.level.code
        amber = criterion.level.colour is Colour.AMBER
        head = f"{self._say('chart.least')} {code}" if amber else code
        return Decision(criterion.id, self._say(f"criterion.{criterion.id}"), Outcome(head, told, code, not amber))

    def _ends(self) -> Iterator[Step]:
        told = Outcome(self._say("chart.modifiers.head"), self._say("chart.modifiers.told"), "raised")
        raised = Decision("", self._say("chart.modifiers"), told)
        greens = tuple(self._decision(one) for one in self.pathway.greens if not self.pathway.never_green)
        note = self._say("chart.green") if greens else ""
        yield Step(ASK, self._say("chart.nothing"), lines=(note,) if note else (), decisions=(raised, *greens))
        card = self.protocol.cards[self.pathway.otherwise]
        code = self.pathway.otherwise.code
        yield Step(END, f"{self._say('chart.otherwise')} {code}", lines=(f"{self._say(f'{card}.title')}.",), level=code)

    def _say(self, sentence: str) -> str:
        return " ".join(self.words.sentence(sentence).lines)
