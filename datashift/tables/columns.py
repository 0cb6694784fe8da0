"""From a format's raw columns to a typed table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from datashift.kit.problem import Problem
from datashift.tables import headings, native, types
from datashift.tables.careful import too_long, too_wide
from datashift.tables.flag import Flag, Severity
from datashift.tables.raw import Field, Raw, Request
from datashift.tables.table import Column, Source, Table
from datashift.tables.texts import distinct
from datashift.tables.totals import total_row

if TYPE_CHECKING:
    import pyarrow as pa

_SEPARATE = 3  # notes of one kind about so many columns stay apart


def typed(raw: Raw, request: Request, missing: Sequence[str], sha256: str) -> Table:
    """Give every column its name and type.

    Raises:
        Problem: there are no rows or no columns, or more than the limits allow.
    """
    import pyarrow as pa

    raw = _placed(raw)
    raw, left_out = _without_empty_columns(raw)
    _check_size(raw, request)
    names, name_flags = headings.names(
        [field.written for field in raw.fields], [field.position for field in raw.fields]
    )
    numbers: npt.NDArray[np.int64] = raw.row_numbers.to_numpy(zero_copy_only=False)
    columns: list[Column] = []
    values: list[pa.Array] = []
    flags: list[Flag] = [*raw.flags, *left_out, *name_flags]
    noticed: list[Flag] = []
    spaced: dict[str, int] = {}
    for name, field in zip(names, raw.fields, strict=True):
        inferred, trimmed = _inferred(name, field, raw, numbers, missing)
        if trimmed:
            spaced[name] = trimmed
        noticed.extend(inferred.flags)
        values.append(inferred.values)
        columns.append(
            Column(
                name=name,
                written=field.written,
                position=field.position,
                kind="geometry" if field.geometry else inferred.kind,
                confidence=round(inferred.confidence, 6),
                missing=inferred.values.null_count,
                label=field.label,
                codes=field.codes,
            )
        )
        request.progress("Recognising columns", len(columns), len(names))
    flags.extend(_gathered(noticed))
    flags.extend(_spaces(spaced))
    flags.append(_kinds(columns))
    data = pa.table(values, names=list(names))
    flags.extend(total_row(data, numbers))
    source = Source(request.name, sha256, request.size, raw.format, raw.details)
    return Table(data, tuple(columns), tuple(flags), source, raw.row_numbers)


def _inferred(
    name: str,
    field: Field,
    raw: Raw,
    numbers: npt.NDArray[np.int64],
    missing: Sequence[str],
) -> tuple[types.Inferred, int]:
    if not native.is_text(field.values.type):
        return native.infer(name, field.values), 0
    texts = distinct(name, field.values, numbers)
    return types.infer(texts, missing, comma_decimals=raw.comma_decimals), texts.trimmed


def _gathered(flags: Sequence[Flag]) -> list[Flag]:
    """Notes of one kind about many columns as one note; what needs a look stays by itself."""
    notes: dict[str, list[Flag]] = {}
    for flag in flags:
        if flag.severity is Severity.NOTE and flag.column is not None:
            notes.setdefault(flag.code, []).append(flag)
    many = {code: found for code, found in notes.items() if len(found) > _SEPARATE}
    kept: list[Flag] = []
    for flag in flags:
        found = many.get(flag.code, [])
        if flag not in found:
            kept.append(flag)
        elif flag is found[0]:
            kept.append(_one_note(found))
    return kept


def _one_note(found: Sequence[Flag]) -> Flag:
    counts = {str(flag.column): flag.count for flag in found}
    others = len(found) - 1  # more than one: a few are said one by one
    more = f"The same goes for {others:,} other columns."
    return Flag(
        code=found[0].code,
        severity=Severity.NOTE,
        message=f"{found[0].message} {more}",
        count=sum(counts.values()),
        values={"columns": counts},
    )


def _placed(raw: Raw) -> Raw:
    fields = (replace(f, position=f.position or place) for place, f in enumerate(raw.fields, 1))
    return replace(raw, fields=tuple(fields))


def _without_empty_columns(raw: Raw) -> tuple[Raw, tuple[Flag, ...]]:
    """Leave out columns with neither a heading nor a value: trailing delimiters, stray formats."""
    kept = tuple(field for field in raw.fields if field.written.strip() or _any_value(field))
    gone = len(raw.fields) - len(kept)
    if not gone or not kept:
        return raw, ()
    flag = Flag(
        code="reading.empty_columns",
        severity=Severity.NOTE,
        message=f"{gone:,} columns without a heading and without a value were left out.",
        count=gone,
        values={"count": gone},
    )
    return replace(raw, fields=kept), (flag,)


def _any_value(field: Field) -> bool:
    import pyarrow.types as pt

    if field.values.null_count == len(field.values):
        return False
    if not pt.is_dictionary(field.values.type):
        return True
    texts = {
        text for chunk in field.values.chunks for text in chunk.dictionary.slice(0, 2).to_pylist()
    }
    return bool(texts - {""})


def _check_size(raw: Raw, request: Request) -> None:
    if not raw.fields:
        raise Problem("The file has no columns", code="file.empty")
    if len(raw.fields) > request.limits.columns:
        raise too_wide(len(raw.fields), request.limits.columns)
    if len(raw.row_numbers) == 0:
        raise Problem(
            "The file has headings but no rows under them",
            do="Bring a file with at least one row of data",
            code="file.no_rows",
        )
    if len(raw.row_numbers) > request.limits.rows:
        raise too_long(request.limits.rows)


def _spaces(spaced: dict[str, int]) -> tuple[Flag, ...]:
    if not spaced:
        return ()
    shown = ", ".join(f'"{name}" ({count:,})' for name, count in list(spaced.items())[:6])
    return (
        Flag(
            code="text.spaces",
            severity=Severity.NOTE,
            message=f"Spaces around values were left out: {shown}.",
            count=sum(spaced.values()),
            values={"columns": spaced},
        ),
    )


def _kinds(columns: Sequence[Column]) -> Flag:
    kinds: dict[str, list[str]] = {}
    for column in columns:
        kinds.setdefault(column.kind, []).append(column.name)
    said = ", ".join(f"{len(names)} {kind}" for kind, names in kinds.items())
    return Flag(
        code="types.assumed",
        severity=Severity.NOTE,
        message=f"What the columns hold was read from their values: {said}.",
        count=len(columns),
        values={"kinds": kinds},
    )
