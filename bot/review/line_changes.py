"""How the lines of two versions differ: criteria and signposts, and the conditions and settings that they name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.protocol.settings import Setting

from .clauses import Clause
from .difference import Change, Part, Sides
from .phrases import Phrasing


def _named(phrasing: Phrasing, clause: Clause) -> str:
    """What a line is for clinicians, where somebody wrote it."""
    id = f"criterion.{clause.id}"
    return f" ({' '.join(phrasing.protocol.words.sentence(id).lines)})" if phrasing.protocol.words.has(id) else ""


def _when(phrasing: Phrasing, id: str) -> str:
    return phrasing.of(id).text


def added_or_removed(sides: Sides) -> Iterator[Change]:
    """Lines that only one version has."""
    for before, after in sides.lines():
        if after is None and before is not None:
            says = f"{before.level} no longer given when {_when(sides.was, before.id)}{_named(sides.was, before)}"
            yield Change(Part.REMOVED, before.id, says)
        elif before is None and after is not None:
            says = f"{after.level} when {_when(sides.now, after.id)}{_named(sides.now, after)}"
            yield Change(Part.ADDED, after.id, says)


def levels(sides: Sides) -> Iterator[Change]:
    """Lines whose level differs."""
    for before, after in sides.both():
        if before.level != after.level:
            yield Change(Part.LEVEL, after.id, f"{before.level} -> {after.level} when {_when(sides.now, after.id)}")


def conditions(sides: Sides) -> Iterator[Change]:
    """Lines that hold under another condition."""
    for before, after in sides.both():
        if before.prints("if") != after.prints("if"):
            was, now = _when(sides.was, before.id), _when(sides.now, after.id)
            says = f"{after.level}{_named(sides.now, after)}"
            if was == now:  # what it names has changed, not what it says
                named = " and ".join(f"“{name}”" for name in _changed_names(sides, after.id))
                yield Change(Part.CONDITION, after.id, f"{says} changes with {named}")
            else:
                yield Change(Part.CONDITION, after.id, says, was, now)


def _changed_names(sides: Sides, id: str) -> list[str]:
    """The named conditions of a line that have changed, and the settings behind them."""
    written = sides.now.written
    named = [name for name in _changed_definitions(sides) if id in written.using(name)]
    chosen = [change.id for change in settings(sides) if id in written.using(change.id)]
    return [sides.now.name("definition", name) for name in named] + chosen


def _changed_definitions(sides: Sides) -> list[str]:
    was, now = sides.was.written.definitions, sides.now.written.definitions
    return [name for name in dict.fromkeys([*was, *now]) if was.get(name) != now.get(name)]


def definitions(sides: Sides) -> Iterator[Change]:
    """Named conditions that say something else."""
    for name in _changed_definitions(sides):
        said = [
            one.condition(one.written.definitions[name]).text if name in one.written.definitions else "not there"
            for one in (sides.was, sides.now)
        ]
        yield Change(Part.NAMED, name, f"“{sides.now.name('definition', name)}”", *said)


def settings(sides: Sides) -> Iterator[Change]:
    """What a site decides differently, or a default that differs."""

    def text(known: Mapping[str, Setting], name: str) -> str:
        return known[name].text() if name in known else "not there"

    old, new = sides.old.site, sides.new.site
    for name in dict.fromkeys([*old, *new]):
        was, now = text(old, name), text(new, name)
        if was != now:
            yield Change(Part.SETTING, name, (new.get(name) or old[name]).says, was, now)


def cards(sides: Sides) -> Iterator[Change]:
    """Lines that show another card."""
    for before, after in sides.both():
        was, now = (str(one.says.get("card") or "the level's own card") for one in (before, after))
        if was != now:
            yield Change(Part.CARD, after.id, "shows another card", was, now)


def sources(sides: Sides) -> Iterator[Change]:
    """Where lines come from, who answers for them, and until when."""
    was, now = sides.was.written.criteria, sides.now.written.criteria
    for id in was.keys() & now.keys():
        for key in ("source", "tag", "owner", "review"):
            said = [str(known[id].get(key) or "") for known in (was, now)]
            if said[0] != said[1]:
                yield Change(Part.SOURCE, id, key, *said)
