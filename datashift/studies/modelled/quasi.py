"""Quasi-randomisation in a study: a reference sample or known totals beside the rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from datashift.estimates import Design, Measure
from datashift.estimates.paired import alike
from datashift.estimates.selection import (
    PseudoWeights,
    QuasiRandomisation,
    quasi_randomise,
    quasi_randomise_to_totals,
)
from datashift.figures.numbers import figure, whole
from datashift.kit.problem import Problem
from datashift.kit.text import fold
from datashift.studies.modelled.columns import named, with_few_rows
from datashift.studies.modelled.declared import Method, Reference
from datashift.studies.modelled.found import Found, Grid
from datashift.tables import read
from datashift.weights import Diagnosis, Margin, margins

if TYPE_CHECKING:
    import pyarrow as pa

    from datashift.harmonise import Place
    from datashift.studies.loading import Study

BALANCE = "How far the data are from the population, in standard deviations"


def quasi_randomised(
    study: Study,
    number: int,
    method: Method,
    data: pa.Table,
    measure: Measure,
    place: Place | None,
    areas: Mapping[str, str],
) -> Found:
    """The figures of one indicator by quasi-randomisation.

    Args:
        number: of the indicator in the study.
        place: where the rows of the study belong; a reference sample's areas are found likewise.
        areas: code to name of the study's areas.

    Raises:
        Problem: a file cannot be used, or the two samples do not fit each other.
    """
    spec = study.specification
    design = Design(
        spec.design.sampling,
        weight=spec.design.weight,
        cluster=named((method.cluster,), spec.variables) if method.cluster else (),
    )
    if method.reference is None:
        margin = _margins(study, number, method, areas)
        names = tuple(one.variable for one in margin)
        found = quasi_randomise_to_totals(
            data, design, [measure], margin, method=method.calibration
        )
    else:
        reference, reference_design = _reference(study, number, method.reference, place)
        names = named(method.covariates, spec.variables)
        found = quasi_randomise(
            data,
            design,
            [measure],
            reference,
            reference_design,
            QuasiRandomisation(names, method.doubly_robust, method.errors, method.replicates),
            chance=np.random.default_rng(method.seed),
        )
    balance = _balance(found.weights, with_few_rows(data, names, spec.protect.minimum))
    diagnosis = found.weights.diagnosis
    return Found(
        method=method.name,
        estimates=found.estimates,
        said=(
            _who(method, names),
            _effective(diagnosis),
            *found.weights.notes,
        ),
        grids=(_grid(balance),),
        facts={
            **_settings(method, names),
            "rows": diagnosis.rows,
            "rows_effective": round(diagnosis.effective, 1),
            "population_unlike_anybody": found.weights.unlike,
            "balance": {
                name: None if pair is None else {"before": pair[0], "after": pair[1]}
                for name, pair in balance.items()
            },
            "notes": list(found.weights.notes),
        },
    )


def _settings(method: Method, names: tuple[str, ...]) -> dict[str, object]:
    if method.reference is None:
        return {
            "covariates": list(names),
            "totals": method.totals,
            "calibration": method.calibration,
        }
    made = {
        "covariates": list(names),
        "reference": method.reference.file,
        "doubly_robust": method.doubly_robust,
        "errors": method.errors,
    }
    if method.errors == "bootstrap":
        made |= {"replicates": method.replicates, "seed": method.seed}
    return made


def _effective(diagnosis: Diagnosis) -> str:
    return (
        f"With the weights of the model, {whole(diagnosis.rows)} rows say as much as "
        f"{whole(diagnosis.effective)} that were all alike."
    )


def _who(method: Method, names: tuple[str, ...]) -> str:
    beside = "a reference sample" if method.reference is not None else "known totals"
    return (
        f"Who is in the data was compared with {beside} by {alike(names)}; kinds of people who "
        "are rarer in the data than in the population count for more."
    )


def _reference(
    study: Study, number: int, said: Reference, place: Place | None
) -> tuple[pa.Table, Design]:
    from datashift.harmonise import Variable, harmonise

    here = ("indicators", number, "method", "reference")
    table = read(study.file(said.file, *here, "file"), sheet=said.sheet)
    variables = [
        Variable(
            name,
            one.source,
            None if one.mapping is None else dict(one.mapping.items()),
            one.expression,
            study.line(*here, "variables", name),
        )
        for name, one in said.variables.items()
    ]
    where = None
    if said.place is not None and place is not None:
        where = replace(place, longitude=None, latitude=None, column=said.place)
    try:
        data = harmonise(table, variables=variables, place=where).data
    except Problem as problem:
        problem.file = problem.file or table.source.name
        raise
    design = said.design
    wanted = (design.strata, *design.cluster, design.weight, design.population)
    for name in (*wanted, *design.later_populations):
        if name is not None and name not in data.column_names:
            raise Problem(
                f"The reference sample has no column `{name}`",
                file=table.source.name,
                code="study.no_column",
            )
    return data, Design(
        design.sampling,
        design.strata,
        design.cluster,
        design.weight,
        design.population,
        design.later_populations,
        design.lonely,
    )


def _margins(
    study: Study, number: int, method: Method, areas: Mapping[str, str]
) -> tuple[Margin, ...]:
    """The known totals; a margin of `place` may name areas by code or by name."""
    path = study.file(method.totals or "", "indicators", number, "method", "totals")
    try:
        known = margins(read(path).data)
    except Problem as problem:
        problem.file = problem.file or path.name
        raise
    codes = {fold(name): code for code, name in areas.items()}
    found = []
    for one in known:
        totals = one.totals
        (name,) = named((one.variable,), study.specification.variables)
        if name == "REF_AREA":
            totals = {
                label if label in areas else codes.get(fold(label), label): total
                for label, total in totals.items()
            }
        found.append(replace(one, variable=name, totals=totals))
    return tuple(found)


def _balance(weights: PseudoWeights, small: set[str]) -> dict[str, tuple[float, float] | None]:
    """Of each covariate the category that is furthest off, before and after; None if too small."""
    worst: dict[str, tuple[float, float]] = {}
    for one in weights.balance:
        name = one.name.partition(" = ")[0]
        before, after = worst.get(name, (0.0, 0.0))
        worst[name] = (max(before, one.before, key=abs), max(after, one.after, key=abs))
    return {
        name: None if name in small else (round(pair[0], 2) + 0.0, round(pair[1], 2) + 0.0)
        for name, pair in worst.items()
    }


def _grid(balance: Mapping[str, tuple[float, float] | None]) -> Grid:
    rows = tuple(
        (name, "not shown", "not shown")
        if pair is None
        else (name, figure(pair[0], 2), figure(pair[1], 2))
        for name, pair in balance.items()
    )
    return Grid(BALANCE, ("column", "as they came", "with the model"), rows)
