"""A folder of files becomes a protocol; the only module here that opens files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from .answers import ready
from .choices import SiteChoices
from .content import Asked, Condition, Protocol, Unsure
from .drafts import Draft, draft, meanings
from .entry import Entry
from .level import Level
from .names import Names
from .problems import Problems, ProtocolError
from .read_parts import Parts
from .read_words import read_words
from .settings import SITE, Setting, content_of, read_settings
from .step import Kind, Stage
from .words import Words

__all__ = ["CLINICAL", "ProtocolError", "from_content", "read_protocol"]

CLINICAL = Path(__file__).parent / "clinical"
_KEYS = frozenset(
    [
        "name",
        "version",
        "owner",
        "review",
        "pathways",
        "nothing_matched",
        "settings",
        "cards",
        "green",
        "uncertain",
        "sources",
    ]
)
_SOURCES = ("M03", "otherwise", "told", "floor")
_KINDS_WITH_DEFAULT = (Kind.CHOICE, Kind.TICKS, Kind.GESTATION)


def read_protocol(folder: Path = CLINICAL, site: SiteChoices | None = None) -> Protocol:
    """The protocol in `folder`, with a site's choices. Raises `ProtocolError`: every mistake, with file and line."""
    files = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in sorted(folder.rglob("*.yml"))}
    return from_content(files, site)


def from_content(files: Mapping[str, str], site: SiteChoices | None = None) -> Protocol:
    """The protocol in these texts by relative file name. Raises `ProtocolError` like `read_protocol`.

    A version keeps the site's choices with its texts: read again, it is the same version with the same hash.
    """
    problems = Problems()
    made = draft(files, problems)
    declared = read_settings(made, site)
    made.settings |= {name: one.value for name, one in declared.items() if isinstance(one.value, int | float)}
    protocol = _protocol(made, _with_choices(files, declared), declared)
    problems.raise_any()
    return protocol


def _with_choices(files: Mapping[str, str], declared: Mapping[str, Setting]) -> dict[str, str]:
    chosen = content_of(declared)
    plain = {name: text for name, text in files.items() if name != SITE}
    return {**plain, SITE: chosen} if chosen else plain


def _protocol(made: Draft, files: Mapping[str, str], declared: Mapping[str, Setting]) -> Protocol:
    said = meanings(made)
    definitions = made.table("definitions.yml")
    choices = {name: one.value for name, one in declared.items() if isinstance(one.value, tuple)}
    names = Names(made.shapes, made.findings, frozenset(made.pathways), definitions.table, made.settings, choices)
    parts = Parts(made, names, said)
    entry = made.table("protocol.yml").only(_KEYS)
    asked = parts.questions()
    for name in definitions.table:
        parts.condition(Entry("definitions.yml", definitions.table, made.problems), name)
    order = _order(made, entry)
    pathways = {name: parts.pathway(name, place) for place, name in enumerate(order)}
    flags = tuple(parts.criterion(row, "flag") for row in made.rows("flags.yml"))
    modifiers = tuple(parts.criterion(row, "modifier") for row in made.rows("modifiers.yml"))
    uncertain = entry.level("uncertain", Level.A60)
    resting = [c.condition for c in (*flags, *modifiers)] + [c.condition for p in pathways.values() for c in p.criteria]
    return Protocol(
        name=entry.text("name"),
        version=entry.text("version"),
        owner=entry.text("owner"),
        review=entry.day("review"),
        content=dict(files),
        questions=_finished(parts, asked, _rested(resting), uncertain),
        pathways=pathways,
        flags=flags,
        modifiers=modifiers,
        signposts=tuple(parts.signpost(row) for row in made.rows("gate.yml")),
        findings={name: parts.finding(name) for name in made.findings},
        green=parts.condition(entry.inner("green").only({"if", "source"})),
        nothing_matched=_fallback(made, entry),
        settings=made.settings,
        site=declared,
        cards=_cards(entry),
        uncertain=uncertain,
        sources={name: entry.inner("sources").only(_SOURCES).text(name) for name in _SOURCES},
        words=_words(made, declared),
        marks=names.marks.bits,
    )


def _rested(conditions: list[Condition]) -> frozenset[str]:
    return frozenset().union(*(condition.rests_on for condition in conditions))


def _finished(parts: Parts, asked: dict[str, Asked], rested: frozenset[str], uncertain: Level) -> dict[str, Asked]:
    """Add what needs every question to be known first: `when`, and what uncertain means by default."""
    found = {}
    for name, question in asked.items():
        whole = replace(question, when=parts.when(name), unsure=_unsure(question, name in rested, uncertain))
        found[name] = replace(whole, ready=ready(whole))
    return found


def _unsure(question: Asked, rested: bool, uncertain: Level) -> Unsure:
    counts = rested and question.kind in _KINDS_WITH_DEFAULT and question.stage is not Stage.AFTER
    return Unsure(at_least=uncertain) if counts and not question.unsure.stated else question.unsure


def _order(made: Draft, entry: Entry) -> list[str]:
    order = [name for name in entry.names("pathways", made.pathways, "pathway") if name in made.pathways]
    for name, pathway in made.pathways.items():
        if name not in order:
            pathway.wrong("id", f"'{name}' has no place in protocol.yml", "add it under 'pathways'")
    return list(dict.fromkeys([*order, *made.pathways]))


def _fallback(made: Draft, entry: Entry) -> str:
    name = entry.text("nothing_matched")
    if name and name not in made.pathways:
        entry.wrong("nothing_matched", f"there is no pathway '{name}'", "name the pathway for everything else")
    return name


def _cards(entry: Entry) -> dict[Level, str]:
    table = entry.inner("cards").only([level.code for level in Level])
    return {level: table.text(level.code) for level in Level}


def _words(made: Draft, declared: Mapping[str, Setting]) -> Words:
    files = {file: made.table(file) for file in made.files if file.startswith("words/")}
    plain = {id: str(text) for entry in files.values() for id, text in entry.table.items()}
    said = {name: text for setting in declared.values() for name, text in setting.said(plain).items()}
    return read_words(files, said)
