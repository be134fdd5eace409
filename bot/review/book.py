"""The protocol as a book for people: its criteria, questions, cards and sentences, ready to be set out on pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from bot.protocol.content import Asked, Criterion, Pathway, Protocol, Signpost
from bot.protocol.level import Level, most_urgent
from bot.protocol.step import Stage
from bot.protocol.words import PLACEHOLDER

from .chart import Panel, panels, steps
from .entries import Answer, Card, Question, Row, Said, Spoken
from .hers import Hers, Passage, passages
from .phrases import Phrasing
from .reading_age import age, own_age

#: What a sentence shows in place of what only a conversation knows.
SAMPLES = {"by": "10:30", "weeks": "30", "days": "30", "name": "Amara"}
#: Pages that list criteria of every pathway, by the kind of criterion.
_PAGE_OF = {"flag": "flags", "modifier": "modifiers"}


class Book:
    """Everything that the pages show of one protocol. `fills` are the unit's name, number and address."""

    def __init__(self, protocol: Protocol, fills: Mapping[str, str] | None = None) -> None:
        self.protocol, self.phrasing = protocol, Phrasing(protocol)
        self._fills = {**SAMPLES, **(fills or {})}

    def rows(self, criteria: Iterable[Criterion | Signpost]) -> tuple[Row, ...]:
        """Criteria or signposts as rows of a table."""
        return tuple(self._row(one) for one in criteria)

    def of_pathway(self, pathway: Pathway) -> tuple[Row, ...]:
        """A pathway's criteria, the most urgent first, green ones last."""
        return self.rows((*pathway.criteria, *pathway.greens))

    def _row(self, one: Criterion | Signpost) -> Row:
        written = self.phrasing.written.criteria[one.id]
        level = one.level.code if one.level is not None else "none"
        card = self._card_of(one)
        tag = one.tag if isinstance(one, Criterion) else str(written.get("tag", ""))
        return Row(
            id=one.id,
            words=self.line(f"criterion.{one.id}"),
            level=level,
            phrase=self.phrasing.of(one.id),
            card=card,
            told=self.line(f"{card}.title"),
            neutral=isinstance(one, Criterion) and one.neutral,
            source=one.source,
            tag=tag,
            tag_words=self.phrasing.name("tag", tag),
            owner=str(written.get("owner") or self.protocol.owner),
            review=date.fromisoformat(str(written.get("review") or self.protocol.review)),
        )

    def chart(self, pathway: Pathway) -> tuple[Panel, ...]:
        """The pathway's pictures."""
        if pathway.id not in self._charts:
            self._charts[pathway.id] = panels(steps(self.phrasing, pathway))
        return self._charts[pathway.id]

    @cached_property
    def _charts(self) -> dict[str, tuple[Panel, ...]]:
        return {}

    def questions_of(self, pathway: Pathway) -> tuple[Question, ...]:
        """A pathway's questions in the order of asking."""
        return tuple(self.question(self.protocol.questions[name]) for name in pathway.questions)

    def questions_at(self, *stages: Stage) -> tuple[Question, ...]:
        """The questions of these stages, which belong to every pathway."""
        return tuple(self.question(one) for stage in stages for one in self.protocol.stages[stage])

    def question(self, asked: Asked) -> Question:
        """One question."""
        return Question(
            id=asked.id,
            name=self.phrasing.question(asked.id),
            stage=asked.stage.value,
            kind=asked.kind.value,
            ask=self.line(f"question.{asked.id}.ask"),
            why=self._part(asked, "why"),
            help=self._part(asked, "help"),
            answers=tuple(self._answer(asked, option) for option in asked.options),
            unsure=self._unsure(asked),
            when=self.phrasing.when(asked.id),
            age=self.spoken[f"question.{asked.id}"].age,
        )

    def _part(self, asked: Asked, part: str) -> str:
        found = self.protocol.words.of_question(asked.shown, part)
        return self.line(found) if found else ""

    def _answer(self, asked: Asked, option: str) -> Answer:
        implied = asked.implied.get(option)
        if implied is None:
            return Answer(self.phrasing.answer(asked.id, option))
        also = [self.phrasing.name("finding", name) for name in sorted(implied.findings)]
        also += [
            f"{self.phrasing.question(question)}: {self.phrasing.answers(question, sorted(options))}"
            for question, options in implied.states.items()
        ]
        also += [f"opens {pathway}" for pathway in sorted(implied.opens)]
        return Answer(self.phrasing.answer(asked.id, option), "; ".join(also))

    def _unsure(self, asked: Asked) -> str:
        unsure = asked.unsure
        counts = [self.phrasing.answers(asked.id, sorted(unsure.options))] if unsure.options else []
        counts += [f"at least {unsure.at_least.code}"] if unsure.at_least is not None else []
        return ", and ".join(counts)

    @cached_property
    def spoken(self) -> Mapping[str, Spoken]:
        """Every passage of hers, by id."""
        return {id: self._spoken(passage) for id, passage in passages(self.protocol.words).items()}

    def _spoken(self, passage: Passage) -> Spoken:
        said = tuple(self._said(one) for one in passage.sentences)
        return Spoken(passage.id, passage.kind, said, age(passage.measured))

    def _said(self, one: Hers) -> Said:
        lines, short = (tuple(self._filled(line) for line in form) for form in (one.lines, one.short))
        return Said(one.id, lines, short, own_age(one))

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """Cards by level, the most urgent first, and then signposts."""
        found = [self._card(one) for one in self.spoken.values() if one.kind in ("card", "signpost")]
        order = {level.code: -level for level in Level}
        return tuple(sorted(found, key=lambda card: (order.get(card.level, 1), card.spoken.id)))

    def _card(self, spoken: Spoken) -> Card:
        return Card(spoken, self._level_of(spoken.id), tuple(self._card_users.get(spoken.id, ())))

    def _level_of(self, card: str) -> str:
        """Its level, or that of the card whose id it goes on from: `card.A15.ring_now` is A15's."""
        while card and card not in self._card_levels:
            card = card.rpartition(".")[0]
        level = self._card_levels.get(card)
        return "none" if level is None else level.code

    @cached_property
    def _card_levels(self) -> Mapping[str, Level | None]:
        own: dict[str, Level | None] = {card: level for level, card in self.protocol.cards.items()}
        for criterion in self.protocol.criteria.values():
            if criterion.card:
                own[criterion.card] = most_urgent([criterion.level], own.get(criterion.card) or Level.G)
        return {**{one.card: one.level for one in self.protocol.signposts}, **own}

    @cached_property
    def _card_users(self) -> Mapping[str, list[str]]:
        users: dict[str, list[str]] = {}
        every: list[Criterion | Signpost] = [*self.protocol.criteria.values(), *self.protocol.signposts]
        for one in every:
            users.setdefault(self._card_of(one), []).append(one.id)
        return users

    def _card_of(self, one: Criterion | Signpost) -> str:
        return one.card or (self.protocol.cards[one.level] if one.level is not None else "")

    def page_of(self, criterion: str) -> str:
        """The page and place where a criterion or signpost stands."""
        found = self.protocol.criteria.get(criterion)
        if found is None:
            return f"gate#{criterion}"
        return f"{found.pathway or _PAGE_OF[found.kind]}#{criterion}"

    def line(self, sentence: str) -> str:
        """A sentence as one line, filled in."""
        return " ".join(self.lines(sentence))

    def lines(self, sentence: str) -> tuple[str, ...]:
        """A sentence's lines, filled in."""
        return tuple(self._filled(line) for line in self.protocol.words.sentence(sentence).lines)

    def _filled(self, line: str) -> str:
        return PLACEHOLDER.sub(lambda found: self._fills.get(found[1], f"[{found[1]}]"), line)

    def name(self, kind: str, id: Any) -> str:
        """What clinicians call something."""
        return self.phrasing.name(kind, str(id))
