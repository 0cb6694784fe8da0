"""What a declared method must be, before any data are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from datashift.studies.document import Path
from datashift.studies.faults import Fault
from datashift.studies.modelled.declared import Method, MethodName, Reference

if TYPE_CHECKING:
    from datashift.estimates.estimate import Sampling
    from datashift.studies.specification import Indicator, Specification

_KEYS: Mapping[MethodName, tuple[str, ...]] = {
    "quasi-randomisation": (
        *("covariates", "reference", "totals", "calibration", "doubly_robust", "cluster"),
        *("errors", "replicates", "seed"),
    ),
    "multilevel": ("groups", "fixed", "cells", "draws", "seed"),
    "small-areas": (
        *("covariates", "area", "areas", "estimator", "transformation", "size", "benchmark"),
        "source",
    ),
    "capture-recapture": ("lists", "link", "accept", "criterion", "draws", "seed"),
}
_MEASURES: Mapping[MethodName, tuple[str, ...]] = {
    "quasi-randomisation": ("proportion", "mean", "total"),
    "multilevel": ("proportion", "mean", "total"),
    "small-areas": ("proportion", "mean", "ratio", "rate"),
    "capture-recapture": ("count",),
}
_SAMPLINGS: Mapping[MethodName, tuple[Sampling, ...]] = {
    "quasi-randomisation": ("volunteer", "register", "sensor"),
    "multilevel": ("volunteer", "register", "sensor", "probability"),
    "small-areas": ("probability",),
    "capture-recapture": ("register", "volunteer"),
}
_NO_REFERENCE_DESIGN = ("nonresponse", "trim", "calibrate", "replicates")


def faults(study: Specification, indicator: Indicator, path: Path) -> Iterator[Fault]:
    """Every contradiction in the method, the chance and the threshold of an indicator."""
    yield from _chance(study, indicator, path)
    if indicator.threshold is not None and indicator.measure not in ("proportion", "mean"):
        yield Fault(
            (*path, "threshold"),
            f"`threshold` is for a proportion or a mean, and this is a {indicator.measure}",
        )
    if indicator.population_size is not None and study.design.sampling == "probability":
        yield Fault(
            (*path, "population_size"),
            "`population_size` is for data that are not a random sample",
        )
    method = indicator.method
    if method is None:
        return
    here = (*path, "method")
    for key in sorted(method.model_fields_set - {"name", *_KEYS[method.name]}):
        yield Fault(
            (*here, key),
            f"`{key}` does not belong to `{method.name}`",
            f"It takes {', '.join(f'`{one}`' for one in _KEYS[method.name])}",
        )
    yield from _fit(study, indicator, method, path)
    check = {
        "quasi-randomisation": _quasi,
        "multilevel": _multilevel,
        "small-areas": _small_areas,
        "capture-recapture": _lists,
    }[method.name]
    yield from check(indicator, method, here)


def _chance(study: Specification, indicator: Indicator, path: Path) -> Iterator[Fault]:
    if indicator.chance is None:
        return
    here = (*path, "chance")
    if indicator.measure not in ("count", "rate"):
        yield Fault(here, f"`chance` is for a count or a rate, and this is a {indicator.measure}")
    elif study.design.sampling not in ("register", "census"):
        yield Fault(
            here,
            "`chance` is for events that were all counted, and this study says `sampling: "
            f"{study.design.sampling}`",
            "Say `sampling: register` if the rows are all known events",
        )
    if study.design.weight is not None:
        yield Fault(here, "Events are counted one by one, and `design` gives them weights")
    if indicator.method is not None:
        yield Fault(here, "`chance` and `method` are two ways to a range; take one")
    if indicator.chance == "negative-binomial" and (
        study.time is None or study.time.column is None
    ):
        yield Fault(
            here,
            "How much more than chance moves a number shows only over several periods",
            "Say in `time` which column holds the period, or write `chance: poisson`",
        )


def _fit(study: Specification, indicator: Indicator, method: Method, path: Path) -> Iterator[Fault]:
    here, name = (*path, "method"), method.name
    if indicator.measure not in _MEASURES[name]:
        yield Fault(
            here,
            f"`{name}` does not estimate a {indicator.measure}",
            f"It is for a {' or '.join(_MEASURES[name])}",
        )
    if study.design.sampling not in _SAMPLINGS[name]:
        yield Fault(
            here,
            f"`{name}` is not for `sampling: {study.design.sampling}`",
            f"It is for {' and '.join(_SAMPLINGS[name])}",
        )
    if indicator.differences and name != "small-areas":
        yield Fault(
            (*path, "differences"),
            f"Differences between groups are not worked out with `{name}`",
            "Take them out, or give them to an indicator without `method`",
        )


def _quasi(indicator: Indicator, method: Method, here: Path) -> Iterator[Fault]:
    del indicator
    if (method.reference is None) == (method.totals is None):
        yield Fault(
            here,
            "`quasi-randomisation` needs a `reference` sample or known `totals`, exactly one",
            "Such as `reference: {file: census.csv, design: {sampling: census}}`",
        )
    if method.totals is not None:
        for key in sorted({"covariates", "doubly_robust", "errors", "replicates", "seed"} & method.model_fields_set):  # fmt: skip
            yield Fault((*here, key), f"`{key}` goes with a `reference` sample, not with `totals`")
    elif not method.covariates:
        yield Fault(here, "`covariates` are missing: columns that say who is in the data")
    if method.totals is None and "calibration" in method.model_fields_set:
        yield Fault((*here, "calibration"), "`calibration` goes with `totals`")
    if method.errors == "analytic":
        for key in sorted({"replicates", "seed"} & method.model_fields_set):
            yield Fault((*here, key), f"`{key}` is for `errors: bootstrap`")
    if method.reference is not None:
        yield from _reference(method.reference, (*here, "reference"))


def _reference(reference: Reference, here: Path) -> Iterator[Fault]:
    design = reference.design
    if design.sampling not in ("probability", "census"):
        yield Fault(
            (*here, "design", "sampling"),
            "A reference sample is a probability sample or a census",
            "Use known `totals` if there is none",
        )
    for key in _NO_REFERENCE_DESIGN:
        if getattr(design, key) is not None:
            yield Fault(
                (*here, "design", key),
                f"`{key}` is not done to a reference sample",
                "Give its final weights",
            )
    for name, one in reference.variables.items():
        if (one.source is None) == (one.expression is None):
            yield Fault(
                (*here, "variables", name),
                f"`{name}` comes either `from` a column or from an `expression`, exactly one",
            )


def _multilevel(indicator: Indicator, method: Method, here: Path) -> Iterator[Fault]:
    del indicator
    if not method.groups:
        yield Fault(here, "`groups` are missing: the areas, or ages, that borrow from each other")
    if method.cells is None:
        yield Fault(
            here, "`cells` is missing: a file that says how many people there are of each kind"
        )


def _small_areas(indicator: Indicator, method: Method, here: Path) -> Iterator[Fault]:
    if method.areas is None:
        yield Fault(here, "`areas` is missing: a file with a row for each area")
    if (method.area,) not in indicator.by:
        yield Fault(
            here,
            f"`by` has no group of `{method.area}` alone, whose figures could be strengthened",
            f"Add [{method.area}] to `by`, or name another `area`",
        )
    if method.transformation != "none" and indicator.measure != "proportion":
        yield Fault((*here, "transformation"), "`transformation` is for a proportion")
    if method.benchmark and method.size is None:
        yield Fault((*here, "benchmark"), "`benchmark` needs `size`, the column of people by area")


def _lists(indicator: Indicator, method: Method, here: Path) -> Iterator[Fault]:
    if not method.lists:
        yield Fault(
            here,
            "`lists` are missing: the column that names the list of a row, or a column of 1 and 0 "
            "for each list",
        )
    elif len(method.lists) == 1:
        if len(method.link) < 2:
            yield Fault(
                here,
                "Records of several lists are linked by two columns or more, and `link` does not "
                "name them",
                "Such as `link: {name: name, born: date, town: place}`",
            )
        if any(indicator.by):
            yield Fault(
                (*here[:-1], "by"), "Linked lists are counted as a whole: `by` must be [[]]"
            )
    else:
        linking = {"link", "accept", "draws", "seed"} & method.model_fields_set
        for key in sorted(linking):
            yield Fault(
                (*here, key), f"`{key}` is for lists to be linked; here each row is one already"
            )
