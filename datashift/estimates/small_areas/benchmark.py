"""Predictions made to add up to the direct estimates of the whole.

Source: ratio benchmarking, Rao & Molina (2015), Small Area Estimation, section 6.4.6.
"""

from __future__ import annotations

from dataclasses import replace

from datashift.estimates.small_areas.predict import SmallAreas
from datashift.kit.problem import Problem
from datashift.tables.flag import Flag, Severity


def benchmarked(found: SmallAreas) -> SmallAreas:
    """All predictions divided by `found.benchmark`, their errors with them.

    The uncertainty of the factor itself is not added.

    Raises:
        Problem: the sizes of the areas are not known.
    """
    ratio = found.benchmark
    if ratio is None or ratio <= 0:
        raise Problem(
            "The areas cannot be made to add up, because their sizes are not known",
            do="Give the number of people in every area",
            code="small_areas.no_sizes",
        )
    areas = tuple(
        replace(
            one,
            value=one.value / ratio,
            mse=one.mse / ratio**2,
            lower=one.lower / ratio,
            upper=one.upper / ratio,
        )
        for one in found.areas
    )
    said = Flag(
        "small_areas.benchmarked",
        Severity.NOTE,
        f"All figures were divided by {ratio:.4g}, so that they add up to what the areas' own "
        "answers add up to.",
        values={"ratio": round(ratio, 4)},
    )
    kept = tuple(flag for flag in found.flags if flag.code != "small_areas.benchmark")
    return replace(found, areas=areas, benchmark=1.0, flags=(*kept, said))
