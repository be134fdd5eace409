"""The first reading: who is named what, before any condition can be compiled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .conditions import RESERVED
from .entry import Entry, entries, near, whole, word
from .gestation import parse_weeks
from .implied import Meaning, Meanings
from .located import Rows, Table, parse
from .names import Shape
from .problems import Problems
from .statement import SILENCE, SKIPPED, UNSURE
from .step import Kind, Stage

QUESTION_KEYS = frozenset({"id", "kind", "options", "unsure", "when", "means", "opens", "skippable"})
PATHWAY_KEYS = frozenset(
    {"id", "title", "card", "opened_by", "never_green", "otherwise", "questions", "criteria", "advice", "ring_if"}
)
_STAGES = {f"questions/{s.value}.yml": s for s in (Stage.SCREEN, Stage.GATE, Stage.SHARED, Stage.AFTER)}


@dataclass
class Draft:
    """Everything named, still in the files' own words."""

    problems: Problems
    files: dict[str, Any]
    questions: dict[str, tuple[Entry, Shape]] = field(default_factory=dict)
    listed: dict[str, list[str]] = field(default_factory=dict)  # pathway: its questions
    pathways: dict[str, Entry] = field(default_factory=dict)
    findings: dict[str, Entry] = field(default_factory=dict)
    settings: dict[str, float] = field(default_factory=dict)

    def table(self, file: str) -> Entry:
        """A file that is one table."""
        return whole(file, self.files.get(file), self.problems)

    def rows(self, file: str) -> Iterable[Entry]:
        """A file that is one list."""
        return entries(file, self.files.get(file), self.problems)

    @property
    def shapes(self) -> Mapping[str, Shape]:
        """The questions as conditions see them."""
        return {name: shape for name, (_, shape) in self.questions.items()}


def draft(content: Mapping[str, str], problems: Problems) -> Draft:
    """Parse every file and note who is named what."""
    made = Draft(problems, {name: parse(name, text, problems) for name, text in sorted(content.items())})
    for name in ("protocol.yml", "findings.yml", "flags.yml", "modifiers.yml"):
        if name not in content:
            problems.add(name, 1, "the file is missing", "create it")
    for file, stage in _STAGES.items():
        for entry in made.rows(file):
            _question(made, entry, stage)
    _pathways(made)
    _ungrouped(made)
    _findings(made)
    _settings(made)
    return made


def _question(made: Draft, entry: Entry, stage: Stage) -> str:
    name = entry.only(QUESTION_KEYS).id()
    if name in made.questions:
        entry.wrong("id", f"there are two questions '{name}'", "give every question an id of its own")
    if name in RESERVED:
        entry.wrong("id", f"'{name}' is a word of conditions", "choose another id")
    kind = _kind(entry)
    shape = Shape(name, kind, stage, frozenset(_options(entry, kind)), 1 << len(made.questions))
    made.questions.setdefault(name, (entry, shape))
    return name


def _kind(entry: Entry) -> Kind:
    try:
        return Kind(entry.text("kind"))
    except ValueError:
        known = ", ".join(kind.value for kind in Kind)
        entry.wrong("kind", f"'{entry.get('kind')}' is no kind of question", f"use one of: {known}")
        return Kind.CHOICE


def _options(entry: Entry, kind: Kind) -> tuple[str, ...]:
    options = entry.names("options")
    if kind in (Kind.CHOICE, Kind.TICKS) and not options:
        entry.wrong("options", "the question has no options", "write 'options: [one, two]'")
    for option in options:
        if option in (UNSURE, SKIPPED, SILENCE):
            entry.wrong("options", f"'{option}' is offered by itself", "leave it out and write 'unsure: ...'")
    if len(set(options)) < len(options):
        entry.wrong("options", "an option stands twice", "keep one of them")
    return (*options, "none") if kind is Kind.TICKS and "none" not in options else options


def options_of(entry: Entry, kind: Kind) -> tuple[str, ...]:
    """The options in their order, `none` included for ticks."""
    options = tuple(word(option) for option in entry.get("options") or ())
    return (*options, "none") if kind is Kind.TICKS and "none" not in options else options


def _pathways(made: Draft) -> None:
    for file in made.files:
        if not file.startswith("pathways/"):
            continue
        entry = made.table(file).only(PATHWAY_KEYS)
        name = entry.id()
        if name in made.pathways:
            entry.wrong("id", f"there are two pathways '{name}'", "give every pathway an id of its own")
        made.pathways[name] = entry
        made.listed[name] = list(_own_questions(made, entry))


def _own_questions(made: Draft, entry: Entry) -> Iterable[str]:
    rows = entry.get("questions")
    if rows is not None and not isinstance(rows, Rows):
        entry.wrong("questions", "'questions' is not a list", "write '- id: ...' or '- id_of_another'")
        return
    for row in rows or ():
        if isinstance(row, Table):
            yield _question(made, Entry(entry.file, row, made.problems), Stage.PATHWAY)
        else:
            yield word(row)


def _ungrouped(made: Draft) -> None:
    """Refuse questions that a pathway lists but nobody defines."""
    for pathway, names in made.listed.items():
        for name in names:
            if name not in made.questions:
                entry = made.pathways[pathway]
                entry.wrong("questions", f"there is no question '{name}'", near(name, [*made.questions]))
        made.listed[pathway] = [name for name in dict.fromkeys(names) if name in made.questions]


def _findings(made: Draft) -> None:
    entry = made.table("findings.yml")
    for name in entry.table:
        made.findings[name] = entry.inner(name).only({"opens", "states", "denies", "confirm"})


def _settings(made: Draft) -> None:
    entry = made.table("protocol.yml").inner("settings")
    for name, value in entry.table.items():
        if isinstance(value, int | float) and not isinstance(value, bool):
            made.settings[name] = value
            continue
        try:
            made.settings[name] = parse_weeks(str(value))
        except ValueError as error:
            entry.wrong(name, str(error), "write weeks+days or a number")


def meanings(made: Draft) -> Meanings:
    """What every finding and option says directly; unknown names are noted."""
    findings = {name: _finding_meaning(made, entry) for name, entry in made.findings.items()}
    for pathway, entry in made.pathways.items():
        for name in entry.names("opened_by", made.findings, "finding"):
            if name in findings:
                findings[name].opens.add(pathway)
    options: dict[tuple[str, str], Meaning] = {}
    for name, (entry, shape) in made.questions.items():
        for option in entry.inner("means").table:
            options.setdefault((name, _option(entry, shape, "means", option)), Meaning())
        for option in entry.inner("means").table:
            _add(made, entry.inner("means"), option, options[name, option])
        for option in entry.inner("opens").table:
            meaning = options.setdefault((name, _option(entry, shape, "opens", option)), Meaning())
            meaning.opens |= set(entry.inner("opens").names(option, made.pathways, "pathway")) & made.pathways.keys()
    return Meanings(findings, options)


def _finding_meaning(made: Draft, entry: Entry) -> Meaning:
    meaning = Meaning(states=stated(made, entry, "states"))
    meaning.opens |= set(entry.names("opens", made.pathways, "pathway")) & made.pathways.keys()
    return meaning


def _option(entry: Entry, shape: Shape, key: str, option: str) -> str:
    if option not in shape.options:
        entry.inner(key).wrong(option, f"'{shape.id}' has no option '{option}'", near(option, shape.options))
    return option


def _add(made: Draft, entry: Entry, option: str, meaning: Meaning) -> None:
    table = entry.inner(option)
    meaning.findings |= set(table.names("finding", made.findings, "finding")) & made.findings.keys()
    for question, options in _stated(made, table, {k: v for k, v in table.table.items() if k != "finding"}).items():
        meaning.states.setdefault(question, set()).update(options)


def stated(made: Draft, entry: Entry, key: str) -> dict[str, set[str]]:
    """The answers stated under `states` or `denies`; unknown ones are noted."""
    table = entry.inner(key)
    return _stated(made, table, table.table)


def _stated(made: Draft, entry: Entry, values: Mapping[str, Any]) -> dict[str, set[str]]:
    states: dict[str, set[str]] = {}
    for question, value in values.items():
        if question not in made.questions:
            entry.wrong(question, f"there is no question '{question}'", near(question, [*made.questions]))
            continue
        known = made.questions[question][1].options
        states[question] = set(entry.known_names(question, value, known, f"option of '{question}'")) & known
    return states
