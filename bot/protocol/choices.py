"""What a site has chosen, as it stands in its file, before anybody has judged it."""

from __future__ import annotations

from dataclasses import dataclass

from .located import Table


@dataclass(frozen=True)
class SiteChoices:
    """The clinical part of a site's file: its name and the table with its lines."""

    file: str
    table: Table
