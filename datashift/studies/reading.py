"""The rows of a study: one file, or several that say the same things."""

from __future__ import annotations

import bisect
import dataclasses
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from datashift.kit.problem import Problem
from datashift.kit.progress import Progress, silent
from datashift.tables import Column, Flag, Severity, Source, Table, read

if TYPE_CHECKING:
    import pyarrow as pa

    from datashift.studies.loading import Study


@dataclass(frozen=True)
class Part:
    """Where the rows of one file stand in the joined table.

    Args:
        source: the file.
        rows: how many it has.
        offset: what is added to its row numbers.
    """

    source: Source
    rows: int
    offset: int


@dataclass(frozen=True)
class Rows:
    """The rows of a study and the files they came from."""

    table: Table
    parts: tuple[Part, ...]

    def locate(self, row: int) -> tuple[str, int]:
        """The file and the row in it of a row number of the joined table."""
        starts = [part.offset for part in self.parts]
        part = self.parts[bisect.bisect_left(starts, row) - 1]
        return part.source.name, row - part.offset


def rows(study: Study, *, progress: Progress = silent) -> Rows:
    """Read the files of a study and put them under one another.

    Raises:
        Problem: a file is missing or cannot be read, or two files do not share a column.
    """
    data = study.specification.data
    several = len(data.file) > 1
    tables = []
    for number, written in enumerate(data.file):
        path = study.file(written, *(("data", "file", number) if several else ("data", "file")))
        tables.append(read(path, missing=data.missing, sheet=data.sheet, progress=progress))
    return _joined(tables) if several else Rows(tables[0], _parts(tables))


def look_at(
    table: Table, *, country: str | None = None, today: date, progress: Progress = silent
) -> tuple[Flag, ...]:
    """Everything that was assumed in reading a table or is noticed in it."""
    from datashift.quality import check

    progress("Checking rows", 0, len(table))
    return (*table.flags, *check(table, country=country, today=today))


def _parts(tables: Sequence[Table]) -> tuple[Part, ...]:
    parts = []
    offset = 0
    for table in tables:
        parts.append(Part(table.source, len(table), offset))
        offset += _last_row(table)
    return tuple(parts)


def _last_row(table: Table) -> int:
    return int(table.row_numbers[-1].as_py()) if len(table) else 1


def _joined(tables: Sequence[Table]) -> Rows:
    import pyarrow as pa
    import pyarrow.compute as pc

    parts = _parts(tables)
    names = list(dict.fromkeys(column.name for table in tables for column in table.columns))
    shared = [name for name in names if all(_has(table, name) for table in tables)]
    if not shared:
        raise Problem(
            "The files of this study have no heading in common",
            file=", ".join(part.source.name for part in parts[:3]),
            do="Give files with the same columns, or make one study of each",
            code="study.files_differ",
        )
    columns: dict[str, pa.ChunkedArray] = {}
    described: list[Column] = []
    flags: list[Flag] = []
    for position, name in enumerate(names, start=1):
        values, column, noticed = _stacked(tables, name)
        columns[name] = values
        described.append(dataclasses.replace(column, position=position))
        flags += noticed
    numbers = pa.concat_arrays(
        [
            pc.add(_one(table.row_numbers), part.offset)
            for table, part in zip(tables, parts, strict=True)
        ]
    )
    own = [flag for table, part in zip(tables, parts, strict=True) for flag in _moved(table, part)]
    joined = Table(
        pa.table(columns),
        tuple(described),
        (*own, *flags),
        _source(parts),
        numbers.cast(pa.int64()),
    )
    return Rows(joined, parts)


def _stacked(tables: Sequence[Table], name: str) -> tuple[pa.ChunkedArray, Column, Iterator[Flag]]:
    """One column of all files; files that read it as different kinds meet as numbers or text."""
    import pyarrow as pa

    having = [table for table in tables if _has(table, name)]
    kinds = list(dict.fromkeys(table.column(name).kind for table in having if _filled(table, name)))
    kind = kinds[0] if kinds else having[0].column(name).kind
    mixed = len(kinds) > 1
    if mixed:
        kind = "number" if set(kinds) <= {"integer", "number"} else "text"
    values = {
        id(table): _plain(table.data.column(name)) for table in having if _filled(table, name)
    }
    types = list(dict.fromkeys(array.type for array in values.values()))
    target = types[0] if len(types) == 1 else _meeting(kind)
    chunks = [
        _as(values[id(table)], target) if id(table) in values else pa.nulls(len(table), target)
        for table in tables
    ]
    stacked = pa.chunked_array(
        [chunk for array in chunks for chunk in getattr(array, "chunks", [array])], target
    )
    column = dataclasses.replace(
        having[0].column(name),
        kind=kind,
        missing=stacked.null_count,
        confidence=min(table.column(name).confidence for table in having),
    )
    return stacked, column, _differences(tables, having, name, kinds if mixed else [])


def _differences(
    tables: Sequence[Table], having: Sequence[Table], name: str, kinds: Sequence[str]
) -> Iterator[Flag]:
    if len(having) < len(tables):
        lacking = [table.source.name for table in tables if not _has(table, name)]
        yield Flag(
            "files.column_missing",
            Severity.LOOK,
            f'The column "{name}" is not in {", ".join(lacking)}; it is missing in those rows.',
            column=name,
            count=sum(len(table) for table in tables if not _has(table, name)),
            values={"column": name, "files": lacking},
        )
    if kinds and set(kinds) != {"integer", "number"}:
        yield Flag(
            "files.kinds_differ",
            Severity.LOOK,
            f'The column "{name}" reads as {" and as ".join(kinds)} in different files; '
            "it is taken as text.",
            column=name,
            values={"column": name, "kinds": list(kinds)},
        )


def _moved(table: Table, part: Part) -> Iterator[Flag]:
    for flag in table.flags:
        yield dataclasses.replace(
            flag,
            message=f"{part.source.name}: {flag.message}",
            rows=tuple(row + part.offset for row in flag.rows),
            repairs=tuple(
                dataclasses.replace(repair, rows=tuple(row + part.offset for row in repair.rows))
                for repair in flag.repairs
            ),
        )


def _source(parts: Sequence[Part]) -> Source:
    names = [part.source.name for part in parts]
    together = hashlib.sha256("".join(part.source.sha256 for part in parts).encode())
    return Source(
        name=f"{names[0]} and {len(names) - 1} more",
        sha256=together.hexdigest(),
        size=sum(part.source.size for part in parts),
        format=parts[0].source.format,
        details={"files": names},
    )


def _has(table: Table, name: str) -> bool:
    return name in table.data.column_names


def _filled(table: Table, name: str) -> bool:
    """Whether the column says anything about its kind."""
    return bool(table.data.column(name).null_count < len(table))


def _plain(array: pa.ChunkedArray) -> pa.ChunkedArray:
    import pyarrow as pa

    return array.cast(array.type.value_type) if pa.types.is_dictionary(array.type) else array


def _meeting(kind: str) -> pa.DataType:
    import pyarrow as pa

    return pa.float64() if kind == "number" else pa.string()


def _as(array: pa.ChunkedArray, target: pa.DataType) -> pa.ChunkedArray:
    return array if array.type == target else array.cast(target)


def _one(array: pa.Array | pa.ChunkedArray) -> pa.Array:
    import pyarrow as pa

    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
