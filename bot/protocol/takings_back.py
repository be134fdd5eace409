"""A red answer taken back counts until she has been asked once; everything else counts at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .histories import NOW, Histories, Said
from .level import Level
from .statement import DOUBTFUL, FINDING, PRESENT

Danger = Callable[[Mapping[str, Said]], Level]


@dataclass(frozen=True)
class Settled:
    """What counts for each question and finding, what is to be asked back, and what was accepted."""

    kept: dict[str, Said]
    taken_back: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()


def settle(said: Histories, stated: Mapping[str, int], danger: Danger) -> Settled:
    """Decide what counts. `danger` weighs one kept saying for each key."""
    kept: dict[str, Said] = {}
    waiting, accepted = [], []
    contexts = _Contexts(said, danger)
    for key, history in said.items():
        if len(history) == 1 and not stated.get(key, history[0].place) < history[0].place:
            kept[key] = history[0]
            continue
        fold = _Fold(key, contexts)
        for one in history:
            fold.hear(one, stated.get(key, one.place) < one.place)
        if fold.kept is not None:
            kept[key] = fold.kept
        if fold.waiting is not None:
            waiting.append(key)
        if fold.accepted:
            accepted.append(key)
    return Settled(kept, tuple(waiting), tuple(accepted))


class _Contexts:
    """The two states of everything else that a change is weighed in: as first said, and as last said."""

    def __init__(self, said: Histories, danger: Danger) -> None:
        self._said, self._danger = said, danger
        self._levels: dict[frozenset[tuple[str, int]], Level] = {}
        self._views: list[dict[str, Said]] | None = None

    def loses_red(self, key: str, before: Said | None, after: Said) -> bool:
        """Whether `after` in place of `before` ends a red level in either state."""
        for view in self._both():
            others = {k: v for k, v in view.items() if k != key}
            earlier = self._weighed({**others, key: before} if before else others)
            if earlier >= Level.R_GO and self._weighed({**others, key: after}) < earlier:
                return True
        return False

    def _weighed(self, kept: Mapping[str, Said]) -> Level:
        mark = frozenset((key, said.place) for key, said in kept.items())
        if mark not in self._levels:
            self._levels[mark] = self._danger(kept)
        return self._levels[mark]

    def _both(self) -> list[dict[str, Said]]:
        if self._views is None:
            spoken = {key: [one for one in history if one.value is not None] for key, history in self._said.items()}
            first = {key: history[0] for key, history in spoken.items() if history}
            last = {key: history[-1] for key, history in spoken.items() if history}
            self._views = [first] if first == last else [first, last]
        return self._views


class _Fold:
    """One question's sayings in order."""

    def __init__(self, key: str, contexts: _Contexts) -> None:
        self.kept: Said | None = None
        self.waiting: Said | None = None
        self.accepted = False
        self._key, self._contexts = key, contexts
        self._withdrawn: Said | None = None

    def hear(self, said: Said, stated: bool) -> None:
        """Take one more saying; `stated` when something else had said it before."""
        if said.retract is not None:
            self._asked_back(said)
        elif said.value is None:
            self._withdrawn, self.kept, self.waiting = self.kept or self._withdrawn, None, None
        else:
            self._replace(said, stated)

    def _replace(self, said: Said, stated: bool) -> None:
        before = self.kept or self._withdrawn
        changes = (before is None or before.value != said.value) and not self._only_adds(before, said)
        if changes and (before or stated) and self._contexts.loses_red(self._key, before, said):
            self.kept, self.waiting = before, said
        else:
            self.kept, self.waiting = said, None

    def _only_adds(self, before: Said | None, said: Said) -> bool:
        """A finding made certain takes nothing back, nor does a plain "no" to a doubtful one."""
        doubted = before is not None and before.value == (DOUBTFUL,)
        return self._key.startswith(FINDING) and (doubted or said.value == (PRESENT,))

    def _asked_back(self, said: Said) -> None:
        if self.waiting is not None and said.retract == NOW:
            self.kept, self.accepted, self._withdrawn = self.waiting, True, None
        self.waiting = None
