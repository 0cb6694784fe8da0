"""Weights of those who answered, raised so that they stand for those who did not.

Source: Little (1986), International Statistical Review 54, 139-157 (adjustment classes); Valliant,
Dever & Kreuter (2018), Practical Tools for Designing and Weighting Survey Samples, chapter 13.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from datashift.kit.problem import Problem
from datashift.kit.words import how_many
from datashift.tables.arrays import Mask, Numbers, coded, crossed, numbers, summed
from datashift.weights.calibrated import Responded

if TYPE_CHECKING:
    import pyarrow as pa

FEWEST = 20  # answers of a class
LARGEST = 3.0  # factor of a class


@dataclass(frozen=True)
class AdjustmentClass:
    """A class of similar units.

    Args:
        codes: of its columns, in their order.
        asked, answered: rows.
        factor: what the weights of those who answered are multiplied by; one over the weighted
            response rate.
    """

    codes: tuple[str, ...]
    asked: int
    answered: int
    factor: float


@dataclass(frozen=True)
class Adjusted:
    """Adjusted weights of all rows, 0 for those who did not answer, and the classes."""

    weights: Numbers
    classes: tuple[AdjustmentClass, ...]
    responded: Responded
    notes: tuple[str, ...] = ()


def adjust_nonresponse(
    data: pa.Table, base: str | None, answered: str, classes: Sequence[str]
) -> Adjusted:
    """Share the weight of those who did not answer among those of their class who did.

    Args:
        data: all units that were asked.
        base: column of the weights; None is 1 for every row.
        answered: column of 1 for a unit that answered and 0 for one that did not.
        classes: columns known of everybody asked; none makes one class.

    Raises:
        Problem: a column has gaps, a weight is not above 0, or nobody of a class answered.
    """
    responded = _responded(data, answered)
    weights = _positive(data, base)
    parts = [coded(data, name) for name in classes]
    for name, part in zip(classes, parts, strict=True):
        _complete(name, int((part.codes < 0).sum()))
    zero = [np.zeros(data.num_rows, np.int64)]
    group, combinations = crossed([part.codes for part in parts] or zero)
    labels = [
        tuple(part.labels[code] for part, code in zip(parts, row, strict=False))
        for row in combinations.tolist()
    ]
    size = len(labels)
    asked, there = (summed(group, rows, size) for rows in (np.ones(len(group)), responded))
    if (there == 0).any():
        nobody = labels[int(np.argmin(there))]
        raise Problem(
            f"Nobody answered in the class {', '.join(nobody) or 'of all rows'}",
            safe="No weight can make up for people nobody answered for",
            do="Join it with a similar class",
            code="nonresponse.empty",
        )
    factors = summed(group, weights, size) / summed(group, weights * responded, size)
    found = tuple(
        AdjustmentClass(codes, int(all_), int(some), float(factor))
        for codes, all_, some, factor in zip(labels, asked, there, factors, strict=True)
    )
    adjusted = weights * responded * factors[group]
    names = tuple(", ".join(codes) for codes in labels)
    laid = Responded(responded, group, names, weights, adjusted)
    return Adjusted(adjusted, found, laid, _notes(found))


def _responded(data: pa.Table, name: str) -> Mask:
    values = numbers(data, name)
    if bad := int(((values != 0) & (values != 1)).sum()):
        raise Problem(
            f"{how_many(bad, 'row does', 'rows do')} not say 1 or 0, answered or not",
            column=name,
            do="Map the values to 1 and 0",
            code="nonresponse.answered",
        )
    return np.asarray(values == 1)


def _positive(data: pa.Table, base: str | None) -> Numbers:
    if base is None:
        return np.ones(data.num_rows)
    weights = numbers(data, base)
    if bad := int((~(weights > 0)).sum()):
        raise Problem(
            f"{how_many(bad, 'row has', 'rows have')} no weight above 0 to start from",
            column=base,
            do="Correct the weights, or set these rows aside",
            code="nonresponse.base",
        )
    return weights


def _complete(name: str, missing: int) -> None:
    if missing:
        raise Problem(
            f"{how_many(missing, 'row has', 'rows have')} no value here, and a class needs one of "
            "everybody who was asked",
            column=name,
            do="Use a column that is known of those who did not answer too",
            code="nonresponse.missing",
        )


def _notes(classes: tuple[AdjustmentClass, ...]) -> tuple[str, ...]:
    notes = []
    if few := [one for one in classes if one.answered < FEWEST]:
        notes.append(
            f"{how_many(len(few), 'class has', 'classes have')} fewer than {FEWEST} answers; join "
            "similar ones."
        )
    if wild := [one for one in classes if one.factor > LARGEST]:
        notes.append(
            f"In {how_many(len(wild), 'class', 'classes')} those who answered stand for more than "
            f"{LARGEST:g} times their number; join similar ones."
        )
    return tuple(notes)
