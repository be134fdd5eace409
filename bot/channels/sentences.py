"""The few sentences that belong to a channel: a YAML file beside its code, by language."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

#: A sentence by its id.
Sentences = Mapping[str, str]


def read(folder: Path, language: str = "en-GB") -> Sentences:
    """The sentences in `words.yml` of a channel's folder."""
    with (folder / "words.yml").open(encoding="utf-8") as file:
        return dict(yaml.safe_load(file)[language])
