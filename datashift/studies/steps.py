"""The study's words handed to the packages that do the work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from datashift.estimates import Estimate, Measure, estimate
from datashift.kit.problem import Problem
from datashift.studies.columns import GROUPS
from datashift.studies.contributions import with_contributions
from datashift.studies.differences.computed import Apart, computed, with_compared
from datashift.studies.loading import Study
from datashift.studies.modelled.columns import files_of
from datashift.studies.modelled.computed import with_models
from datashift.studies.modelled.found import Found
from datashift.studies.nesting import with_crossings
from datashift.studies.populations import populations
from datashift.studies.specification import Indicator
from datashift.studies.unanswered import of_those_reached, shares_unanswered
from datashift.studies.weighting.weights import Weighted, weighted
from datashift.tables import Flag, Severity, Table

if TYPE_CHECKING:
    from ibis.backends import BaseBackend

    from datashift.harmonise import Harmonised, Place


def harmonised(study: Study, table: Table) -> Harmonised:
    """The rows with the study's variables, places and periods.

    Raises:
        Problem: a boundaries file cannot be used, a mapping or expression does not fit.
    """
    from datashift.harmonise import Time, Variable, harmonise

    spec = study.specification
    variables = [
        Variable(
            name=name,
            source=variable.source,
            mapping=_mapping(variable.mapping),
            expression=variable.expression,
            line=study.line("variables", name),
        )
        for name, variable in spec.variables.items()
    ]
    time = spec.time
    try:
        return harmonise(
            table,
            variables=variables,
            place=place(study),
            time=Time(time.column, time.period, time.value) if time is not None else None,
            where=spec.data.where,
        )
    except Problem as problem:
        problem.file = problem.file or table.source.name
        raise


def _mapping(said: Mapping[str, object] | None) -> dict[object, object] | None:
    return dict(said.items()) if said is not None else None


def place(study: Study) -> Place | None:
    """Where a row belongs, with the boundaries file found."""
    from datashift.harmonise import AreasFile, Place

    said = study.specification.place
    if said is None or not (said.column or said.longitude):
        return None
    areas = None
    if said.areas is not None:
        file = study.file(said.areas.file, "place", "areas", "file")
        areas = AreasFile(file, said.areas.name, said.areas.code)
    return Place(
        country=said.country,
        longitude=said.longitude,
        latitude=said.latitude,
        column=said.column,
        areas=areas,
        level=said.level,
    )


@dataclass(frozen=True)
class Estimated:
    """What the rows of a study come to, before anything is hidden.

    Args:
        estimates: every figure asked for, and those of groups that others nest in or that are
            compared.
        asked: one measure per indicator, as the study asks for it.
        weighted: how the rows count.
        differences: between groups.
        unanswered: weighted share of each group without a usable answer.
        models: of each indicator that has one, what it gave.
        flags: what was assumed about weights, and what must be known of models.
    """

    estimates: tuple[Estimate, ...]
    asked: tuple[Measure, ...]
    weighted: Weighted
    differences: tuple[Apart, ...]
    unanswered: Mapping[tuple[str, frozenset[tuple[str, str]]], float]
    models: Mapping[str, Found]
    flags: tuple[Flag, ...]


def estimated(study: Study, placed: Harmonised, backend: BaseBackend | None = None) -> Estimated:
    """Every figure the study asks for.

    Args:
        backend: the engine that sums the rows; None sums them in memory.

    Raises:
        Problem: a column does not suit its use, or the weights cannot be made.
    """
    data = placed.data
    how = weighted(study, data)
    indicators = study.specification.indicators
    asked = tuple(_measure(study, indicator, placed) for indicator in indicators)
    compared = with_compared(study, asked)
    measures = with_crossings(data, compared)
    figures = estimate(
        data,
        how.design,
        measures,
        calibration=how.calibration,
        replicates=how.replicates,
        backend=backend,
    )
    figures = of_those_reached(data, how, measures, figures)
    figures = with_contributions(data, how, measures, figures)
    final, models = with_models(study, placed, how, asked, figures, place(study))
    return Estimated(
        estimates=final,
        asked=asked,
        weighted=how,
        differences=computed(study, data, how, compared, figures),
        unanswered=shares_unanswered(data, how, asked, figures),
        models=models,
        flags=(*how.flags, *(flag for found in models.values() for flag in found.flags)),
    )


def _measure(study: Study, indicator: Indicator, placed: Harmonised) -> Measure:
    by = tuple(columns_of(study, group) for group in indicator.by)
    per = indicator.per
    return Measure(
        id=indicator.id,
        quantity=indicator.measure,
        of=indicator.of,
        over=indicator.over,
        per=per.column if per is not None else None,
        by=by,
        factor=indicator.factor,
        at=0.5 if indicator.at is None else indicator.at,
        populations=populations(study, indicator, placed),
        interval=indicator.interval or "usual",
    )


def columns_of(study: Study, group: tuple[str, ...]) -> tuple[str, ...]:
    """A group of `by` as columns of the prepared table."""
    return tuple(
        word if word in study.specification.variables else GROUPS.get(word, word) for word in group
    )


def assumptions(study: Study) -> Iterator[Flag]:
    """What the study left unsaid and was taken for granted."""
    for indicator in study.specification.indicators:
        if indicator.sdg is not None and indicator.match is None:
            yield Flag(
                "study.match_assumed",
                Severity.LOOK,
                f'The study does not say how near "{indicator.title}" is to SDG indicator '
                f"{indicator.sdg}; it is shown as a proxy, the weakest match.",
                values={"indicator": indicator.id, "sdg": indicator.sdg},
            )


def other_files(study: Study) -> tuple[tuple[str, bytes], ...]:
    """The further files a study reads, name and content, each once."""
    spec = study.specification
    written: list[tuple[str, tuple[str | int, ...]]] = []
    if spec.place is not None and spec.place.areas is not None:
        written.append((spec.place.areas.file, ("place", "areas", "file")))
    if spec.design.calibrate is not None:
        written.append((spec.design.calibrate.to, ("design", "calibrate", "to")))
    for number, indicator in enumerate(spec.indicators):
        if indicator.per is not None and indicator.per.file is not None:
            written.append((indicator.per.file, ("indicators", number, "per", "file")))
    for number, indicator in enumerate(spec.indicators):
        written += files_of(indicator.method, ("indicators", number, "method"))
    for number, official in enumerate(spec.official):
        written.append((official.file, ("official", number, "file")))
    paths = dict.fromkeys(study.file(name, *path) for name, path in written)
    return tuple((path.name, path.read_bytes()) for path in paths)
