"""Denominators of a rate from a table of populations outside the rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from datashift.estimates import Population
from datashift.kit.problem import Problem
from datashift.kit.text import fold
from datashift.studies.columns import GROUPS
from datashift.studies.loading import Study
from datashift.studies.specification import Indicator
from datashift.tables import Table, read

if TYPE_CHECKING:
    from datashift.harmonise import Harmonised

_TOTALS = frozenset({None, "", "_T"})


def populations(study: Study, indicator: Indicator, placed: Harmonised) -> tuple[Population, ...]:
    """The population of every group the indicator is computed for.

    A row of the table with `_T` (or nothing) in a column is the total of that column; without such
    rows the others are added up.

    Raises:
        Problem: the table lacks a column that a group needs, or a population is not a number.
    """
    per = indicator.per
    if per is None or per.file is None:
        return ()
    number = study.specification.indicators.index(indicator)
    path = study.file(per.file, "indicators", number, "per", "file")
    table = read(path)
    _check(table, indicator, per.population)
    words = [name for name in table.data.column_names if name != per.population]
    codes = {fold(name): code for code, name in placed.areas.items()}
    rows = [_row(row, words, per.population, codes) for row in table.data.to_pylist()]
    return tuple(one for group in _groups(indicator) for one in _of_group(group, words, rows))


def _groups(indicator: Indicator) -> list[tuple[str, ...]]:
    """Groups that the indicator is computed for or that its differences compare."""
    compared = [(said.between, *group) for said in indicator.differences for group in said.by]
    return list(dict.fromkeys((*indicator.by, *compared)))


def _check(table: Table, indicator: Indicator, size: str) -> None:
    needed = [size, *(word for group in _groups(indicator) for word in group)]
    for name in needed:
        if name not in table.data.column_names:
            raise Problem(
                f"The table of populations has no column `{name}`",
                file=table.source.name,
                do=f'The rate "{indicator.id}" needs it',
                code="study.populations",
            )
    if table.column(size).kind not in {"integer", "number"}:
        raise Problem(
            "These should be numbers of people",
            file=table.source.name,
            column=size,
            code="study.populations",
        )


def _row(
    row: Mapping[str, Any], words: Sequence[str], size: str, codes: Mapping[str, str]
) -> tuple[dict[str, str | None], float]:
    labels: dict[str, str | None] = {}
    for word in words:
        value = row[word]
        label = None if value in _TOTALS else str(value)
        if word == "place" and label is not None:
            label = codes.get(fold(label), label)
        labels[word] = label
    return labels, float(row[size] or 0)


def _of_group(
    group: Sequence[str],
    words: Sequence[str],
    rows: Sequence[tuple[dict[str, str | None], float]],
) -> list[Population]:
    totals: dict[tuple[str, ...], float] = {}
    sums: dict[tuple[str, ...], float] = {}
    for labels, size in rows:
        key = tuple(labels[word] or "" for word in group)
        if "" in key:
            continue
        others = [labels[word] for word in words if word not in group]
        if all(other is None for other in others):
            totals[key] = totals.get(key, 0.0) + size
        if all(other is not None for other in others):
            sums[key] = sums.get(key, 0.0) + size
    return [
        Population({GROUPS.get(w, w): code for w, code in zip(group, key, strict=True)}, size)
        for key, size in {**sums, **totals}.items()
    ]
