"""Weights made to meet known totals of the population.

Source: Deville & Särndal (1992), JASA 87, 376-382; Deville, Särndal & Sautory (1993), JASA 88,
1013-1020. See docs/methods/weights.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from datashift.kit.problem import Problem
from datashift.kit.words import how_many
from datashift.tables.arrays import Numbers, numbers
from datashift.weights.auxiliaries import auxiliaries
from datashift.weights.calibrated import Calibrated, Method
from datashift.weights.distance import Bounds, Distance, exponential, linear, logit, solve
from datashift.weights.margins import Counted, Laid, Margin, known, lay
from datashift.weights.raking import rake

if TYPE_CHECKING:
    import pyarrow as pa


def calibrate(
    data: pa.Table,
    base: str | None,
    method: Method,
    margins: Sequence[Margin],
    *,
    bounds: Bounds | None = None,
) -> Calibrated:
    """Calibrate the weights of the rows to known totals.

    Args:
        data: the rows.
        base: column of the weights to start from; None starts from N / n for every row, N the sum
            of the totals of the first margin of categories.
        method: "poststratify" takes one margin (crossed where needed, ``sex*region``), "rake" several
            of categories, "linear" and "logit" also totals of numbers.
        bounds: lowest and highest ratio of the new weight to the old, for "linear" (optional) and
            "logit" (needed).

    Raises:
        Problem: rows and totals do not fit each other, or no weights meet all totals; the sentence
            says which category is the trouble.
    """
    laid = lay(data, margins)
    _check(method, laid, bounds)
    start = _base(data, base, laid)
    columns = auxiliaries(laid)
    rounds = 0
    if method in ("poststratify", "rake"):
        weights, rounds = rake(start, [one for one in laid if not isinstance(one, Counted)])
    else:
        factors, rounds = solve(columns, start, distance_of(method, bounds))
        weights = start * factors
    notes: tuple[str, ...] = ()
    if negative := int((weights < 0).sum()):
        notes = (f"{negative:,} weights are negative; bounds or raking avoid that.",)
    return Calibrated(method, start, weights, columns, rounds, notes, bounds)


def distance_of(method: Method, bounds: Bounds | None) -> Distance:
    """The distance that a method keeps small."""
    if method in ("poststratify", "rake"):
        return exponential()
    if method == "logit" and bounds is not None:
        return logit(bounds)
    return linear(bounds)


def _check(method: Method, laid: tuple[Laid, ...], bounds: Bounds | None) -> None:
    counted = [one.name for one in laid if isinstance(one, Counted)]
    if method in ("poststratify", "rake") and counted:
        raise Problem(
            f'"{counted[0]}" has a total without categories, which this method cannot use',
            do='Use the method "linear" or "logit"',
            code="calibrate.numbers",
        )
    if method == "poststratify" and len(laid) != 1:
        raise Problem(
            "Post-stratification uses one set of categories, and there are several",
            do='Cross them (sex*region), or use the method "rake"',
            code="calibrate.one_margin",
        )
    if method in ("poststratify", "rake") and bounds is not None:
        raise Problem(
            "Bounds are for the methods linear and logit",
            do='Leave the bounds out, or use the method "logit"',
            code="calibrate.bounds",
        )
    if (method == "logit" and bounds is None) or (bounds and not bounds[0] < 1 < bounds[1]):
        raise Problem(
            "The bounds must lie on both sides of 1",
            do="Give bounds such as 0.3 and 3",
            code="calibrate.bounds",
        )
    _agree(laid)


def _agree(laid: tuple[Laid, ...]) -> None:
    sums = [(one.name, float(known(one).sum())) for one in laid if not isinstance(one, Counted)]
    for name, total in sums[1:]:
        if abs(total - sums[0][1]) > 1e-9 * sums[0][1]:
            raise Problem(
                f'The totals of "{sums[0][0]}" add up to {sums[0][1]:,.10g} and those of "{name}" '
                f"to {total:,.10g}, so no weights can meet both",
                do="Bring both to the same sum",
                code="calibrate.margins_differ",
            )


def _base(data: pa.Table, base: str | None, laid: tuple[Laid, ...]) -> Numbers:
    if base is None:
        sums = [float(known(one).sum()) for one in laid if not isinstance(one, Counted)]
        size = sums[0] if sums else float(data.num_rows)
        return np.full(data.num_rows, size / max(data.num_rows, 1))
    weights = numbers(data, base)
    if bad := int((~(weights > 0)).sum()):
        raise Problem(
            f"{how_many(bad, 'row has', 'rows have')} no weight above 0 to start from",
            column=base,
            do="Correct the weights, or set these rows aside",
            code="calibrate.base",
        )
    return weights
