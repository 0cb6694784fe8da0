"""Replicate weights that come with the data, in columns of their own.

Source: the formulae that statistical offices print beside such files, gathered in Wolter (2007) and
Lumley (2010), section 2.3.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np

from datashift.estimates.replicates import Centre, Matrix, Replicates
from datashift.kit.problem import Problem
from datashift.kit.words import how_many
from datashift.tables.arrays import Numbers, numbers

if TYPE_CHECKING:
    import pyarrow as pa

Published = Literal["jk1", "jkn", "jk2", "brr", "fay", "bootstrap", "successive"]
ALIKE = 1e-10  # relative size of a direction in which the replicates do not differ


def read_replicates(
    data: pa.Table,
    columns: Sequence[str],
    method: Published,
    *,
    weight: str | None = None,
    rho: float | None = None,
    scales: Sequence[float] | None = None,
    centre: Centre = "estimate",
) -> Replicates:
    """Replicate weights from columns of the rows.

    Args:
        columns: one per replicate.
        method: how they were made, which says what a squared deviation counts for: "jk1"
            (R - 1)/R, "jkn" the `scales` given, "jk2" 1, "brr" 1/R, "fay" 1/(R(1 - rho)^2),
            "bootstrap" 1/(R - 1), "successive" 4/R (American Community Survey).
        weight: column that the replicates are factors of; None: they are whole weights.
        rho: of Fay's method.
        scales: one per replicate, instead of the method's.
        centre: see `Replicates`.

    Raises:
        Problem: a column is absent or has gaps, or the method needs what is not given.
    """
    if len(columns) < 2:
        raise Problem(
            "Replicate weights need two columns or more",
            do="Name all of them",
            code="replicates.number",
        )
    weights = np.column_stack([_complete(data, name) for name in columns])
    if weight is not None:
        weights = weights * _complete(data, weight)[:, None]
    counted = _scales(method, len(columns), rho, scales)
    return Replicates(counted, weights=weights, centre=centre, degrees=_rank(weights) - 1)


def _complete(data: pa.Table, name: str) -> Numbers:
    values = numbers(data, name)
    if missing := int(np.isnan(values).sum()):
        raise Problem(
            f"{how_many(missing, 'row has', 'rows have')} no replicate weight",
            column=name,
            do="Fill the values in, or set these rows aside",
            code="replicates.missing",
        )
    return values


def _scales(
    method: Published, number: int, rho: float | None, scales: Sequence[float] | None
) -> Numbers:
    if scales is not None:
        if len(scales) != number or min(scales) < 0:
            raise Problem(
                f"There are {number:,} replicates and {len(scales):,} scales; each replicate needs "
                "one of 0 or more",
                code="replicates.scales",
            )
        return np.array(scales, dtype=np.float64)
    if method == "jkn":
        raise Problem(
            "A stratified jackknife needs the scale of each replicate",
            do="Give for each (n - 1)/n of its stratum, from the documentation of the data",
            code="replicates.scales",
        )
    if method == "fay" and (rho is None or not 0 <= rho < 1):
        raise Problem(
            "Fay's method needs its rho, 0 or more and less than 1",
            do="Take it from the documentation of the data; often 0.3 or 0.5",
            code="replicates.rho",
        )
    scale = {
        "jk1": (number - 1) / number,
        "jk2": 1.0,
        "brr": 1 / number,
        "fay": 1 / (number * (1 - (rho or 0.0)) ** 2),
        "bootstrap": 1 / (number - 1),
        "successive": 4 / number,
    }[method]
    return np.full(number, scale)


def _rank(weights: Matrix) -> int:
    """Number of independent replicates, from the eigenvalues of their products."""
    unit = weights / np.maximum(np.linalg.norm(weights, axis=0), np.finfo(float).tiny)
    sizes = np.linalg.eigvalsh(unit.T @ unit)
    return int((sizes > ALIKE * sizes[-1]).sum()) if sizes[-1] > 0 else 0
