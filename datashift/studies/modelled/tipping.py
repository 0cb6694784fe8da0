"""What it would take for a conclusion to be wrong: beside a threshold or an official figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from datashift.estimates.selection import Tipping, tipping_mean, tipping_share
from datashift.tables.arrays import numbers

if TYPE_CHECKING:
    from datashift.disclosure import Cell
    from datashift.studies.course import Course
    from datashift.studies.official import Beside
    from datashift.studies.specification import Indicator


def what_it_would_take(
    course: Course, indicator: Indicator, whole: Cell | None, beside: Sequence[Beside]
) -> str:
    """One sentence for the threshold and for each official figure of the whole; "" for none.

    Args:
        whole: the overall figure.
        beside: the comparisons of the indicator.
    """
    sampling = course.study.specification.design.sampling
    if sampling in ("probability", "census") or whole is None or whole.hidden:
        return ""
    if indicator.measure not in ("proportion", "mean") or whole.estimate.value is None:
        return ""
    before = "Of the data as they came, without the model: " if indicator.method else ""
    said = " ".join(
        f"{words}{tipping.statement}"
        for words, threshold in _thresholds(indicator, whole, beside)
        if (tipping := _tipping(course, indicator, threshold)) is not None
    )
    return f"{before}{said}" if said else ""


def _thresholds(
    indicator: Indicator, whole: Cell, beside: Sequence[Beside]
) -> Iterator[tuple[str, float]]:
    """Where the conclusion changes, in the published unit, and what it is."""
    if indicator.threshold is not None:
        yield "", indicator.threshold
    scale = 100.0 if indicator.measure == "proportion" else 1.0
    value = scale * (whole.estimate.value or 0.0)
    for one in beside:
        side = one.comparison.official
        if one.comparison.domain or one.comparison.difference is None or side.value is None:
            continue
        low = side.value if side.lower is None else side.lower
        high = side.value if side.upper is None else side.upper
        if not low <= value <= high:
            words = f"To agree with the official figure ({one.title}, {side.time_period}): "
            yield words, low if value < low else high


def _tipping(course: Course, indicator: Indicator, threshold: float) -> Tipping | None:
    """Of the data as they came: a model's figure has made up for some of the selection already."""
    data = course.harmonised.data
    values = numbers(data, indicator.of or "")
    weight = course.study.specification.design.weight
    weights = np.ones(len(values)) if weight is None else np.nan_to_num(numbers(data, weight))
    known = ~np.isnan(values) & (weights > 0)
    values, weights = values[known], weights[known]
    if not len(values):
        return None
    population = indicator.population_size
    if population is not None and population <= len(values):
        return None
    if indicator.measure == "mean":
        return tipping_mean(
            values,
            threshold,
            weights=weights,
            population=population,
            unit=indicator.unit_words,
        )
    share = float(np.average(values, weights=weights))
    if not 0 <= threshold <= 100:
        return None
    return tipping_share(share, threshold / 100, len(values), population)
