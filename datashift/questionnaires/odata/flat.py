"""Rows of a table as ODK Central's CSV has them: one column for each answer.

Names of groups go before the name, joined by hyphens; a point is four columns; a repeat is a table
of its own, whose rows name the row they stand in: `uuid:…/home/member[2]`. Source: Central's own
export, getodk/central-backend `lib/data/briefcase.js`.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from datashift.kit.cells import guarded
from datashift.questionnaires.odata.rows import Entry, Row
from datashift.questionnaires.odata.schema import Field

POINT = ("Latitude", "Longitude", "Altitude", "Accuracy")
SYSTEM = {
    "SubmitterID": "submitterId",
    "SubmitterName": "submitterName",
    "AttachmentsPresent": "attachmentsPresent",
    "AttachmentsExpected": "attachmentsExpected",
    "Status": "status",
    "ReviewState": "reviewState",
    "DeviceID": "deviceId",
    "Edits": "edits",
    "FormVersion": "formVersion",
}
_Cells = Callable[[Row], list[Any]]


def main_table(form: Field, rows: Iterator[Row]) -> Iterator[str]:
    """The main table, line by line, with its heading."""
    names, cells = _columns(form)
    yield line(["SubmissionDate", *names, "KEY", *SYSTEM])
    for row in rows:
        system = row["__system"]
        told = [system[name] for name in SYSTEM.values()]
        yield line([system["submissionDate"], *cells(row), row["__id"], *told])


def repeat_table(repeat: Field, entries: Iterator[Entry]) -> Iterator[str]:
    """The table of a repeat; its keys say where a row stands."""
    names, cells = _columns(repeat)
    yield line([*names, "PARENT_KEY", "KEY"])
    for entry in entries:
        yield line([*cells(entry.row), entry.parent, entry.place])


def file_names(form_id: str, form: Field) -> Iterator[tuple[str, Field]]:
    """The file of each repeat's table: by its name, those of one name numbered."""
    repeats = list(form.repeats())
    times = Counter(each.name for each in repeats)
    seen: Counter[str] = Counter()
    for each in repeats:
        seen[each.name] += 1
        number = f"~{seen[each.name]}" if times[each.name] > 1 else ""
        yield f"{form_id}-{each.name}{number}.csv", each


def line(cells: Sequence[Any]) -> str:
    """One line; no answer is a formula, for people open these tables in spreadsheets."""
    out = io.StringIO()
    csv.writer(out).writerow([_written(cell) for cell in cells])
    return out.getvalue()


def _written(cell: Any) -> Any:
    if cell is None:
        return ""
    return guarded(cell) if isinstance(cell, str) else cell


def _columns(form: Field) -> tuple[list[str], _Cells]:
    """Names of the columns, and what finds their cells in a row."""
    found = list(_leaves(form, (), ()))
    names = [name for path, _, leaf in found for name in _names(path, leaf)]

    def cells(row: Row) -> list[Any]:
        return [cell for _, keys, leaf in found for cell in _cells(_at(row, keys), leaf)]

    return names, cells


def _leaves(
    form: Field, path: tuple[str, ...], keys: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], Field]]:
    for each in form.contents.values():
        inner = ((*path, each.name), (*keys, each.key))
        if each.type == "structure":
            yield from _leaves(each, *inner)
        elif each.type != "repeat":
            yield (*inner, each)


def _names(path: tuple[str, ...], leaf: Field) -> list[str]:
    name = "-".join(path)
    return [f"{name}-{part}" for part in POINT] if leaf.type == "geopoint" else [name]


def _at(row: Row, keys: tuple[str, ...]) -> Any:
    found: Any = row
    for key in keys:
        found = found.get(key) if isinstance(found, dict) else None
    return found


def _cells(value: Any, leaf: Field) -> list[Any]:
    if leaf.type == "geopoint":
        return _point(value)
    if isinstance(value, dict):
        places = value["coordinates"]
        places = places[0] if value["type"] == "Polygon" else places
        return [";".join(" ".join(map(str, _place(each))) for each in places)]
    return [value]


def _point(value: Any) -> list[Any]:
    if not isinstance(value, dict):
        return [None] * len(POINT)
    accuracy = value.get("properties", {}).get("accuracy")
    latitude, longitude, *altitude = _place(value["coordinates"])
    return [latitude, longitude, altitude[0] if altitude else None, accuracy]


def _place(place: Sequence[float]) -> list[float]:
    longitude, latitude, *altitude = place
    return [latitude, longitude, *altitude]
