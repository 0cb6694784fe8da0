"""The codes of a file's columns: known from its metadata, or looked up before the pass."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from datashift.kit.problem import Problem
from datashift.tables.arrays import Coded, Integers, coded, column
from datashift.tables.sorted_rows import labels_of

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as parquet

Codes = NDArray[np.signedinteger[Any]]


@dataclass(frozen=True)
class Levels:
    """The labels of columns over the whole file, sorted as text.

    Args:
        columns: that classify, and their labels.
        stored: columns whose values in the file are positions in these labels already.
        texts: numbers of the texts of other columns: strata and clusters.
    """

    columns: Mapping[str, tuple[str, ...]]
    stored: Mapping[str, tuple[str, ...]]
    texts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def codes(self, data: pa.Table, name: str) -> Codes:
        """Codes of some rows, -1 where they are missing."""
        if name in self.stored:
            return stored_codes(data, name, len(self.stored[name]))
        found = coded(data, name)
        place = {label: number for number, label in enumerate(self.columns[name])}
        kind = np.min_scalar_type(-max(len(place), 1))
        order = np.array([*(place[label] for label in found.labels), -1], dtype=kind)
        return np.asarray(order[found.codes])


def stored_codes(data: pa.Table, name: str, levels: int) -> Codes:
    """Codes as the file holds them.

    Raises:
        Problem: one has no label.
    """
    import pyarrow.compute as pc

    values = column(data, name).combine_chunks()
    if values.null_count:
        values = pc.fill_null(values, -1)
    codes = np.asarray(values.to_numpy(zero_copy_only=False))
    if len(codes) and (codes.max() >= levels or codes.min() < -1):
        raise Problem("A code in the Parquet file has no label", column=name, code="file.damaged")
    return codes.astype(np.min_scalar_type(-max(levels, 1)), copy=False)


def levels_of(file: parquet.ParquetFile, columns: Sequence[str], design: Sequence[str]) -> Levels:
    """The labels of columns; those that the metadata do not tell are read.

    Args:
        columns: that classify.
        design: of strata and clusters, whose texts are numbered if they are not numbers.
    """
    known = labels_of(file)
    found: dict[str, set[str]] = {name: set() for name in columns if name not in known}
    texts: dict[str, set[str]] = {name: set() for name in design if not _is_integer(file, name)}
    unknown = list(dict.fromkeys([*found, *texts]))
    for group in range(file.num_row_groups) if unknown else ():
        data = file.read_row_group(group, columns=unknown)
        for name in unknown:
            labels = coded(data, name).labels
            for kept in (found, texts):
                if name in kept:
                    kept[name].update(labels)
    stored = {name: known[name] for name in columns if name in known}
    return Levels(
        {name: known[name] if name in known else tuple(sorted(found[name])) for name in columns},
        stored,
        {name: {text: at for at, text in enumerate(sorted(all_))} for name, all_ in texts.items()},
    )


def keys(data: pa.Table, name: str, levels: Levels) -> tuple[Integers, int]:
    """A whole number for each stratum or cluster, and how many rows have none."""
    values = column(data, name)
    if name not in levels.texts:
        missing = values.null_count
        return np.asarray((values.fill_null(0) if missing else values).to_numpy()), missing
    found: Coded = coded(data, name)
    number = levels.texts[name]
    order = np.array([*(number[label] for label in found.labels), -1], dtype=np.int64)
    return np.asarray(order[found.codes]), int((found.codes < 0).sum())


def namer(file: parquet.ParquetFile, name: str | None, levels: Levels) -> Callable[[int], str]:
    """What tells the text of a key of a column."""
    if name is not None and name in levels.texts:
        return tuple(levels.texts[name]).__getitem__
    known = labels_of(file).get(name or "")
    return str if known is None else known.__getitem__


def _is_integer(file: parquet.ParquetFile, name: str) -> bool:
    import pyarrow.types as pt

    return bool(pt.is_integer(file.schema_arrow.field(name).type))
