"""Multilevel regression and post-stratification in a study: rows beside a table of the population."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from datashift.estimates import Design, Measure
from datashift.estimates.multilevel import Effect, Model, Multilevel, model_and_poststratify
from datashift.figures.numbers import figure, whole
from datashift.studies.modelled.columns import beside, named, with_few_rows
from datashift.studies.modelled.declared import Method
from datashift.studies.modelled.found import Found, Grid, domain_of, of_file
from datashift.tables import read

if TYPE_CHECKING:
    from datashift.harmonise import Harmonised
    from datashift.studies.loading import Study

DRAWS = 2_000


def modelled(
    study: Study, number: int, method: Method, placed: Harmonised, measure: Measure
) -> Found:
    """The figures of one indicator by multilevel regression and post-stratification.

    Raises:
        Problem: the table of cells cannot be used, or the data do not carry the model.
    """
    spec = study.specification
    path = study.file(method.cells or "", "indicators", number, "method", "cells")
    cells = beside(read(path), placed, spec.variables)
    asked = Multilevel(
        named(method.groups, spec.variables),
        named(method.fixed, spec.variables),
        method.draws or DRAWS,
    )
    design = Design(spec.design.sampling, weight=spec.design.weight)
    with of_file(path.name):
        found = model_and_poststratify(
            placed.data,
            design,
            [measure],
            cells,
            asked,
            chance=np.random.default_rng(method.seed),
        )
    model = found.models[0]
    few = with_few_rows(placed.data, asked.fixed, spec.protect.minimum)
    effects = () if few else model.effects
    return Found(
        method=method.name,
        estimates=found.estimates,
        own={
            domain_of(one): source.own
            for one, source in zip(found.estimates, found.borrowed, strict=True)
            if one.value is not None
        },
        said=(
            (
                f"A multilevel model was fitted to {whole(model.rows)} answers and carried to the "
                f"population of {path.name}."
            ),
            *model.notes,
        ),
        grids=tuple(_grids(model, effects)),
        facts={
            "groups": list(asked.groups),
            "fixed": list(asked.fixed),
            "cells": method.cells,
            "draws": asked.draws,
            "seed": method.seed,
            "rows": model.rows,
            "deviance": round(model.deviance, 6),
            "effects": {
                one.name or "constant": {"value": round(one.value, 6), "error": round(one.error, 6)}
                for one in effects
            },
            "deviations": {one.name: round(one.deviation, 6) for one in model.groups},
            "notes": list(model.notes),
        },
    )


def _grids(model: Model, effects: Sequence[Effect]) -> list[Grid]:
    """How much groups differ, and the fixed effects; never an intercept, which is of one group."""
    scale = "log-odds" if model.residual is None else "the unit of the figure"
    grids = [
        Grid(
            f"How much groups differ: standard deviation, in {scale}",
            ("column", "deviation", "groups with answers"),
            tuple((one.name, figure(one.deviation, 2), whole(one.seen)) for one in model.groups),
        )
    ]
    if len(effects) > 1:
        grids.append(
            Grid(
                f"Fixed effects, in {scale}",
                ("column", "effect", "standard error"),
                tuple(
                    (one.name, figure(one.value, 2), figure(one.error, 2))
                    for one in effects
                    if one.name
                ),
            )
        )
    return grids
