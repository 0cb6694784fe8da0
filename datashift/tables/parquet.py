"""Parquet: typed already; nested columns are flattened, lists become text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datashift.kit.problem import Problem
from datashift.tables.flag import Flag, Severity
from datashift.tables.raw import Field, Raw, Request

if TYPE_CHECKING:
    import pyarrow as pa


def read(request: Request) -> Raw:
    """Read a Parquet file row group by row group.

    Raises:
        Problem: it is cut off or damaged, or larger than the limits once unpacked.
    """
    import pyarrow as pa
    import pyarrow.parquet as parquet

    try:
        file = parquet.ParquetFile(request.path)
        _check(file.metadata, request)
        groups = []
        for group in range(file.num_row_groups):
            groups.append(_flat(file.read_row_group(group)))
            request.progress("Reading row groups", group + 1, file.num_row_groups)
        data = pa.concat_tables(groups) if groups else _flat(file.schema_arrow.empty_table())
        data.validate(full=True)  # Arrow believes a file that its texts are UTF-8
    except (pa.ArrowException, OSError, ValueError) as error:
        raise Problem(
            "The Parquet file is damaged or cut off",
            do="Copy or export it again",
            code="file.damaged",
        ) from error
    fields: list[Field] = []
    flags: list[Flag] = []
    for name, column in zip(data.column_names, data.columns, strict=True):
        values, flag = _readable(name, column)
        fields.append(Field(name, values))
        flags.extend(flag)
    numbers = pa.array(range(2, data.num_rows + 2), pa.int64())
    return Raw("parquet", tuple(fields), numbers, tuple(flags))


def _check(metadata: pa.parquet.FileMetaData, request: Request) -> None:
    unpacked = sum(metadata.row_group(i).total_byte_size for i in range(metadata.num_row_groups))
    cells = metadata.num_rows * metadata.num_columns
    if unpacked > request.limits.bytes or cells > 100 * request.limits.cells:
        raise Problem(
            f"The Parquet file unpacks to {unpacked >> 20:,} MB, too much to read at once",
            do="Leave out the columns that are not needed",
            code="file.too_large",
        )


def _flat(data: pa.Table) -> pa.Table:
    """Structs as columns of their own, named with a slash."""
    import pyarrow as pa
    import pyarrow.types as pt

    while any(pt.is_struct(field.type) for field in data.schema):
        columns: list[pa.ChunkedArray] = []
        names: list[str] = []
        for name, column in zip(data.column_names, data.columns, strict=True):
            if not pt.is_struct(column.type):
                columns.append(column)
                names.append(name)
                continue
            parts = column.flatten()
            columns.extend(parts)
            names.extend(f"{name}/{part.name}" for part in column.type)
        data = pa.table(columns, names=names)
    return data


def _readable(name: str, column: pa.ChunkedArray) -> tuple[pa.ChunkedArray, tuple[Flag, ...]]:
    """A column in a type that a table has; lists and bytes become text, with a flag."""
    import pyarrow as pa
    import pyarrow.types as pt

    kind = column.type
    if pt.is_dictionary(kind):
        column = column.cast(kind.value_type)
        kind = column.type
    if pt.is_large_string(kind) or pt.is_string_view(kind):
        return column.cast(pa.string()), ()
    odd = pt.is_nested(kind) or pt.is_binary(kind) or pt.is_large_binary(kind)
    if not odd and not pt.is_fixed_size_binary(kind) and not pt.is_binary_view(kind):
        return column, ()
    texts = [None if value is None else _text(value) for value in column.to_pylist()]
    flag = Flag(
        "reading.nested",
        Severity.NOTE,
        f'"{name}" holds lists or bytes; they are kept as text.',
        column=name,
        values={"column": name},
    )
    return pa.chunked_array([pa.array(texts, pa.string())]), (flag,)


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace") if value.isascii() else value.hex()
    if isinstance(value, list) and not any(isinstance(item, dict | list) for item in value):
        return " ".join(str(item) for item in value if item is not None)
    return str(value)
