"""How much of a group gave no usable answer, and who of them was never reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from datashift.estimates import Design, Estimate, Measure, estimate
from datashift.studies.weighting.weights import Weighted
from datashift.tables.arrays import Mask, numbers

if TYPE_CHECKING:
    import pyarrow as pa

_KNOWN = "answer is known"
Key = tuple[str, frozenset[tuple[str, str]]]  # id of a measure, and a domain


def shares_unanswered(
    data: pa.Table, weighted: Weighted, measures: Sequence[Measure], estimates: Sequence[Estimate]
) -> Mapping[Key, float]:
    """The weighted share of each group without a usable answer, 0-1; only where there are some.

    Rows that did not answer at all have no weight left and are not in it.
    """
    gaps = {one.measure for one in estimates if one.missing}
    found: dict[Key, float] = {}
    for measure in measures:
        if measure.id not in gaps:
            continue
        known = _known(data, measure)
        rows = data.append_column(_KNOWN, _array(known))
        design = Design("census", weight=weighted.design.weight)
        asked = Measure(measure.id, "mean", _KNOWN, by=measure.by)
        for one in estimate(rows, design, [asked], calibration=weighted.calibration):
            if one.value is not None and one.value < 1:
                found[measure.id, frozenset(one.domain.items())] = 1 - one.value
    return found


def of_those_reached(
    data: pa.Table, weighted: Weighted, measures: Sequence[Measure], estimates: Sequence[Estimate]
) -> tuple[Estimate, ...]:
    """The estimates, with those who did not answer at all no longer counted as missing."""
    answered = None if weighted.calibration is None else weighted.calibration.answered
    if answered is None or answered.all():
        return tuple(estimates)
    silent = data.filter(_array(~answered))
    counts = [Measure(one.id, "count", None, by=one.by) for one in measures]
    left: dict[Key, int] = {}
    placed: dict[tuple[str, frozenset[str]], int] = {}
    for one in estimate(silent, Design("census"), counts):
        left[one.measure, frozenset(one.domain.items())] = one.n
        group = (one.measure, frozenset(one.domain))
        placed[group] = placed.get(group, 0) + one.n
    return tuple(
        replace(
            one,
            missing=one.missing - left.get((one.measure, frozenset(one.domain.items())), 0),
            unplaced=one.unplaced
            - (silent.num_rows - placed.get((one.measure, frozenset(one.domain)), 0)),
        )
        for one in estimates
    )


def _known(data: pa.Table, measure: Measure) -> Mask:
    known = np.ones(data.num_rows, dtype=bool)
    for name in (measure.of, measure.over, measure.per):
        if name is not None:
            known &= ~np.isnan(numbers(data, name))
    return known


def _array(values: Mask) -> pa.Array:
    import pyarrow as pa

    return pa.array(values)
