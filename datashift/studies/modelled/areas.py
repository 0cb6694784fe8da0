"""Small areas in a study: direct estimates strengthened by what is known of every area."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from datashift.estimates import Estimate
from datashift.estimates.small_areas import (
    FayHerriot,
    SmallAreas,
    benchmarked,
    from_estimates,
    small_areas,
)
from datashift.figures.numbers import figure, whole
from datashift.kit.problem import Problem
from datashift.studies.modelled.columns import beside, named
from datashift.studies.modelled.declared import Method
from datashift.studies.modelled.found import Found, Grid, domain_of
from datashift.tables import Flag, read
from datashift.tables.arrays import numbers

if TYPE_CHECKING:
    import pyarrow as pa

    from datashift.harmonise import Harmonised
    from datashift.studies.loading import Study

REASON = "The range comes from a model of the areas, not from the way the sample was drawn alone."
ASSUMPTION = (
    "The range is not a sampling range: it holds only if areas alike in the official figures are "
    "alike in this one, up to differences that a model describes."
)
ALONE = (
    "The range is not a sampling range: it holds only if areas differ from their mean as a model "
    "describes."
)
FAR = "small_areas.far"  # its message names areas, which may be hidden


def strengthened(
    study: Study,
    number: int,
    method: Method,
    placed: Harmonised,
    direct: Sequence[Estimate],
) -> Found:
    """The figures of one indicator by area, by the model of Fay & Herriot.

    Args:
        direct: every plain estimate of the indicator.

    Raises:
        Problem: the file of areas cannot be used, or there are too few areas.
    """
    spec = study.specification
    path = study.file(method.areas or "", "indicators", number, "method", "areas")
    table = beside(read(path), placed, spec.variables)
    (column,) = named((method.area,), spec.variables)
    try:
        covariates = _by_area(table, column, method.covariates)
        sizes = None
        if method.size is not None:
            sizes = {
                code: one[method.size]
                for code, one in _by_area(table, column, (method.size,)).items()
            }
        areas = from_estimates(direct, covariates, column, sizes)
        model = FayHerriot(spec.indicators[number].id, method.estimator, method.transformation)
        found = small_areas(areas, model)
        if method.benchmark:
            found = benchmarked(found)
    except Problem as problem:
        problem.file = problem.file or path.name
        raise
    return _found(method, found, column)


def _by_area(table: pa.Table, column: str, names: Iterable[str]) -> dict[str, dict[str, float]]:
    for name in (column, *names):
        if name not in table.column_names:
            raise Problem(
                f"The file of areas has no column `{name}`",
                do="It needs one with the area, and one for each official figure",
                code="study.no_column",
            )
    values = {name: numbers(table, name).tolist() for name in names}
    found: dict[str, dict[str, float]] = {}
    for row, code in enumerate(table.column(column).to_pylist()):
        if code is None:
            continue
        if str(code) in found:
            raise Problem(f'The area "{code}" has two rows', row=row + 2, code="study.area_twice")
        found[str(code)] = {name: values[name][row] for name in names}
    return found


def _found(method: Method, found: SmallAreas, column: str) -> Found:
    shared = tuple(flag for flag in found.flags if flag.code != FAR)
    said = tuple(flag.message for flag in shared)
    assumption = ASSUMPTION if method.covariates else ALONE
    fit = found.model
    return Found(
        method=method.name,
        estimates=tuple(
            replace(one, reason=REASON, notes=(assumption, area.statement, *said))
            for one, area in zip(found.estimates(), found.areas, strict=True)
        ),
        own={
            domain_of(one): area.own
            for one, area in zip(found.estimates(), found.areas, strict=True)
        },
        said=(
            (
                f"The figures by {method.area} come from the model of Fay and Herriot: each is drawn "
                "towards what the official figures lead to expect, the more the fewer were asked there."
            ),
            *((f"Official figures: {method.source}.",) if method.source else ()),
            *said,
        ),
        grids=(_grid(found),),
        facts={
            "area": column,
            "covariates": list(method.covariates),
            "areas": method.areas,
            "estimator": method.estimator,
            "transformation": method.transformation,
            "variance_between_areas": fit.variance,
            "coefficients": {
                name or "constant": value
                for name, value in zip(fit.names, fit.coefficients, strict=True)
            },
            "benchmark": found.benchmark,
            "benchmarked": method.benchmark,
            "notes": list(said),
        },
        flags=_with_indicator(shared, found.measure),
    )


def _with_indicator(flags: Sequence[Flag], indicator: str) -> tuple[Flag, ...]:
    return tuple(replace(flag, values={**flag.values, "indicator": indicator}) for flag in flags)


def _grid(found: SmallAreas) -> Grid:
    fit = found.model
    own = sorted(area.own for area in found.areas)
    rows = [
        ("areas", whole(len(found.areas))),
        ("standard deviation between areas, on the model's scale", figure(fit.variance**0.5, 3)),
    ]
    if own:
        rows.append(
            ("own share of the figure, middle area", f"{round(100 * own[len(own) // 2])} %")
        )
    if found.benchmark is not None:
        rows.append(
            ("added up, over what the areas' own answers add up to", figure(found.benchmark, 3))
        )
    return Grid("The model of the areas", ("", ""), tuple(rows))
