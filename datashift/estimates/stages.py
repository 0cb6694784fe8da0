"""Later stages of a sample: what sampling inside the first-stage clusters adds to the variance.

Given only when the sizes of later stages are known; without them the first stage alone counts. Each
unit of a stage is a stratum of the next. Source: Särndal, Swensson & Wretman (1992), Model Assisted
Survey Sampling, result 4.3.2; Lumley (2010), section 3.1.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from datashift.estimates import influence
from datashift.estimates.answers import Answers
from datashift.estimates.cells import cells
from datashift.estimates.estimate import Design, Lonely
from datashift.estimates.groupings import Grouping
from datashift.estimates.linearisation import added
from datashift.estimates.moments import Strata
from datashift.estimates.sample import Sample, design_codes, population_of, unsampled
from datashift.kit.problem import Problem
from datashift.tables.arrays import Numbers, counted, crossed
from datashift.weights import Calibrated

if TYPE_CHECKING:
    import pyarrow as pa


def later_stages(data: pa.Table, design: Design, first: Sample) -> tuple[Sample, ...]:
    """The sample of each later stage whose population is known.

    Strata are the units of the stage above; their unsampled share holds the sampled shares of the
    stages above as a factor. Units of the stage after the last cluster are the rows.

    Raises:
        Problem: sizes of a later stage without those of the first, of more stages than there are,
            that vary within a unit, or that are smaller than the sample.
    """
    if design.sampling != "probability" or not design.later_populations:
        return ()
    _refuse_unfit(design)
    units = np.arange(first.rows) if first.psu is None else first.psu
    sampled = (1 - first.strata.unsampled)[first.stratum]
    found: list[Sample] = []
    for stage, size in enumerate(design.later_populations, start=1):
        above, psu, stratum = units, None, units
        if stage < len(design.cluster):
            psu, combinations = crossed([above, design_codes(data, design.cluster[stage])])
            stratum, units = combinations[:, 0], psu
        count = counted(stratum, len(sampled))
        left = unsampled(population_of(data, size, above, count), count)
        found.append(replace(first, psu=psu, stratum=stratum, strata=Strata(count, left * sampled)))
        sampled = ((1 - left) * sampled)[stratum]
    return tuple(found)


def later_variance(
    z: Numbers,
    answers: Answers,
    grouping: Grouping,
    stages: tuple[Sample, ...],
    lonely: Lonely,
    calibration: Calibrated | None,
) -> Numbers | float:
    """What the later stages add to the variance of each domain's sum of w z."""
    if calibration is not None:
        return sum(influence.variances(z, grouping, one, calibration, lonely) for one in stages)
    none = np.zeros(grouping.size)
    more: Numbers | float = 0.0
    for one in stages:
        wz = one.weights * z
        totals = cells(wz, wz, answers.usable, grouping, one)
        more = more + added(totals, none, one.strata, lonely, grouping.size)
    return more


def _refuse_unfit(design: Design) -> None:
    if design.population is None:
        raise Problem(
            "The sizes of a later stage are given and that of the first is not",
            do="Give the number of first-stage units in each stratum, or leave the others out",
            code="estimates.stages",
        )
    if len(design.later_populations) > len(design.cluster):
        raise Problem(
            f"There are sizes of {len(design.later_populations) + 1} stages, and the clusters make "
            f"only {len(design.cluster) + 1}",
            do="Name the clusters of every stage",
            code="estimates.stages",
        )
