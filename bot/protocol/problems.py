"""What is wrong with a protocol's files, said so that a midwife can act on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager


class ProtocolError(Exception):
    """The protocol's files cannot be used as they are; every problem is listed with file and line."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


class Mistake(ValueError):  # noqa: N818 - named by what went wrong
    """One thing wrong: what it is and what to do about it."""

    def __init__(self, wrong: str, to_do: str) -> None:
        super().__init__(f"{wrong}; {to_do}")
        self.line: int | None = None


class Problems:
    """Gathers mistakes, so that one reading names all of them."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, int, str], None] = {}

    def add(self, file: str, line: int, wrong: str, to_do: str) -> None:
        """Note one mistake."""
        self._found[(file, line, f"{wrong}; {to_do}")] = None

    @contextmanager
    def at(self, file: str, line: int) -> Iterator[None]:
        """Note a mistake raised inside, on this line where it does not know its own."""
        try:
            yield
        except Mistake as mistake:
            self._found[(file, mistake.line or line, str(mistake))] = None

    def raise_any(self) -> None:
        """Raise `ProtocolError` if anything was noted."""
        if self._found:
            raise ProtocolError(f"{file}:{line}: {text}" for file, line, text in sorted(self._found))
