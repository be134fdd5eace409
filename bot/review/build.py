"""The pages as files in one folder, to be read without a server."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from bot.protocol.content import Protocol

from .book import Book
from .frame import STATIC, Frame, filed
from .pages import Pages
from .standing import StandingOf, unsigned


class NotOurFolder(ValueError):
    """The folder holds files that did not come from here; name an empty one."""

    def __str__(self) -> str:
        return f"{self.args[0]}: {self.__doc__}"


def build(
    protocol: Protocol,
    folder: Path,
    *,
    shared_style: Path | None = None,
    unit_name: str = "",
    fills: Mapping[str, str] | None = None,
    standing: StandingOf = unsigned,
) -> tuple[Path, ...]:
    """Write every page and its style into `folder`; the files written. Raises `NotOurFolder`."""
    if folder.exists() and any(folder.iterdir()) and not (folder / filed("")).exists():
        raise NotOurFolder(folder)
    folder.mkdir(parents=True, exist_ok=True)
    frame = Frame(protocol, lambda: standing(protocol), address=filed, unit_name=unit_name)
    pages = Pages(frame, Book(protocol, fills))
    written = [_write(folder / filed(name), pages.render(name)) for name in pages.names()]
    styles = [*STATIC.iterdir(), *([shared_style] if shared_style is not None and shared_style.exists() else [])]
    return (*written, *(Path(shutil.copy(style, folder)) for style in styles))


def _write(file: Path, text: str) -> Path:
    file.write_text(text, "utf-8")
    return file
