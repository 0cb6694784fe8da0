"""SPSS and Stata, with their labels; needs the extra `formats`.

The reader is in C, and a damaged file can end the process that it runs in, so that it runs in one
of its own; what comes back is an Arrow file and one JSON document.

Started as ``python -m datashift.tables.statistical FILE FORM CELLS TARGET``.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from datashift.kit import bounded
from datashift.kit.problem import Problem
from datashift.tables.flag import Flag, Severity
from datashift.tables.raw import Field, Raw, Request

if TYPE_CHECKING:
    import pyarrow as pa

SECONDS = 120  # of the processor
MEMORY = 6 << 30
_BEFORE = 512 << 20  # bytes that the process has, or may need, before it reads any file
_EACH = 200  # bytes of memory for each of the file's: values are packed to a byte, and objects here


def read(request: Request, form: str) -> Raw:
    """Read an SPSS or Stata file: codes stay codes, their labels go to `Column.codes`.

    User-defined missing values become missing, as the file's author declared.

    Raises:
        Problem: it is damaged, too large, or the reader is not installed.
    """
    import pyarrow as pa

    if find_spec("pyreadstat") is None:
        raise Problem(
            "SPSS and Stata files need an additional reader",
            do="Install datashift[formats], or export the file as CSV",
            code="file.needs_reader",
        )
    request.progress("Reading the file", 0, None)
    with TemporaryDirectory() as folder:
        target = Path(folder) / "values.arrow"
        most = str(5 * request.limits.cells)
        try:
            about = bounded.ask(
                "datashift.tables.statistical", str(request.path), form, most, str(target),
                seconds=4 * SECONDS,
            )  # fmt: skip
        except bounded.Ended as error:
            raise _damaged() from error
        if about is None:
            raise _damaged()
        if "names" not in about:
            raise _too_large(about["rows"], about["columns"])
        values = pa.ipc.open_file(pa.BufferReader(target.read_bytes())).read_all()
    fields = tuple(
        Field(name, column, label=label, codes=codes)
        for name, column, label, codes in zip(
            about["names"], values.columns, about["labels"], about["codes"], strict=True
        )
    )
    numbers = pa.array(range(2, values.num_rows + 2), pa.int64())
    return Raw(form, fields, numbers, _flags(about["missing"]), about["details"])


def _damaged() -> Problem:
    return Problem(
        "The file is damaged or cut off", do="Copy or save it again", code="file.damaged"
    )


def _too_large(rows: int, columns: int) -> Problem:
    return Problem(
        f"The file has {rows:,} rows and {columns:,} columns, too much to read at once",
        do="Leave out the columns that are not needed",
        code="file.too_large",
    )


def _flags(declared: list[str]) -> tuple[Flag, ...]:
    if not declared:
        return ()
    return (
        Flag(
            "missing.declared",
            Severity.NOTE,
            f"{len(declared)} columns declare codes for missing answers; these are missing here.",
            count=len(declared),
            values={"columns": declared},
        ),
    )


def _told(path: str, form: str, most: int, target: str) -> dict[str, Any] | None:
    """What `read` asks for; the values go to the target. None for a damaged file."""
    import pyarrow as pa
    import pyreadstat

    call = pyreadstat.read_sav if form == "spss" else pyreadstat.read_dta
    try:
        _, about = call(path, metadataonly=True)
        rows, columns = about.number_rows or 0, about.number_columns or 0
        if rows * columns > most:
            return {"rows": rows, "columns": columns}
        values, about = call(path, output_format="dict")
    except Exception:  # noqa: BLE001 - every fault of the C reader is a damaged file
        return None
    arrays = [_array(values[name]) for name in about.column_names]
    data = pa.table(arrays, names=[str(place) for place in range(len(arrays))])
    with pa.OSFile(target, "wb") as file, pa.ipc.new_file(file, data.schema) as out:
        out.write_table(data)
    return {
        "names": [name or "" for name in about.column_names],  # damaged files may have none
        "labels": [
            str(about.column_names_to_labels.get(name) or "") for name in about.column_names
        ],
        "codes": [_codes(about.variable_value_labels.get(name, {})) for name in about.column_names],
        "missing": sorted(name for name, found in (about.missing_ranges or {}).items() if found),
        "details": {"encoding": about.file_encoding or "", "label": about.file_label or ""},
    }


def _codes(labels: Mapping[Any, Any]) -> dict[str, str]:
    return {_code(code): str(label) for code, label in labels.items()}


def _array(values: Any) -> pa.Array:
    import pyarrow as pa

    listed = values.tolist() if hasattr(values, "tolist") else list(values)
    listed = [None if value is None or value != value else value for value in listed]
    try:
        return pa.array(listed)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return pa.array([None if value is None else str(value) for value in listed], pa.string())


def _code(code: Any) -> str:
    """2.0 labels the code that people write as 2."""
    return str(int(code)) if isinstance(code, float) and code.is_integer() else str(code)


if __name__ == "__main__":
    _file, _form, _most, _target = sys.argv[1:5]
    bounded.bind(min(MEMORY, _BEFORE + _EACH * Path(_file).stat().st_size), SECONDS)
    bounded.tell(lambda: _told(_file, _form, int(_most), _target))
