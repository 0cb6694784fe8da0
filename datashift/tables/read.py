"""Any file into a typed table: recognise its form by content, read it, give columns types."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from datashift.kit.problem import Problem
from datashift.kit.progress import Progress, silent
from datashift.tables.limits import Limits
from datashift.tables.raw import Raw, Request
from datashift.tables.table import Table


def read(
    path: Path,
    *,
    missing: Sequence[str] = (),
    sheet: str | None = None,
    name: str | None = None,
    progress: Progress = silent,
    limits: Limits | None = None,
) -> Table:
    """Read a file of any known form into a typed table that remembers its file rows.

    CSV and its kin, XLSX, XLS, ODS, JSON, GeoJSON, Parquet, SPSS, Stata, SDMX and the World Bank's
    XML; the content decides, the extension is only a hint. Everything assumed on the way is in `Table.flags`.

    Args:
        path: the file.
        missing: values that mean missing in every column, whatever their case.
        sheet: name of the sheet of a spreadsheet; the first with something in it otherwise.
        name: name of the file as the person knows it; the path's last part otherwise.
        progress: told how many bytes are read, and how many columns are recognised.
        limits: when to refuse.

    Raises:
        Problem: the file cannot be used; the sentence says why and what to do.
    """
    from datashift.tables import columns

    limits = limits or Limits()
    name = name or path.name
    try:
        request = Request(path, name, _size(path, limits), sheet, progress, limits)
        raw, sha256 = _raw(request)
        return columns.typed(raw, request, missing, sha256)
    except Problem as problem:
        problem.file = problem.file or name
        problem.safe = problem.safe or "Nothing was changed"
        raise


def _size(path: Path, limits: Limits) -> int:
    if not path.is_file():
        raise Problem(
            "There is no such file", do="Check the name and the folder", code="file.absent"
        )
    try:
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except PermissionError as error:
        raise Problem(
            "The file may not be opened",
            do="Ask its owner for the right to read it",
            code="file.forbidden",
        ) from error
    if size > limits.bytes:
        raise Problem(
            f"The file has {size >> 20:,} MB; at most {limits.bytes >> 20:,} MB can be read",
            do="Split it into smaller files",
            code="file.too_large",
        )
    return size


def _raw(request: Request) -> tuple[Raw, str]:
    """The file's columns before typing, and its SHA-256."""
    from datashift.tables import encoding, formats

    with request.path.open("rb") as file:
        head = file.read(formats.HEAD)
    form = formats.recognise(head, request.name)
    if form in ("text", "json"):
        from datashift.tables import delimited, records

        found = encoding.detect(request.path)
        if form == "json" and (raw := records.read(request, found)) is not None:
            return raw, found.sha256
        return delimited.read(request, found), found.sha256
    return _binary(form, request), _sha256(request.path)


def _binary(form: str, request: Request) -> Raw:
    if form in ("zip", "ole"):
        from datashift.tables import spreadsheet

        return spreadsheet.read(request, form)
    if form == "parquet":
        from datashift.tables import parquet

        return parquet.read(request)
    if form == "sdmx":
        from datashift.tables.sdmx import ml

        return ml.read(request)
    if form == "xml":
        from datashift.tables import xml_records

        return xml_records.read(request)
    from datashift.tables import statistical

    return statistical.read(request, form)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
