"""One pass over a file: row groups in two threads, their moments in order."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from datashift.estimates.answers import form_of, refuse_incomplete
from datashift.estimates.compiled.crossing import Crossing, crossing
from datashift.estimates.compiled.layout import FULL, LEAN
from datashift.estimates.compiled.levels import levels_of, namer
from datashift.estimates.compiled.space import Space, spaces
from datashift.estimates.compiled.strata import Laid, laid_out
from datashift.estimates.compiled.together import Counted, together
from datashift.estimates.compiled.units import Source, Unit, needed, part, stitched
from datashift.estimates.estimate import Design, Measure
from datashift.estimates.moments import Table, Tables
from datashift.tables.arrays import Integers, column
from datashift.tables.sorted_rows import Parquet, opened

if TYPE_CHECKING:
    import pyarrow.parquet as parquet

THREADS = 2
T = TypeVar("T", bound=np.generic)


@dataclass(frozen=True)
class _Task:
    """A measure, by its position, in the cross-classifications of one space."""

    measure: int
    space: Space
    is_total: bool


@dataclass(frozen=True)
class _Part:
    """What one unit tells; `ends` are the rows of its first and last PSU, not yet counted."""

    counted: tuple[Counted, ...]
    laid: Laid
    ends: tuple[Unit, ...]
    rows: int
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
    tasks = _tasks(source)
    if tasks is None:
        return None

    def counted(group: int) -> _Part:
        return _part(source.unit(group), tasks, design)

    with ThreadPoolExecutor(THREADS) as threads:
        parts = list(threads.map(counted, range(source.groups)))
    strata = laid_out([one.laid for one in parts], design, namer(file, design.strata, levels))
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
            sum(one.rows for one in parts),
            is_total=task.is_total,
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


def _tasks(source: Source) -> tuple[_Task, ...] | None:
    sizes = {name: len(labels) for name, labels in source.levels.columns.items()}
    tasks: list[_Task] = []
    for number, measure in enumerate(source.measures):
        found = spaces(measure.by, sizes)
        if found is None:
            return None
        tasks += [_Task(number, space, form_of(measure) == "total") for space in found]
    return tuple(tasks)


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
    return _Part(_counted(unit, starts, tasks), laid, ends, unit.rows, unit.unweighted)


def _counted(unit: Unit, starts: Integers, tasks: tuple[_Task, ...]) -> tuple[Counted, ...]:
    if len(starts) < 2:
        return tuple(Counted.nothing() for _ in tasks)
    heads = starts[:-1]
    strata = unit.stratum[heads] if len(unit.stratum) else np.zeros(len(heads), np.int64)
    ways = {
        space: crossing(space, unit.codes, starts, strata)
        for space in {task.space for task in tasks}
    }
    return tuple(_tallied(task, unit, ways[task.space]) for task in tasks)


def _tallied(task: _Task, unit: Unit, way: Crossing) -> Counted:
    from datashift.estimates.compiled.loops import tally

    asked = unit.answers[task.measure]
    is_lean = asked.binary and asked.x is None and asked.usable is None
    run, cell, sums = tally(
        way.finest,
        way.table,
        way.starts,
        way.order,
        way.run,
        way.outer,
        _settled(asked.y.astype(np.int8, copy=False) if is_lean else asked.y),
        _settled(np.zeros(0) if asked.x is None else asked.x),
        _settled(unit.weights),
        _settled(np.zeros(0, bool) if asked.usable is None else asked.usable),
        task.is_total,
        LEAN if is_lean else FULL,
        way.numbers,
        way.places,
        way.begins,
        way.outers,
        task.space.size,
    )
    return Counted(way.stratum[run], cell, sums)


def _settled(values: NDArray[T]) -> NDArray[T]:
    """In one piece and read-only, as columns of a file may be: one machine code serves all."""
    found = np.ascontiguousarray(values).view()
    found.flags.writeable = False
    return found
