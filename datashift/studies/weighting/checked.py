"""What the parts of a design must be to each other."""

from __future__ import annotations

from collections.abc import Iterator

from datashift.studies.faults import Fault
from datashift.studies.weighting.declared import Calibrate, Design, Replicates, Trim

_ONLY_PROBABILITY = ("strata", "cluster", "population", "later_populations", "replicates")


def faults(design: Design) -> Iterator[Fault]:
    """Every contradiction in a design."""
    if design.trim is not None:
        yield from _trim(design.trim)
    if design.calibrate is not None:
        yield from _calibrate(design.calibrate)
    if design.sampling == "probability":
        yield from _sample(design)
        return
    for key in _ONLY_PROBABILITY:
        if getattr(design, key):
            yield Fault(
                ("design", key),
                f"`{key}` belongs to a probability sample, and this study says `sampling: "
                f"{design.sampling}`",
                "Take it out, or say `sampling: probability` if the rows were drawn by chance",
            )


def _sample(design: Design) -> Iterator[Fault]:
    if design.later_populations and design.population is None:
        yield Fault(
            ("design", "later_populations"),
            "The sizes of later stages are given and that of the first is not",
            "Give `population`, the number of first-stage units in each stratum",
        )
    elif len(design.later_populations) > len(design.cluster):
        yield Fault(
            ("design", "later_populations"),
            f"There are sizes of {len(design.later_populations) + 1} stages, and the clusters make "
            f"only {len(design.cluster) + 1}",
            "Name the clusters of every stage in `cluster`",
        )
    if not design.nest and not (design.strata and design.cluster):
        yield Fault(("design", "nest"), "`nest` is about clusters in strata; both must be named")
    if design.replicates is not None:
        yield from _replicates(design.replicates)


def _trim(trim: Trim) -> Iterator[Fault]:
    path = ("design", "trim")
    if trim.highest is not None and trim.times_median is not None:
        yield Fault(path, "`trim` has one upper bound: `highest` or `times_median`")
    if trim.highest is None and trim.times_median is None and trim.lowest == 0:
        yield Fault(path, "`trim` gives no bound", "Write `trim: {times_median: 5}`")
    if trim.highest is not None and trim.lowest >= trim.highest:
        yield Fault(path, "`lowest` must be less than `highest`")


def _calibrate(calibrate: Calibrate) -> Iterator[Fault]:
    if calibrate.bounds is None:
        return
    path = ("design", "calibrate", "bounds")
    if calibrate.method not in ("linear", "logit"):
        yield Fault(
            path, f"`bounds` belong to `linear` and `logit`, and this is `{calibrate.method}`"
        )
    elif not calibrate.bounds[0] < 1 < calibrate.bounds[1]:
        yield Fault(path, "The bounds must lie on both sides of 1", "Give bounds such as [0.3, 3]")


def _replicates(replicates: Replicates) -> Iterator[Fault]:
    path = ("design", "replicates")
    if bool(replicates.columns) == (replicates.make is not None):
        yield Fault(
            path,
            "Replicate weights are either read from `columns` or made by `make`, exactly one",
            "Such as `replicates: {make: jackknife}`",
        )
        return
    made = replicates.make is not None
    foreign = ("method", "weight", "scale", "rscales") if made else ("number", "seed")
    for key in foreign:
        if key in replicates.model_fields_set:
            what = "are read" if made else "are made"
            yield Fault((*path, key), f"`{key}` is for replicates that {what}")
    if made and replicates.make != "bootstrap":
        for key in ("number", "seed"):
            if key in replicates.model_fields_set:
                yield Fault((*path, key), f"`{key}` is for the bootstrap")
    if replicates.rho is not None and "fay" not in (replicates.method, replicates.make):
        yield Fault((*path, "rho"), "`rho` belongs to Fay's method")
    if not made:
        yield from _read(replicates)


def _read(replicates: Replicates) -> Iterator[Fault]:
    path = ("design", "replicates")
    told = bool(replicates.rscales) or replicates.scale is not None
    if replicates.method is None and not told:
        yield Fault(
            path,
            "Nothing says how the replicates were made, which their error depends on",
            "Give the `method` that the documentation of the data names",
        )
    if replicates.method == "jkn" and not replicates.rscales:
        yield Fault(
            path,
            "A stratified jackknife needs `rscales`, one for each replicate",
            "Give for each (n - 1)/n of its stratum, from the documentation of the data",
        )
    if replicates.method == "fay" and replicates.rho is None and not told:
        yield Fault(
            path,
            "Fay's method needs its `rho`",
            "Take it from the documentation of the data; often 0.3 or 0.5",
        )
