"""Fitting a linear model. Only training needs scikit-learn; a server never imports it for this."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from .linear import Linear

#: A piece that occurs in one message only teaches nothing.
RAREST = 2


def fit_one_of(examples: Sequence[Counter[int]], labels: Sequence[str], strength: float) -> Linear:
    """Labels that exclude one another."""
    from sklearn.linear_model import LogisticRegression

    names = tuple(sorted(set(labels)))
    model, matrix = _prepared(examples, names)
    fitted = LogisticRegression(C=strength, class_weight="balanced", max_iter=400).fit(matrix, list(labels))
    return _with(model, fitted.coef_.T, fitted.intercept_)


def fit_any_of(
    examples: Sequence[Counter[int]], labels: Sequence[frozenset[str]], names: Sequence[str], strength: float
) -> Linear:
    """Labels that may stand together: one yes-or-no model for each."""
    from sklearn.linear_model import LogisticRegression

    model, matrix = _prepared(examples, tuple(names))
    coefficients, bias = [], []
    for name in names:
        fitted = LogisticRegression(C=strength, class_weight={False: 1.0, True: 4.0}, solver="liblinear")
        fitted.fit(matrix, [name in one for one in labels])
        coefficients.append(fitted.coef_[0])
        bias.append(fitted.intercept_[0])
    return _with(model, np.array(coefficients).T, np.array(bias))


def _prepared(examples: Sequence[Counter[int]], names: tuple[str, ...]) -> tuple[Linear, object]:
    from scipy.sparse import csr_matrix

    occurring = Counter(piece for counted in examples for piece in counted)
    kept = np.array(sorted(piece for piece, times in occurring.items() if times >= RAREST), dtype=np.int64)
    times = np.array([occurring[int(piece)] for piece in kept])
    rarity = np.log((1 + len(examples)) / (1 + times)) + 1
    model = Linear(names, kept, rarity.astype(np.float32), np.zeros((0, 0), np.float32), np.zeros(0, np.float32))
    rows, columns, values = [], [], []
    for row, counted in enumerate(examples):
        places, strengths = model.vector(counted)
        rows += [row] * len(places)
        columns += places
        values += strengths.tolist()
    return model, csr_matrix((values, (rows, columns)), shape=(len(examples), len(kept)))


def _with(model: Linear, weights: np.ndarray, bias: np.ndarray) -> Linear:
    return Linear(model.labels, model.pieces, model.rarity, weights.astype(np.float32), bias.astype(np.float32))
