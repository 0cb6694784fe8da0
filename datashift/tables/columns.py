"""From a format's raw columns to a typed table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from datashift.kit.problem import Problem
from datashift.tables import headings, native, types
from datashift.tables.flag import Flag, Severity
from datashift.tables.raw import Field, Raw, Request
from datashift.tables.table import Column, Source, Table
from datashift.tables.texts import distinct
from datashift.tables.totals import total_row

if TYPE_CHECKING:
    import pyarrow as pa


def typed(raw: Raw, request: Request, missing: Sequence[str], sha256: str) -> Table:
    """Give every column its name and type.

    Raises:
        Problem: there are no rows or no columns, or more than the limits allow.
    """
    import pyarrow as pa

    _check_size(raw, request)
    names, name_flags = headings.names([field.written for field in raw.fields])
    numbers: npt.NDArray[np.int64] = raw.row_numbers.to_numpy(zero_copy_only=False)
    columns: list[Column] = []
    values: list[pa.Array] = []
    flags: list[Flag] = [*raw.flags, *name_flags]
    spaced: dict[str, int] = {}
    for position, (name, field) in enumerate(zip(names, raw.fields, strict=True), 1):
        inferred, trimmed = _inferred(name, field, raw, numbers, missing)
        if trimmed:
            spaced[name] = trimmed
        flags.extend(inferred.flags)
        values.append(inferred.values)
        columns.append(
            Column(
                name=name,
                written=field.written,
                position=position,
                kind="geometry" if field.geometry else inferred.kind,
                confidence=round(inferred.confidence, 6),
                missing=inferred.values.null_count,
                label=field.label,
                codes=field.codes,
            )
        )
        request.progress("Recognising columns", position, len(names))
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


def _check_size(raw: Raw, request: Request) -> None:
    if not raw.fields:
        raise Problem("The file has no columns", code="file.empty")
    if len(raw.fields) > request.limits.columns:
        raise Problem(
            f"The file has {len(raw.fields):,} columns; at most {request.limits.columns:,} can be "
            "read",
            do="Leave out the columns that are not needed and try again",
            code="file.too_wide",
        )
    if len(raw.row_numbers) == 0:
        raise Problem(
            "The file has headings but no rows under them",
            do="Bring a file with at least one row of data",
            code="file.no_rows",
        )
    if len(raw.row_numbers) > request.limits.rows:
        raise Problem(f"The file has more than {request.limits.rows:,} rows", code="file.too_long")


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
