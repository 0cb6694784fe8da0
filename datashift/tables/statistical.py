"""SPSS and Stata, with their labels; needs the extra `formats`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datashift.kit.problem import Problem
from datashift.tables.flag import Flag, Severity
from datashift.tables.raw import Field, Raw, Request

if TYPE_CHECKING:
    import pyarrow as pa


def read(request: Request, form: str) -> Raw:
    """Read an SPSS or Stata file: codes stay codes, their labels go to `Column.codes`.

    User-defined missing values become missing, as the file's author declared.

    Raises:
        Problem: it is damaged, or the reader is not installed.
    """
    try:
        import pyreadstat
    except ImportError as error:
        raise Problem(
            "SPSS and Stata files need an additional reader",
            do="Install datashift[formats], or export the file as CSV",
            code="file.needs_reader",
        ) from error
    import pyarrow as pa

    call = pyreadstat.read_sav if form == "spss" else pyreadstat.read_dta
    request.progress("Reading the file", 0, None)
    try:
        _, about = call(str(request.path), metadataonly=True)
        _check(about, request)
        values, about = call(str(request.path), output_format="dict")
    except Problem:
        raise
    except Exception as error:  # every fault of the C reader is a damaged file
        raise Problem(
            "The file is damaged or cut off", do="Copy or save it again", code="file.damaged"
        ) from error
    fields = tuple(_field(name, values[name], about) for name in about.column_names)
    rows = len(fields[0].values) if fields else 0
    numbers = pa.array(range(2, rows + 2), pa.int64())
    details = {"encoding": about.file_encoding or "", "label": about.file_label or ""}
    return Raw(form, fields, numbers, _flags(about), details)


def _check(about: Any, request: Request) -> None:
    cells = (about.number_rows or 0) * (about.number_columns or 0)
    if cells > 5 * request.limits.cells:
        raise Problem(
            f"The file has {about.number_rows:,} rows and {about.number_columns:,} columns, too "
            "much to read at once",
            do="Leave out the columns that are not needed",
            code="file.too_large",
        )


def _field(name: str, values: Any, about: Any) -> Field:
    labels = about.variable_value_labels.get(name, {})
    return Field(
        written=name or "",  # damaged files may have none
        values=_array(values),
        label=str(about.column_names_to_labels.get(name) or ""),
        codes={_code(code): str(label) for code, label in labels.items()},
    )


def _array(values: Any) -> pa.ChunkedArray:
    import pyarrow as pa

    listed = values.tolist() if hasattr(values, "tolist") else list(values)
    listed = [None if value is None or value != value else value for value in listed]
    try:
        array = pa.array(listed)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        array = pa.array([None if value is None else str(value) for value in listed], pa.string())
    return pa.chunked_array([array])


def _code(code: Any) -> str:
    """2.0 labels the code that people write as 2."""
    return str(int(code)) if isinstance(code, float) and code.is_integer() else str(code)


def _flags(about: Any) -> tuple[Flag, ...]:
    declared = {name: ranges for name, ranges in (about.missing_ranges or {}).items() if ranges}
    if not declared:
        return ()
    return (
        Flag(
            "missing.declared",
            Severity.NOTE,
            f"{len(declared)} columns declare codes for missing answers; these are missing here.",
            count=len(declared),
            values={"columns": sorted(declared)},
        ),
    )
