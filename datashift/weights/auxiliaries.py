"""The auxiliary variables of a calibration as a matrix, and the regression on them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from datashift.tables.arrays import Numbers
from datashift.weights.margins import Counted, Laid

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Auxiliaries:
    """Auxiliary variables of the rows, of full column rank, and their totals.

    Args:
        matrix: shape (rows, columns): an indicator per category (all of the first margin, all but
            the first category of further margins), and columns of numbers divided by their scale.
        totals: known totals of the columns.
        names: what each column is, in words.
    """

    matrix: Matrix
    totals: Numbers
    names: tuple[str, ...]

    def gram(self, weights: Numbers) -> Matrix:
        """X'WX, shape (columns, columns)."""
        return np.asarray(self.matrix.T @ (self.matrix * weights[:, None]))

    def solve(self, weights: Numbers, right: Matrix) -> Matrix:
        """(X'WX)^- right: coefficients of the weighted regression on the auxiliaries."""
        if not self.names:
            return right
        return np.asarray(np.linalg.lstsq(self.gram(weights), right, rcond=1e-13)[0])


def auxiliaries(laid: tuple[Laid, ...]) -> Auxiliaries:
    """The matrix of the margins."""
    columns: list[Numbers] = []
    totals: list[float] = []
    names: list[str] = []
    grouped = False
    for one in laid:
        if isinstance(one, Counted):
            scale = float(np.abs(one.values).mean()) or 1.0
            columns.append(one.values / scale)
            totals.append(one.total / scale)
            names.append(one.name)
            continue
        for code in range(1 if grouped else 0, len(one.labels)):
            columns.append((one.codes == code).astype(np.float64))
            totals.append(float(one.totals[code]))
            names.append(f"{one.name} = {one.labels[code]}")
        grouped = True
    return Auxiliaries(np.column_stack(columns), np.array(totals), tuple(names))


def none(rows: int) -> Auxiliaries:
    """No auxiliary variables: of weights that were not calibrated."""
    return Auxiliaries(np.zeros((rows, 0)), np.zeros(0), ())
