"""From what a phone shows back to what was meant: which question this is, what its options are called.

On Telegram and by SMS a woman sees only words. The invented ones look theirs up in the protocol's own sentences.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.channels import sentences, sms, telegram
from bot.channels.sms.writing import plain

WORDS = Path(__file__).parents[1] / "bot" / "protocol" / "clinical" / "words" / "en-GB"
_ASK = re.compile(r"question\.(\w+)\.ask")
_OPTION = re.compile(r"question\.(\w+)\.option\.(\w+)")
_ANY_OPTION = re.compile(r"option\.(\w+)")
_GAP = re.compile(r"\\{\w+\\}")


#: A sentence shorter than this could be anybody's.
TELLING = 12


@dataclass(frozen=True)
class Phrasebook:
    """Questions by what they say, options by what they are called, and everything the assistant may say."""

    asks: Mapping[str, str]
    labels: Mapping[str, Mapping[str, str]]
    sentences: tuple[re.Pattern[str], ...]

    def question(self, text: str) -> str | None:
        """The question in this message: the longest that fits."""
        shown = plain(text)
        found = [said for said in self.asks if said in shown]
        return self.asks[max(found, key=len)] if found else None

    def label(self, question: str, option: str) -> str:
        """What an option is called on the screen."""
        return self.labels.get(question, {}).get(option) or self.labels[""].get(option, option)

    def options(self, question: str) -> list[str]:
        """The options that this question may have."""
        return [*self.labels.get(question, {}), *self.labels[""]]

    def is_the_assistants(self, text: str) -> bool:
        """Whether the assistant may have said it; if not, a midwife has."""
        return any(sentence.match(plain(text)) for sentence in self.sentences)


def read_phrasebook(folder: Path = WORDS) -> Phrasebook:
    """The phrasebook of the protocol's words."""
    asks: dict[str, str] = {}
    labels: dict[str, dict[str, str]] = {"": {}}
    patterns = [re.compile(re.escape(said.split("{")[0])) for said in _of_the_channels()]
    for path in sorted(folder.glob("*.yml")):
        for ident, value in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).items():
            for form in _forms(value):
                if len(_GAP.sub("", form)) >= TELLING and ".option." not in ident:
                    patterns.append(re.compile(_GAP.sub(".*", re.escape(form.splitlines()[0]))))
                if ask := _ASK.fullmatch(ident):
                    asks[form] = ask[1]
                elif option := _OPTION.fullmatch(ident):
                    labels.setdefault(option[1], {}).setdefault(option[2], form)
                elif general := _ANY_OPTION.fullmatch(ident):
                    labels[""].setdefault(general[1], form)
    return Phrasebook(asks, labels, tuple(patterns))


def _of_the_channels() -> list[str]:
    """What stands above a question that cannot wait."""
    folders = [Path(inspect.getfile(channel)).parent for channel in (sms, telegram)]
    return [sentences.read(folder)["urgent"] for folder in folders]


def _forms(value: Any) -> list[str]:
    """Every form of a sentence: plain, in lines, or with a short form."""
    if isinstance(value, dict):
        return [form for part in value.values() for form in _forms(part)]
    if isinstance(value, list):
        return [plain(str(line)) for line in value]
    return [plain(str(value))] if str(value).strip() else []
