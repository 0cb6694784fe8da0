"""The study's words handed to the packages that do the work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from datashift.estimates import Design, Estimate, Measure, estimate
from datashift.kit.problem import Problem
from datashift.studies.columns import GROUPS
from datashift.studies.loading import Study
from datashift.studies.nesting import with_crossings
from datashift.studies.populations import populations
from datashift.studies.specification import Calibrate, Indicator
from datashift.tables import Flag, Severity, Table, read

if TYPE_CHECKING:
    from ibis.backends import BaseBackend

    from datashift.harmonise import Harmonised, Place
    from datashift.weights import Calibrated

_BOUNDS = (0.3, 3.0)


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


def estimated(
    study: Study, placed: Harmonised, backend: BaseBackend | None = None
) -> tuple[tuple[Estimate, ...], list[Measure], tuple[Flag, ...]]:
    """Every figure the study asks for and what its groups nest in, the measures asked for, and
    what was assumed about weights.

    Raises:
        Problem: a column does not suit its use, or the weights cannot be calibrated.
    """
    said = study.specification.design
    design = Design(said.sampling, said.strata, said.cluster, said.weight, said.population)
    weights = None
    flags: tuple[Flag, ...] = ()
    if said.calibrate is not None:
        weights, flags = _calibrated(study, placed, said.calibrate)
    asked = [_measure(study, indicator, placed) for indicator in study.specification.indicators]
    measures = with_crossings(placed.data, asked)
    return (
        estimate(placed.data, design, measures, calibration=weights, backend=backend),
        asked,
        flags,
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
    )


def columns_of(study: Study, group: tuple[str, ...]) -> tuple[str, ...]:
    """A group of `by` as columns of the prepared table."""
    return tuple(
        word if word in study.specification.variables else GROUPS.get(word, word) for word in group
    )


def _calibrated(
    study: Study, placed: Harmonised, said: Calibrate
) -> tuple[Calibrated, tuple[Flag, ...]]:
    from datashift.weights import calibrate, margins

    path = study.file(said.to, "design", "calibrate", "to")
    flags: list[Flag] = []
    bounds = said.bounds
    try:
        known = margins(read(path).data)
        if said.method == "logit" and bounds is None:
            bounds = _BOUNDS
            flags.append(
                Flag(
                    "weights.bounds_assumed",
                    Severity.NOTE,
                    f"No weight may become less than {bounds[0]} or more than {bounds[1]} times "
                    "what it was; the study gives no bounds of its own.",
                )
            )
        weights = calibrate(
            placed.data, study.specification.design.weight, said.method, known, bounds=bounds
        )
    except Problem as problem:
        problem.file = problem.file or path.name
        raise
    flags += [Flag("weights.calibrated", Severity.NOTE, note) for note in weights.notes]
    return weights, tuple(flags)


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
    for number, official in enumerate(spec.official):
        written.append((official.file, ("official", number, "file")))
    paths = dict.fromkeys(study.file(name, *path) for name, path in written)
    return tuple((path.name, path.read_bytes()) for path in paths)
