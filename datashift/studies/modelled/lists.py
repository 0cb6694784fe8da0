"""Capture-recapture in a study: how many are on no list. What identifies people never leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from datashift.estimates import Estimate, sensitivity
from datashift.estimates.lists import (
    UnderCount,
    UnderCounting,
    overlap_of,
    undercount,
    undercount_linked,
)
from datashift.figures.numbers import figure, whole
from datashift.harmonise.linkage import Field, Linkage, link
from datashift.kit.problem import Problem
from datashift.studies.modelled.declared import Method
from datashift.studies.modelled.found import Found, Grid
from datashift.tables.arrays import Mask, coded, numbers

if TYPE_CHECKING:
    import pyarrow as pa

    from datashift.studies.loading import Study

DRAWS = 50
_SHOWN = 8
ASSUMPTION = (
    "The range is not a sampling range: it holds only if everybody could have been on each list, and "
    "if being on one list has to do with being on another only as a model describes."
)
TWO = (
    "The range is not a sampling range: it holds only if everybody could have been on each list, and "
    "if being on one list has nothing to do with being on the other."
)


def recaptured(
    study: Study, number: int, method: Method, data: pa.Table, plain: Sequence[Estimate]
) -> Found:
    """The figures of one indicator, those on no list included.

    Args:
        plain: every plain estimate of the indicator, counts of rows.

    Raises:
        Problem: the lists overlap too little as a whole, or cannot be linked.
    """
    spec = study.specification
    counting = UnderCounting(spec.indicators[number].id, method.criterion)
    reason = sensitivity.REASONS[spec.design.sampling]
    minimum = spec.protect.minimum
    if len(method.lists) == 1:
        found = _linked(method, data, counting)
        each = [_estimate(one, found, reason, minimum) for one in plain if not one.domain]
        return _told(method, each, found)
    members = _membership(method, data)
    everybody = undercount(overlap_of(method.lists, members), counting)
    each = []
    for one in plain:
        if not one.domain:
            each.append(_estimate(one, everybody, reason, minimum))
            continue
        overlap = overlap_of(method.lists, members[_inside(data, one)])
        try:
            each.append(_estimate(one, undercount(overlap, counting), reason, minimum))
        except Problem as problem:
            each.append(_none(one, f"{problem.what.rstrip('.')}."))
    return _told(method, each, everybody)


def _membership(method: Method, data: pa.Table) -> Mask:
    """On which lists each row is, from columns of 1 and 0; missing is not on it."""
    marks = np.column_stack([np.nan_to_num(numbers(data, name)) for name in method.lists])
    for at, name in enumerate(method.lists):
        if not np.isin(marks[:, at], (0.0, 1.0)).all():
            raise Problem(
                "This column should say with 1 and 0 who is on the list",
                column=name,
                do="Make it a variable with a map or an expression",
                code="lists.not_marks",
            )
    return np.asarray(marks == 1.0)


def _inside(data: pa.Table, one: Estimate) -> Mask:
    inside = np.ones(data.num_rows, dtype=bool)
    for name, code in one.domain.items():
        column = coded(data, name)
        wanted = column.labels.index(code) if code in column.labels else -2
        inside &= column.codes == wanted
    return inside


def _linked(method: Method, data: pa.Table, counting: UnderCounting) -> UnderCount:
    import pyarrow as pa

    column = coded(data, method.lists[0])
    lists = {
        label: data.filter(pa.array(column.codes == at)).select(list(method.link))
        for at, label in enumerate(column.labels)
    }
    fields = tuple(Field(name, role) for name, role in method.link.items())
    linked = link(lists, Linkage(fields, method.seed, method.accept))
    return undercount_linked(linked, counting, draws=method.draws or DRAWS, seed=method.seed)


def _estimate(one: Estimate, found: UnderCount, reason: str, minimum: int) -> Estimate:
    """The total in place of the number listed, unless it tells how few are on both of two lists."""
    if len(found.overlap.lists) == 2 and 0 < found.overlap.repeated < minimum:
        return _none(
            one,
            f"Fewer than {minimum} are on both lists, and the number in all would tell how many.",
        )
    made = found.estimate(one.domain)
    assumption = TWO if len(found.overlap.lists) == 2 else ASSUMPTION
    return replace(made, reason=reason, notes=(assumption, *made.notes))


def _none(one: Estimate, reason: str) -> Estimate:
    return replace(one, value=None, standard_error=None, lower=None, upper=None, reason=reason)


def _told(method: Method, each: Sequence[Estimate], found: UnderCount) -> Found:
    linked = len(method.lists) == 1
    shown = any(not one.domain and one.value is not None for one in each)
    models = found.models[:_SHOWN]
    return Found(
        method=method.name,
        estimates=tuple(each),
        said=(
            *((found.statement,) if shown else ()),
            *(flag.message for flag in found.flags),
        ),
        grids=_grids(found) if shown and models else (),
        facts={
            "lists": list(found.overlap.lists),
            **(
                {
                    "link": dict(method.link),
                    "accept": method.accept,
                    "draws": method.draws or DRAWS,
                    "seed": method.seed,
                }
                if linked
                else {}
            ),
            **({"criterion": method.criterion} if found.models else {}),
            "models": [
                {"dependences": list(one.dependences), "weight": round(one.weight, 3)}
                for one in models
            ],
            "warnings": [flag.code for flag in found.flags],
        },
    )


def _grids(found: UnderCount) -> tuple[Grid, ...]:
    """The models of the average and their weights; never who is on which lists, which is of few."""
    return (
        Grid(
            f"The models of the average: the {whole(min(len(found.models), _SHOWN))} that weigh most",
            ("lists that depend on each other", "weight"),
            tuple(
                (" and ".join(one.dependences) or "none", figure(one.weight, 2))
                for one in found.models[:_SHOWN]
            ),
        ),
    )
