"""A linear model over counted pieces: quick to load, quick to ask, nothing but numbers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float32]


@dataclass(frozen=True)
class Linear:
    """`weights` has a row for each known piece and a column for each label."""

    labels: tuple[str, ...]
    pieces: NDArray[np.int64]
    rarity: Numbers  # how much a piece counts: the rarer the more (inverse document frequency)
    weights: Numbers
    bias: Numbers

    @cached_property
    def _rows(self) -> dict[int, int]:
        return {int(piece): row for row, piece in enumerate(self.pieces)}

    def scores(self, counted: Counter[int]) -> Numbers:
        """The log-odds of each label."""
        rows, strengths = self.vector(counted)
        return np.asarray(strengths @ self.weights[rows] + self.bias, dtype=np.float32)

    def vector(self, counted: Counter[int]) -> tuple[list[int], Numbers]:
        """The rows of the pieces that are known, and how strong each is; of length one."""
        known = [(row, count) for piece, count in counted.items() if (row := self._rows.get(piece)) is not None]
        rows = [row for row, _ in known]
        strengths = (1 + np.log(np.array([count for _, count in known], dtype=np.float32))) * self.rarity[rows]
        return rows, strengths / (float(np.linalg.norm(strengths)) or 1.0)

    def save(self, folder: Path) -> None:
        """Write the numbers and the labels."""
        np.savez(folder / "numbers.npz", pieces=self.pieces, rarity=self.rarity, weights=self.weights, bias=self.bias)
        (folder / "labels.json").write_text(json.dumps(self.labels))

    @classmethod
    def load(cls, folder: Path) -> Linear:
        """Read what `save` wrote."""
        with np.load(folder / "numbers.npz", allow_pickle=False) as numbers:
            return cls(tuple(json.loads((folder / "labels.json").read_text())), **dict(numbers))


def probabilities(scores: Numbers) -> Numbers:
    """Of labels that exclude one another."""
    strengths = np.exp(scores - scores.max())
    return np.asarray(strengths / strengths.sum(), dtype=np.float32)


def likelihoods(scores: Numbers) -> Numbers:
    """Of labels that do not."""
    return np.asarray(1 / (1 + np.exp(-scores)), dtype=np.float32)


def ranked(labels: Sequence[str], values: Numbers) -> list[tuple[str, float]]:
    """Labels with their values, the most likely first."""
    return [(labels[place], float(values[place])) for place in np.argsort(-values)]
