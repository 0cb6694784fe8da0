"""A Parquet file row group by row group, as the arrays that the loops take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from datashift.estimates.answers import BINARY, Answers, answers, denominator_of, form_of
from datashift.estimates.compiled.levels import Codes, Levels, keys
from datashift.estimates.estimate import Design, Measure
from datashift.estimates.sample import refuse_missing, weights_of
from datashift.tables.arrays import Integers, Mask, Numbers, column, numbers
from datashift.tables.sorted_rows import Parquet

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as parquet

T = TypeVar("T", bound=np.generic)


@dataclass(frozen=True)
class Unit:
    """Some rows in their order.

    Args:
        codes: of each column that classifies.
        stratum, psu: keys of each row; empty where the design has none.
        weights: of each row.
        answers: of each measure.
        population: the size that each row names for its stratum; empty without one.
        unweighted: rows without a weight.
    """

    codes: dict[str, Codes]
    stratum: Integers
    psu: Integers
    weights: Numbers
    answers: tuple[Answers, ...]
    population: Numbers
    unweighted: int

    @property
    def rows(self) -> int:
        return len(self.weights)

    def starts(self) -> Integers:
        """Where each PSU begins, and the number of rows; every row is one without clusters."""
        if not len(self.psu):
            return np.arange(self.rows + 1)
        new = self.psu[1:] != self.psu[:-1]
        if len(self.stratum):
            new |= self.stratum[1:] != self.stratum[:-1]
        return np.concatenate([[0], np.flatnonzero(new) + 1, [self.rows]]).astype(np.int64)


@dataclass(frozen=True)
class Source:
    """What is read of a file: the columns that the design and the measures name."""

    path: Parquet
    file: parquet.ParquetFile
    design: Design
    measures: tuple[Measure, ...]
    levels: Levels

    @property
    def groups(self) -> int:
        return int(self.file.num_row_groups)

    def unit(self, group: int) -> Unit:
        """The rows of one row group.

        Raises:
            Problem: a column does not suit its use.
        """
        import pyarrow.parquet as parquet

        with parquet.ParquetFile(self.path.path, metadata=self.file.metadata) as file:
            names = needed(self.design, self.measures)
            data = file.read_row_group(group, columns=names, use_threads=False)
        return self.laid(data)

    def laid(self, data: pa.Table) -> Unit:
        """Rows as a unit."""
        design = self.design
        weights, weighed = weights_of(data, design)
        stratum = psu = np.zeros(0, np.int64)
        population = np.zeros(0)
        if design.sampling == "probability":
            if design.strata:
                stratum = _keys(data, design.strata, self.levels)
            if design.cluster:
                psu = _keys(data, design.cluster[0], self.levels)
            if design.population:
                population = numbers(data, design.population)
        return Unit(
            codes={name: self.levels.codes(data, name) for name in self.levels.columns},
            stratum=stratum,
            psu=psu,
            weights=weights,
            answers=tuple(_answers(data, measure, weighed) for measure in self.measures),
            population=population,
            unweighted=0 if weighed is None else int((~weighed).sum()),
        )


def _answers(data: pa.Table, measure: Measure, weighed: Mask | None) -> Answers:
    """Like `answers`; yes and no without gaps stay the small integers they are in the file."""
    import pyarrow.types as pt

    if measure.of is not None and measure.quantity in BINARY and weighed is None:
        values = column(data, measure.of)
        if pt.is_int8(values.type) and not values.null_count:
            y = values.to_numpy()
            if len(y) and y.min() >= 0 and y.max() <= 1:
                return Answers(form_of(measure), y, None, None, binary=True)
    return answers(data, measure, weighed)


def needed(design: Design, measures: Sequence[Measure]) -> list[str]:
    """The columns that the design and the measures name."""
    names = [design.weight]
    if design.sampling == "probability":
        names += [design.strata, *design.cluster[:1], design.population]
    names += [name for one in measures for name in (one.of, denominator_of(one))]
    names += [name for one in measures for by in one.by for name in by]
    return list(dict.fromkeys(name for name in names if name is not None))


def _keys(data: pa.Table, name: str, levels: Levels) -> Integers:
    found, missing = keys(data, name, levels)
    refuse_missing(missing, name)
    return found


def part(unit: Unit, start: int, stop: int) -> Unit:
    """Rows `start` to `stop` of a unit, copied."""

    def cut(values: NDArray[T]) -> NDArray[T]:
        return values[start:stop].copy()

    def answered(one: Answers) -> Answers:
        return replace(
            one,
            y=cut(one.y),
            x=None if one.x is None else cut(one.x),
            usable=None if one.usable is None else cut(one.usable),
        )

    return Unit(
        codes={name: cut(codes) for name, codes in unit.codes.items()},
        stratum=cut(unit.stratum),
        psu=cut(unit.psu),
        weights=cut(unit.weights),
        answers=tuple(answered(one) for one in unit.answers),
        population=cut(unit.population),
        unweighted=0,
    )


def stitched(units: Sequence[Unit]) -> Unit:
    """Units one after the other."""

    def usable(parts: list[Answers]) -> Mask | None:
        if all(one.usable is None for one in parts):
            return None
        return np.concatenate(
            [np.ones(len(one.y), bool) if one.usable is None else one.usable for one in parts]
        )

    def together(measure: int) -> Answers:
        parts = [unit.answers[measure] for unit in units]
        x = [one.x for one in parts if one.x is not None]
        return replace(
            parts[0],
            y=np.concatenate([one.y for one in parts]),
            x=np.concatenate(x) if x else None,
            usable=usable(parts),
        )

    first = units[0]
    return Unit(
        codes={name: np.concatenate([unit.codes[name] for unit in units]) for name in first.codes},
        stratum=np.concatenate([unit.stratum for unit in units]),
        psu=np.concatenate([unit.psu for unit in units]),
        weights=np.concatenate([unit.weights for unit in units]),
        answers=tuple(together(measure) for measure in range(len(first.answers))),
        population=np.concatenate([unit.population for unit in units]),
        unweighted=0,
    )
