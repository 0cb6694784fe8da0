"""One pass over a file: row groups in two threads, their moments in order."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from datashift.estimates.answers import Answers, form_of, refuse_incomplete
from datashift.estimates.compiled.layout import FULL, LEAN
from datashift.estimates.compiled.levels import levels_of
from datashift.estimates.compiled.space import Space, spaces
from datashift.estimates.compiled.strata import Laid, laid_out
from datashift.estimates.compiled.together import Counted, together
from datashift.estimates.compiled.units import Source, Unit, needed, part, stitched
from datashift.estimates.estimate import Design, Measure
from datashift.estimates.linearisation import divided
from datashift.estimates.moments import Table, Tables
from datashift.tables.arrays import Integers, Numbers, column, summed
from datashift.tables.sorted_rows import Parquet, opened

if TYPE_CHECKING:
    import pyarrow.parquet as parquet

THREADS = 2
LOOK = 10_000  # rows


@dataclass(frozen=True)
class _Task:
    """A measure in the cross-classifications of one space.

    Args:
        measure: its position.
        centre: what y is centred on, times x.
        shift: of each cell of the space: what it is centred on beyond.
    """

    measure: int
    space: Space
    is_total: bool
    centre: float
    shift: Numbers


@dataclass(frozen=True)
class _Part:
    """What one unit tells; `ends` are the rows of its first and last PSU, not yet counted."""

    counted: tuple[Counted, ...]
    laid: Laid
    ends: tuple[Unit, ...]
    unweighted: int


def tabulate(data: Parquet, design: Design, measures: Sequence[Measure]) -> Tables | None:
    """Moments of every measure in all its cross-classifications.

    Returns:
        None when the rows of a PSU do not stand together, or a cross-classification is too large.

    Raises:
        Problem: a column is absent or does not suit its use.
    """
    for measure in measures:
        refuse_incomplete(measure)
    with opened(data) as file:
        return _tabulate(data, file, design, tuple(measures))


def _tabulate(
    data: Parquet, file: parquet.ParquetFile, design: Design, measures: tuple[Measure, ...]
) -> Tables | None:
    empty = file.schema_arrow.empty_table()
    for name in needed(design, measures):
        column(empty, name)
    laid = (design.strata, *design.cluster[:1]) if design.sampling == "probability" else ()
    names = list(dict.fromkeys(name for one in measures for by in one.by for name in by))
    levels = levels_of(file, names, [name for name in laid if name is not None])
    source = Source(data, file, design, measures, levels)
    if not source.groups:
        return None
    tasks = _tasks(source, _first(source))
    if tasks is None:
        return None

    def counted(group: int) -> _Part:
        return _part(source.unit(group), tasks, design)

    with ThreadPoolExecutor(THREADS) as threads:
        parts = list(threads.map(counted, range(source.groups)))
    strata = laid_out([one.laid for one in parts], design)
    if strata is None:
        return None
    all_ = [one.counted for one in parts]
    if ends := [unit for one in parts for unit in one.ends]:
        rest = stitched(ends)
        all_.append(_counted(rest, rest.starts(), tasks))
    tables: dict[tuple[int, int], Table] = {}
    for number, task in enumerate(tasks):
        found = together(
            task.space,
            [one[number] for one in all_],
            strata,
            levels.columns,
            is_total=task.is_total,
            centre=task.centre,
            shift=task.shift,
            variance=design.sampling == "probability",
        )
        for place, by in enumerate(measures[task.measure].by):
            if by in found:
                tables[task.measure, place] = found[by]
    return Tables(
        {key: tables[key] for key in sorted(tables)},
        strata.strata,
        sum(one.unweighted for one in parts),
    )


def _first(source: Source) -> Unit:
    """Enough rows from the beginning to centre on."""
    units = [source.unit(0)]
    while len(units) < source.groups and sum(one.rows for one in units) < LOOK:
        units.append(source.unit(len(units)))
    return stitched(units) if len(units) > 1 else units[0]


def _tasks(source: Source, first: Unit) -> tuple[_Task, ...] | None:
    """What is to be counted; centres come from a look at the first rows."""
    sizes = {name: len(labels) for name, labels in source.levels.columns.items()}
    steps = {name: int((np.diff(codes) != 0).sum()) for name, codes in first.codes.items()}
    order = sorted(steps, key=lambda name: -steps[name])
    tasks: list[_Task] = []
    for number, measure in enumerate(source.measures):
        needed_spaces = spaces(measure.by, sizes, order)
        if needed_spaces is None:
            return None
        asked = first.answers[number]
        is_total = form_of(measure) == "total"
        centre = 0.0 if asked.binary else _middle(asked, first.weights)
        for space in needed_spaces:
            task = _Task(number, space, is_total, centre, np.zeros(space.size))
            tasks.append(task if asked.binary or is_total else _shifted(task, first))
    return tuple(tasks)


def _middle(answers: Answers, weights: Numbers) -> float:
    usable = weights if answers.usable is None else np.where(answers.usable, weights, 0.0)
    bottom = float((usable if answers.x is None else usable * answers.x).sum())
    return float((usable * answers.y).sum()) / bottom if bottom else 0.0


def _shifted(task: _Task, first: Unit) -> _Task:
    """Centred on the rough mean of each cell: digits are kept where cells lie far apart."""
    everybody = np.array([0, first.rows])
    seen = _tallied(task, first, everybody, np.zeros(1, np.int64))
    shift = np.nan_to_num(
        divided(
            summed(seen.cell, seen.sums[:, 1], task.space.size),
            summed(seen.cell, seen.sums[:, 2], task.space.size),
        )
    )
    return _Task(task.measure, task.space, task.is_total, task.centre, shift)


def _part(unit: Unit, tasks: tuple[_Task, ...], design: Design) -> _Part:
    starts = unit.starts()
    laid = Laid.of(unit, starts, design)
    ends: tuple[Unit, ...] = ()
    if design.sampling != "probability":
        starts = np.array([0, unit.rows])
    elif design.cluster:
        begin, stop = int(starts[1]), int(starts[-2])
        ends = (part(unit, 0, begin),)
        if stop >= begin:
            ends = (*ends, part(unit, stop, unit.rows))
        starts = starts[1:-1]
    return _Part(_counted(unit, starts, tasks), laid, ends, unit.unweighted)


def _counted(unit: Unit, starts: Integers, tasks: tuple[_Task, ...]) -> tuple[Counted, ...]:
    heads = starts[:-1]
    strata = unit.stratum[heads] if len(unit.stratum) else np.zeros(len(heads), np.int64)
    return tuple(_tallied(task, unit, starts, strata) for task in tasks)


def _tallied(task: _Task, unit: Unit, starts: Integers, strata: Integers) -> Counted:
    from datashift.estimates.compiled.loops import tally

    asked = unit.answers[task.measure]
    codes = [unit.codes[name] for name in task.space.columns]
    is_lean = asked.binary and asked.x is None and asked.usable is None
    none = np.zeros(0)
    stratum, cell, sums, unplaced = tally(
        np.vstack(codes) if codes else np.zeros((0, unit.rows), np.int8),
        task.space.strides,
        task.space.asked,
        starts,
        strata.astype(np.int64, copy=False),
        asked.y,
        none if asked.x is None else asked.x,
        unit.weights,
        np.zeros(0, bool) if asked.usable is None else asked.usable,
        task.centre,
        task.is_total,
        task.shift,
        LEAN if is_lean else FULL,
    )
    return Counted(stratum, cell, sums, unplaced)
