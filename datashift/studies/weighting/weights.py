"""The weights and replicates of a study, made from its rows as its design says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import numpy as np

from datashift.estimates import Design, Replicates, make_replicates, read_replicates
from datashift.kit.problem import Problem
from datashift.studies.loading import Study
from datashift.studies.weighting import declared
from datashift.tables import Flag, Severity, read
from datashift.tables.arrays import crossed, numbered, numbers
from datashift.weights import (
    Calibrated,
    Diagnosis,
    Margin,
    Plan,
    Trimming,
    diagnose,
    margins,
    weigh,
)

if TYPE_CHECKING:
    import pyarrow as pa

_BOUNDS = (0.3, 3.0)


@dataclass(frozen=True)
class Weighted:
    """How the rows count.

    Args:
        design: for `estimate`.
        calibration: the weights after every step; None when those of the design are used.
        replicates: of the design's weights; None for linearisation.
        diagnosis: of the weights used; None when all rows count alike.
        flags: what was assumed or must be known.
    """

    design: Design
    calibration: Calibrated | None = None
    replicates: Replicates | None = None
    diagnosis: Diagnosis | None = None
    flags: tuple[Flag, ...] = ()


def weighted(study: Study, data: pa.Table) -> Weighted:
    """Make the weights of a study.

    Args:
        data: the prepared rows.

    Raises:
        Problem: a step cannot be done; the sentence says why.
    """
    said = study.specification.design
    design = Design(
        said.sampling,
        said.strata,
        said.cluster,
        said.weight,
        said.population,
        said.later_populations,
        said.lonely,
    )
    if not said.nest:
        _refuse_shared(study, data, said)
    flags: list[Flag] = []
    calibration = None
    if said.nonresponse or said.trim or said.calibrate:
        calibration = _calibrated(study, data, said, flags)
    replicates = None
    if said.replicates is not None:
        replicates = _replicates(said.replicates, data, design)
    return Weighted(
        design, calibration, replicates, _diagnosis(data, said, calibration), tuple(flags)
    )


def _calibrated(
    study: Study, data: pa.Table, said: declared.Design, flags: list[Flag]
) -> Calibrated:
    nonresponse, trim, calibrate = said.nonresponse, said.trim, said.calibrate
    file, bounds = None, None
    known: tuple[Margin, ...] = ()
    if calibrate is not None:
        path = study.file(calibrate.to, "design", "calibrate", "to")
        file, bounds = path.name, calibrate.bounds
        if calibrate.method == "logit" and bounds is None:
            bounds = _BOUNDS
            flags.append(_assumed_bounds())
        try:
            known = margins(read(path).data)
        except Problem as problem:
            problem.file = problem.file or file
            raise
    plan = Plan(
        base=said.weight,
        answered=nonresponse.answered if nonresponse else None,
        classes=nonresponse.classes if nonresponse else (),
        trimming=Trimming(trim.lowest, trim.highest, trim.times_median) if trim else None,
        method=calibrate.method if calibrate else None,
        margins=known,
        bounds=bounds,
    )
    try:
        weights = weigh(data, plan)
    except Problem as problem:
        problem.file = problem.file or file
        raise
    flags += [Flag("weights.calibrated", Severity.NOTE, note) for note in weights.notes]
    if weights.answered is not None:
        flags.append(_response(weights, study.specification.unit))
    return weights


def _response(weights: Calibrated, unit: str) -> Flag:
    responded = weights.responded
    assert responded is not None
    asked, answered = len(responded.answered), int(responded.answered.sum())
    rate = float((responded.asked * responded.answered).sum() / responded.asked.sum())
    return Flag(
        "weights.response",
        Severity.NOTE,
        f"{answered:,} of {asked:,} that were asked answered ({round(100 * rate)} in 100, weighted). "
        "Those who did stand for those of their class who did not.",
        values={"asked": asked, "answered": answered, "rate": rate, "unit": unit},
    )


def _assumed_bounds() -> Flag:
    low, high = _BOUNDS
    return Flag(
        "weights.bounds_assumed",
        Severity.NOTE,
        f"No weight may become less than {low} or more than {high} times what it was; the study "
        "gives no bounds of its own.",
    )


def _replicates(said: declared.Replicates, data: pa.Table, design: Design) -> Replicates:
    if said.make is not None:
        return make_replicates(
            data,
            design,
            said.make,
            rho=0.3 if said.rho is None else said.rho,
            number=said.number,
            chance=np.random.default_rng(said.seed),
            centre=said.centre,
        )
    columns = columns_of(said.columns, data.column_names)
    scales: tuple[float, ...] | None = None
    if said.rscales or said.scale is not None:
        each = said.rscales or (1.0,) * len(columns)
        scales = tuple((1.0 if said.scale is None else said.scale) * one for one in each)
    return read_replicates(
        data,
        columns,
        said.method or "jkn",
        weight=said.weight,
        rho=said.rho,
        scales=scales,
        centre=said.centre,
    )


def columns_of(patterns: Sequence[str], headings: Sequence[str]) -> list[str]:
    """The headings that names, or names with a star, stand for, in the order of the file."""
    found: dict[str, None] = {}
    for pattern in patterns:
        if pattern in headings or "*" not in pattern:
            found[pattern] = None
        else:
            literal = pattern.replace("[", "[[]")
            found.update(dict.fromkeys(h for h in headings if fnmatchcase(h, literal)))
    return list(found)


def _diagnosis(
    data: pa.Table, said: declared.Design, calibration: Calibrated | None
) -> Diagnosis | None:
    if calibration is not None:
        weights = np.maximum(calibration.weights, 0.0)
        return diagnose(weights, calibration.start)
    if said.weight is None:
        return None
    weights = numbers(data, said.weight)
    return diagnose(weights) if (np.nan_to_num(weights) > 0).any() and not (weights < 0).any() else None  # fmt: skip


def _refuse_shared(study: Study, data: pa.Table, said: declared.Design) -> None:
    """Raises Problem when a cluster is in two strata although names do not begin anew."""
    if said.strata is None or not said.cluster:
        return
    clusters = numbered(data, said.cluster[0])
    known = clusters >= 0
    strata = numbered(data, said.strata)[known]
    _, both = crossed([clusters[known], np.maximum(strata, 0)])
    if len(both) > len(np.unique(clusters[known])):
        raise Problem(
            "A cluster has rows in two strata, and `nest: false` says that cannot be",
            file=study.name,
            line=study.line("design", "nest"),
            column=said.cluster[0],
            do="Say `nest: true` if names of clusters begin anew in every stratum",
            code="design.shared_cluster",
        )
