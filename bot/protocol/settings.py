"""What a site may decide: declared in settings.yml with a safe default and bounds, chosen in the site's own file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from .choices import SiteChoices
from .content import Place, SettingValue
from .drafts import Draft
from .entry import Entry, near, word
from .gestation import parse_weeks, weeks_and_days

#: The site's choices inside a version's content, so that what was chosen is part of its hash.
SITE = "site.yml"
DECLARED = "settings.yml"

_KEYS = frozenset({"is", "of", "default", "from", "to", "may", "safer", "says", "source"})
_TELEPHONE = re.compile(r"\d[\d ]{1,13}\d( and choose option \d)?")


class SettingKind(StrEnum):
    """What a setting's value is."""

    WEEKS = "weeks"
    NUMBER = "number"
    MINUTES = "minutes"
    OPTIONS = "options"  # answers to a question, any of which counts
    TELEPHONE = "telephone"


class Safer(StrEnum):
    """Which way a site may go without asking anybody."""

    LOWER = "lower"
    HIGHER = "higher"
    MORE = "more"  # options: more of them count
    EITHER = "either"


_EXAMPLE = {
    SettingKind.WEEKS: "24+0",
    SettingKind.NUMBER: "140",
    SettingKind.MINUTES: "15",
    SettingKind.OPTIONS: "[one, two]",
    SettingKind.TELEPHONE: "111",
}

_SAFER = {SettingKind.OPTIONS: Safer.MORE, SettingKind.TELEPHONE: Safer.EITHER}


class NotThis(ValueError):
    """A value that this setting cannot have: what is wrong, and what to write."""

    def __init__(self, wrong: str, to_do: str) -> None:
        super().__init__(f"{wrong}; {to_do}")
        self.wrong, self.to_do = wrong, to_do


@dataclass(frozen=True)
class Setting:
    """One thing that a site may decide. `value` is what holds; `place` is where it was chosen."""

    name: str
    kind: SettingKind
    says: str
    source: str
    safer: Safer
    default: SettingValue
    value: SettingValue
    place: Place
    lowest: float | None = None
    highest: float | None = None
    question: str | None = None
    may: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether the site has chosen something else than the default."""
        return self.value != self.default

    @property
    def less_safe(self) -> bool:
        """Whether the choice is on the unsafe side of the default: two people have to sign it."""
        if isinstance(self.value, tuple):
            return not set(self.default).issubset(self.value)  # type: ignore[arg-type]
        if isinstance(self.value, str) or isinstance(self.default, tuple | str):
            return False
        above, below = self.value > self.default, self.value < self.default
        return (above and self.safer is Safer.LOWER) or (below and self.safer is Safer.HIGHER)

    def text(self, value: SettingValue | None = None) -> str:
        """A value as it is written in a file, its own by default."""
        return as_text(self.kind, self.value if value is None else value)

    def said(self, words: Mapping[str, str]) -> dict[str, str]:
        """What sentences may name it by: `{name}`, and `{name_said}` for weeks and minutes as they are spoken."""
        if isinstance(self.value, tuple):
            labels = (words.get(f"question.{self.question}.option.{one}", one) for one in self.value)
            return {self.name: " or ".join(labels)}
        said = _SAID.get(self.kind)
        if said is None or isinstance(self.value, str):
            return {self.name: self.text()}
        return {self.name: self.text(), f"{self.name}_said": said(int(self.value))}

    @property
    def bounds(self) -> str:
        """What it may be, in words."""
        if self.kind is SettingKind.OPTIONS:
            return f"any of {', '.join(self.may)}"
        if self.lowest is None or self.highest is None:
            return "a telephone number"
        return f"{self.text(self.lowest)} to {self.text(self.highest)}"

    @property
    def safe_choice(self) -> str:
        """What to write to be as safe as the default."""
        if self.kind is SettingKind.OPTIONS:
            return f"{self.text(self.default)}, or more of them"
        way = {Safer.LOWER: " or less", Safer.HIGHER: " or more"}.get(self.safer, "")
        return self.text(self.default) + way


def _weeks_said(days: int) -> str:
    weeks, rest = divmod(days, 7)
    more = f" and {rest} day{'s' if rest > 1 else ''}" if rest else ""
    return f"{weeks} weeks{more}"


def _minutes_said(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours} hours" if hours > 1 and not rest else f"{minutes} minutes"


_SAID: Mapping[SettingKind, Callable[[int], str]] = {
    SettingKind.WEEKS: _weeks_said,
    SettingKind.MINUTES: _minutes_said,
}


def as_text(kind: SettingKind, value: SettingValue) -> str:
    """A value as it is written in a file."""
    if isinstance(value, tuple):
        return f"[{', '.join(value)}]"
    if isinstance(value, str):
        return value
    return weeks_and_days(int(value)) if kind is SettingKind.WEEKS else f"{value:g}"


Choice = TypeVar("Choice", bound=StrEnum)


def read_settings(made: Draft, site: SiteChoices | None) -> dict[str, Setting]:
    """Every declared setting with the site's choice; mistakes are noted where they stand."""
    declared = made.table(DECLARED)
    found = {name: _declared(made, declared.inner(name), name) for name in declared.table}
    read = {name: setting for name, setting in found.items() if setting is not None}
    chosen = Entry(site.file, site.table, made.problems) if site else made.table(SITE)
    for name in chosen.table:
        if name not in found:
            chosen.wrong(name, f"there is no setting '{name}'", near(name, read))
        elif name in read:
            read[name] = _chosen(read[name], chosen, name)
    return read


def content_of(settings: Mapping[str, Setting]) -> str:
    """The site's choices as they become part of the content; empty where all defaults hold."""
    return "".join(f"{name}: {_quoted(settings[name])}\n" for name in sorted(settings) if settings[name].changed)


def _quoted(setting: Setting) -> str:
    return f'"{setting.text()}"' if setting.kind is SettingKind.TELEPHONE else setting.text()


def _declared(made: Draft, entry: Entry, name: str) -> Setting | None:
    entry.only(_KEYS)
    kind = _one_of(entry, "is", SettingKind, SettingKind.NUMBER)
    measured = kind in (SettingKind.WEEKS, SettingKind.NUMBER, SettingKind.MINUTES)
    safer = _one_of(entry, "safer", Safer, Safer.EITHER) if measured else _SAFER[kind]
    question, may = _options(made, entry) if kind is SettingKind.OPTIONS else (None, ())
    if name in made.questions or name in made.findings:
        entry.problems.add(entry.file, entry.line, f"'{name}' is a question or finding", "choose another name")
    bounds = [_bound(entry, key, kind) if measured else None for key in ("from", "to")]
    setting = Setting(
        name=name,
        kind=kind,
        says=entry.text("says"),
        source=entry.text("source"),
        safer=safer,
        default=0,
        value=0,
        place=Place(entry.file, entry.line),
        lowest=bounds[0],
        highest=bounds[1],
        question=question,
        may=may,
    )
    try:
        default = _fitting(setting, entry.get("default"))
    except NotThis as mistake:
        entry.wrong("default", mistake.wrong, mistake.to_do)
        return None
    return replace(setting, default=default, value=default)


def _one_of(entry: Entry, key: str, choices: type[Choice], otherwise: Choice) -> Choice:
    try:
        return choices(entry.text(key))
    except ValueError:
        entry.wrong(key, f"'{entry.get(key)}' is not known", f"use one of: {', '.join(choices)}")
        return otherwise


def _options(made: Draft, entry: Entry) -> tuple[str | None, tuple[str, ...]]:
    question = entry.text("of")
    if question not in made.questions:
        entry.wrong("of", f"there is no question '{question}'", near(question, made.questions))
        return None, ()
    known = made.questions[question][1].options
    return question, tuple(one for one in entry.names("may", known, "option") if one in known)


def _bound(entry: Entry, key: str, kind: SettingKind) -> float | None:
    try:
        return _number(kind, entry.get(key))
    except NotThis as mistake:
        entry.wrong(key, mistake.wrong, mistake.to_do)
        return None


def _chosen(setting: Setting, site: Entry, name: str) -> Setting:
    place = Place(site.file, site.table.line_of(name))
    try:
        return replace(setting, value=_fitting(setting, site.get(name)), place=place)
    except NotThis as mistake:
        site.wrong(name, f"{name} ({setting.says}): {mistake.wrong}", mistake.to_do)
        return setting


def _fitting(setting: Setting, value: Any) -> SettingValue:
    """The value read. Raises `NotThis`."""
    if setting.kind is SettingKind.OPTIONS:
        return _listed(setting, value)
    if setting.kind is SettingKind.TELEPHONE:
        return _telephone(value)
    number = _number(setting.kind, value)
    low, high = setting.lowest, setting.highest
    if (low is not None and number < low) or (high is not None and number > high):
        raise NotThis(f"{value} is outside what is safe anywhere", f"write {setting.bounds}")
    return number


def _number(kind: SettingKind, value: Any) -> float:
    if kind is SettingKind.WEEKS:
        try:
            return parse_weeks(str(value))
        except ValueError as error:
            raise NotThis(str(error), "write weeks+days") from None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NotThis(f"'{value}' is not a number", f"write for example {_EXAMPLE[kind]}")
    if kind is SettingKind.MINUTES and value != int(value):
        raise NotThis(f"'{value}' is not a whole number of minutes", "write for example 15")
    return value


def _listed(setting: Setting, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise NotThis(f"'{value}' is not a list of answers", f"write {setting.bounds}, in brackets")
    chosen = [word(one) for one in value]
    unknown = [one for one in chosen if one not in setting.may]
    if unknown:
        raise NotThis(f"'{unknown[0]}' cannot be chosen", f"write {setting.bounds}")
    return tuple(one for one in setting.may if one in chosen)


def _telephone(value: Any) -> str:
    text = " ".join(str(value).split())
    if isinstance(value, bool | list | dict) or not _TELEPHONE.fullmatch(text):
        raise NotThis(f"'{value}' is not a telephone number", 'write for example "0808 2000 247", in quotes')
    return text
