"""JSON: a list of records, one record to a line, or a list inside an envelope."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from datashift.kit.documents import json_of
from datashift.kit.problem import Problem
from datashift.tables import encoding, geojson, layout
from datashift.tables.encoding import Encoding
from datashift.tables.flag import Flag, Severity
from datashift.tables.flatten import Flattener, compact, scalar
from datashift.tables.raw import Field, Raw, Request
from datashift.tables.sdmx import json_data

# OData (ODK Central), KoboToolbox and Ona, CKAN, and what people call it.
_ENVELOPES = ("value", "results", "data", "records", "items", "rows", "submissions")


@dataclass(frozen=True)
class _Found:
    """The records of a document, where they were, and which page of how many it is."""

    records: Sequence[Any]
    under: str | None = None
    others: tuple[str, ...] = ()
    page: Mapping[str, int] = field(default_factory=dict)


def read(request: Request, found: Encoding) -> Raw | None:
    """Read a JSON or GeoJSON document.

    Returns:
        None when the text only begins like JSON and the file's name does not claim it.

    Raises:
        Problem: it is JSON but broken, nested too deep, too large, or holds no records.
    """
    text = _text(request, found)
    document = _parsed(text, request)
    if document is _NOT_JSON:
        return None
    details = {"encoding": found.name}
    if isinstance(document, dict) and str(document.get("type")) in geojson.TYPES:
        return geojson.read(document, request, details, encoding.flags(found))
    if json_data.is_message(document):
        return json_data.read(document, request.limits)
    return _table(_records(document), request, details, encoding.flags(found))


_NOT_JSON = object()


def _text(request: Request, found: Encoding) -> str:
    if request.size > request.limits.document:
        raise Problem(
            f"The JSON document has {request.size >> 20:,} MB; at most "
            f"{request.limits.document >> 20:,} MB can be read at once",
            do="Export it as CSV, or split it",
            code="file.too_large",
        )
    request.progress("Reading the file", 0, request.size)
    text = b"".join(encoding.clean_blocks(request.path, found)).decode("utf-8", "replace")
    request.progress("Reading the file", request.size, request.size)
    return text


def _parsed(text: str, request: Request) -> Any:
    try:
        return json_of(text)
    except RecursionError as error:
        raise Problem("The document is nested too deeply", code="file.too_deep") from error
    except ValueError as error:
        lines = _lines(text)
        if lines is not None:
            return lines
        claimed = PurePath(request.name).suffix.lower() in (
            ".json",
            ".geojson",
            ".jsonl",
            ".ndjson",
        )
        if not claimed and not text.lstrip().startswith(('{"', '[{"', "[\n", "{\n")):
            return _NOT_JSON
        raise Problem(
            "The JSON is broken or cut off here",
            line=getattr(error, "lineno", None),
            do="Export the file again",
            code="file.broken_json",
        ) from error


def _lines(text: str) -> list[Any] | None:
    """One record to a line; None when the lines are something else."""
    records: list[Any] = []
    for line in text.split("\n"):
        if not line.strip():
            continue
        try:
            record = json_of(line)
        except (ValueError, RecursionError):
            return None
        if not isinstance(record, dict):
            return None
        records.append(record)
    return records or None


def _records(document: Any) -> _Found:
    if isinstance(document, list):
        if _is_page(document):
            return _Found(document[1], "the second part", page=_page(document[0]))
        return _Found(document)
    if not isinstance(document, dict):
        raise Problem("The document holds a single value, not records", code="file.no_rows")
    if document.get("type") == "Topology":
        raise Problem(
            "The file holds boundaries (TopoJSON), not records",
            do="Bring it as the boundaries of your areas",
            code="file.not_a_table",
        )
    for key, table in ((None, document), ("data", document.get("data"))):
        if by_columns := _by_columns(table):
            return _Found(by_columns, key)
    lists = {
        key: value
        for key, value in document.items()
        if isinstance(value, list) and value and all(isinstance(item, dict) for item in value)
    }
    for key in (*_ENVELOPES, *sorted(lists, key=lambda key: -len(lists[key]))):
        if key in lists:
            return _Found(lists[key], key, tuple(other for other in lists if other != key))
    for key in _ENVELOPES:
        if document.get(key) == []:
            return _Found([], key)
    inner = list(document.values())
    if len(inner) > 1 and all(isinstance(item, dict) for item in inner):
        return _Found([{"key": key, **value} for key, value in document.items()])
    return _Found([document])


def _by_columns(table: Any) -> list[dict[str, Any]]:
    """The rows of a table that is written column by column, as Open SDG's sites do."""
    if not isinstance(table, dict) or len(table) < 2:
        return []
    columns = list(table.values())
    if not all(isinstance(column, list) for column in columns):
        return []
    if len({len(column) for column in columns}) > 1:
        return []
    if any(isinstance(item, dict | list) for column in columns for item in column):
        return []
    return [dict(zip(table, row, strict=True)) for row in zip(*columns, strict=True)]


def _is_page(document: list[Any]) -> bool:
    """An answer of the World Bank's API: what page it is, then its records."""
    if len(document) != 2 or not (isinstance(document[0], dict) and isinstance(document[1], list)):
        return False
    return "page" in document[0] and all(isinstance(record, dict) for record in document[1])


def _page(said: Mapping[str, Any]) -> dict[str, int]:
    """Which page of an answer it is, and of how many; written as numbers or as text."""
    texts = {name: str(said.get(name, "")) for name in ("page", "pages")}
    return {name: int(text) for name, text in texts.items() if text.isdecimal() and len(text) < 10}


def _table(
    found: _Found, request: Request, details: Mapping[str, Any], flags: tuple[Flag, ...]
) -> Raw:
    import pyarrow as pa

    records = found.records
    if not records:
        raise Problem("The document holds no records", code="file.no_rows")
    if all(isinstance(record, list) for record in records):
        return _rows(records, request, details, flags)
    flattener = Flattener(request.limits)
    for done, record in enumerate(records, 1):
        flattener.add(record if isinstance(record, dict) else {"value": record})
        if done % 10_000 == 0:
            request.progress("Reading records", done, len(records))
    numbers = pa.array(range(2, len(records) + 2), pa.int64())
    flags = (*flags, *_envelope_flags(found), *flattener.flags())
    told = {**details, "records": found.under, **found.page}
    return Raw("json", flattener.fields(), numbers, flags, told)


def _rows(
    rows: Iterable[list[Any]], request: Request, details: Mapping[str, Any], flags: tuple[Flag, ...]
) -> Raw:
    """A list of lists is a sheet written as JSON: its first row is the heading."""
    import pyarrow as pa

    cells = [[_cell(item) for item in row] for row in rows]
    page = layout.find(cells[: layout.SAMPLE])
    width = max(map(len, cells), default=0)
    if width > request.limits.columns:
        raise Problem(f"The document has {width:,} columns", code="file.too_wide")
    body = cells[page.first :]
    headings = (*page.headings, *[""] * (width - len(page.headings)))
    fields = tuple(
        Field(
            heading,
            pa.chunked_array(
                [pa.array([row[i] if i < len(row) else None for row in body], pa.string())]
            ),
        )
        for i, heading in enumerate(headings)
    )
    numbers = pa.array(range(page.first + 1, len(cells) + 1), pa.int64())
    return Raw("json", fields, numbers, (*flags, *page.flags()), details)


def _cell(item: Any) -> str:
    text = compact(item) if isinstance(item, dict | list) else scalar(item) or ""
    return text.encode("utf-8", "replace").decode()


def _envelope_flags(found: _Found) -> tuple[Flag, ...]:
    if found.under is None:
        return ()
    others = f"; not read: {', '.join(found.others)}" if found.others else ""
    return (
        Flag(
            "reading.records",
            Severity.LOOK if found.others else Severity.NOTE,
            f'The records were taken from "{found.under}"{others}.',
            values={"under": found.under, "others": list(found.others)},
        ),
    )
