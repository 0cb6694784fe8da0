"""Rows in a Parquet file sorted by stratum and cluster, so that one pass over it sees each whole.

Text is kept as small integer codes in the order of their labels; the labels are in the file's
metadata under `LABELS`, as JSON: column to list.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from datashift.kit.problem import Problem
from datashift.tables.arrays import Coded, coded, column

if TYPE_CHECKING:
    import pyarrow as pa

LABELS = b"datashift.labels"
GROUP = 1 << 20  # rows decoded at once, about 50 MB for ten columns; a small file has four groups
SMALL = 1 << 17
MANY = 65_536  # labels; a column with more (names of clusters) keeps only their order


@dataclass(frozen=True)
class Parquet:
    """Rows in a Parquet file.

    Sorted by stratum and cluster it is the fastest source of estimates; any order gives the same.
    """

    path: Path


def sorted_store(data: pa.Table, path: Path, by: Sequence[str]) -> Parquet:
    """Keep rows in a Parquet file, sorted.

    Args:
        data: the rows; text columns and dictionaries become codes with labels.
        path: the file; a reader sees it whole or not at all.
        by: columns to sort by: the stratum, then the clusters, first stage first. Rows alike in
            them stay in their order.

    Raises:
        Problem: there is no such column.
    """
    import pyarrow as pa
    import pyarrow.parquet as parquet

    labels: dict[str, list[str]] = {}
    columns: dict[str, pa.ChunkedArray] = {}
    for name in data.column_names:
        values = column(data, name)
        if _is_text(values.type):
            found = coded(data, name)
            values = _codes(found)
            if len(found.labels) <= MANY:
                labels[name] = list(found.labels)
        columns[name] = values
    for name in by:
        column(data, name)
    rows = pa.table(columns)
    if by:
        rows = rows.take(_order(rows, by))
    # what has no gaps is declared so, and decoded in half the time
    kinds = [pa.field(f.name, f.type, rows[f.name].null_count > 0) for f in rows.schema]
    about = {LABELS: json.dumps(labels, ensure_ascii=False).encode()}
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    os.close(handle)
    try:
        parquet.write_table(
            rows.cast(pa.schema(kinds, about)),
            temporary,
            compression="none",  # codes are packed already; unpacking would cost half the pass
            use_dictionary=[name for name in rows.column_names if _is_code(rows[name].type)],
            row_group_size=max(SMALL, min(GROUP, -(-rows.num_rows // 4))),
        )
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return Parquet(path)


def labels_of(file: pa.parquet.ParquetFile) -> Mapping[str, tuple[str, ...]]:
    """The labels of the columns that hold codes, in the order of the codes."""
    about = (file.metadata.metadata or {}).get(LABELS, b"{}")
    try:
        return {name: tuple(texts) for name, texts in json.loads(about).items()}
    except (ValueError, AttributeError, TypeError) as error:
        raise Problem("The labels in the Parquet file are damaged", code="file.damaged") from error


def opened(source: Parquet) -> pa.parquet.ParquetFile:
    """The file, of which only metadata has been read.

    Raises:
        Problem: it is not there or damaged.
    """
    import pyarrow as pa
    import pyarrow.parquet as parquet

    try:
        return parquet.ParquetFile(source.path)
    except (pa.ArrowException, OSError) as error:
        raise Problem(
            "The Parquet file is not there or damaged",
            file=source.path.name,
            do="Make it again",
            code="file.damaged",
        ) from error


def rows_of(source: Parquet, columns: Sequence[str]) -> pa.Table:
    """Columns of the file in memory, codes with their labels.

    Raises:
        Problem: the file is not there or damaged, or has no such column.
    """
    import pyarrow as pa

    with opened(source) as file:
        empty = file.schema_arrow.empty_table()
        for name in columns:
            column(empty, name)
        data = file.read(columns=list(columns))
        labels = labels_of(file)
    found = {}
    for name in columns:
        values = data.column(name)
        if name in labels:
            texts = pa.array(labels[name], pa.string())
            parts = [pa.DictionaryArray.from_arrays(part, texts) for part in values.chunks]
            values = pa.chunked_array(parts, pa.dictionary(values.type, pa.string()))
        found[name] = values
    return pa.table(found)


def _is_text(kind: pa.DataType) -> bool:
    import pyarrow.types as pt

    return bool(
        pt.is_dictionary(kind)
        or pt.is_string(kind)
        or pt.is_large_string(kind)
        or pt.is_string_view(kind)
    )


def _is_code(kind: pa.DataType) -> bool:
    import pyarrow.types as pt

    return bool(pt.is_integer(kind) or pt.is_boolean(kind))


def _codes(found: Coded) -> pa.ChunkedArray:
    """Codes in the smallest signed integers that hold them; null where missing."""
    import pyarrow as pa

    kind = np.min_scalar_type(-max(len(found.labels), 1))
    missing = found.codes < 0
    codes = pa.array(found.codes.astype(kind), mask=missing if missing.any() else None)
    return pa.chunked_array([codes])


def _order(rows: pa.Table, by: Sequence[str]) -> pa.ChunkedArray:
    """Positions of the rows in sorted order; DuckDB sorts on all processors."""
    import pyarrow as pa

    from datashift.tables.engines import connect, expression

    names = [*(f"key{number}" for number in range(len(by))), "position"]
    keys = rows.select(list(dict.fromkeys(by)))
    keys = pa.table([*(keys[name] for name in by), np.arange(rows.num_rows)], names=names)
    engine = connect()
    return expression(keys, engine).order_by(names).position.to_pyarrow()
