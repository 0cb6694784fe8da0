"""Epicollect5: forms, the forms under them and branches, as CSV or JSON.

Names of columns: docs.epicollect.net, Web application, Metadata. The guide writes `updated_at` and
`UTM_zone_` where files have `uploaded_at` and `UTM_Zone_`: both are known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from datashift.questionnaires.sources.columns import append, put
from datashift.questionnaires.sources.export import Path, Raw, Record, Tree, Unreadable
from datashift.questionnaires.sources.grid import Grid
from datashift.questionnaires.sources.names import Names, xml_name

_OWN = frozenset(
    {"ec5_uuid", "ec5_parent_uuid", "ec5_branch_uuid", "ec5_branch_owner_uuid", "created_at",
     "ec5_branch_ref", "uploaded_at", "updated_at", "exported_at", "created_by", "title"}
)  # fmt: skip
_FILE = re.compile(r"(?:form|branch)-\d+__(.+)")
_UTM = ("utm_northing_", "utm_easting_", "utm_zone_")


def knows_table(heading: Sequence[str]) -> bool:
    """Whether a table's heading is Epicollect5's."""
    return "ec5_uuid" in heading or "ec5_branch_uuid" in heading


def knows_document(document: Any) -> bool:
    """Whether a JSON document is Epicollect5's."""
    rows = entries(document)
    return bool(rows) and isinstance(rows[0], dict) and knows_table(tuple(rows[0]))


def entries(document: Any) -> list[Any]:
    """The entries of an answer of the API, or of an exported file."""
    found = document.get("data") if isinstance(document, dict) else document
    found = found.get("entries") if isinstance(found, dict) else found
    return found if isinstance(found, list) else []


def tables(found: Sequence[Grid], names: Names) -> Raw:
    """CSV: a file for each form and each branch."""
    read = [
        (
            _short(grid.sheet),
            grid.file,
            [(number, dict(zip(grid.heading, row, strict=True))) for number, row in grid.rows],
        )
        for grid in found
    ]
    return _read(read, names)


def documents(found: Sequence[tuple[str, Any]], names: Names) -> Raw:
    """JSON: a file for each form and each branch."""
    read = []
    for name, document in found:
        rows = [each for each in entries(document) if isinstance(each, dict)]
        read.append((_short(name.rpartition(".")[0]), name, list(enumerate(rows, start=1))))
    return _read(read, names)


def _short(name: str) -> str:
    found = _FILE.fullmatch(name)
    return found[1] if found else name


def _read(
    found: Sequence[tuple[str, str, Sequence[tuple[int, Mapping[str, Any]]]]], names: Names
) -> Raw:
    """Entries without a parent are submissions, the others repeats of those."""
    raw = Raw("epicollect", title=found[0][0])
    rows: dict[str, tuple[Tree, Path]] = {}
    waiting = list(found)
    waiting.sort(key=lambda each: _has_parent(each[2]))
    raw.title = waiting[0][0]
    for name, file, entries_ in waiting:
        for number, told in entries_:
            own = str(told.get("ec5_branch_uuid") or told.get("ec5_uuid") or "")
            above = str(told.get("ec5_branch_owner_uuid") or told.get("ec5_parent_uuid") or "")
            if not above:
                answers = _answers(told, (), names, raw)
                _bookkeeping(told, answers)
                rows[own] = (answers, ())
                identity = f"uuid:{own}" if own else ""
                raw.records.append(Record(file, number, identity, answers))
                continue
            parent = rows.get(above)
            if parent is None:
                raw.unreadable.append(
                    Unreadable(file, number, "The entry that it belongs to is not in the export")
                )
                continue
            tree, base = parent
            path = names.repeat(xml_name(name), base)
            answers = _answers(told, path, names, raw)
            append(tree, path[len(base) :], answers)
            rows[own] = (answers, path)
    return raw


def _has_parent(rows: Sequence[tuple[int, Mapping[str, Any]]]) -> int:
    first = rows[0][1] if rows else {}
    return int("ec5_parent_uuid" in first) + 2 * int("ec5_branch_owner_uuid" in first)


def _bookkeeping(told: Mapping[str, Any], answers: Tree) -> None:
    uploaded = told.get("uploaded_at") or told.get("updated_at")
    for said, path in ((uploaded, "submitted_at"), (told.get("created_by"), "submitted_by")):
        if said:
            put(answers, ("imported", path), str(said))
    if told.get("created_at"):
        put(answers, ("imported", "created_at"), str(told["created_at"]))
    if told.get("title"):
        put(answers, ("meta", "instanceName"), str(told["title"]))


def _answers(told: Mapping[str, Any], base: Path, names: Names, raw: Raw) -> Tree:
    tree: Tree = {}
    for key, value in told.items():
        owner, text, kind = _cell(key, value, told)
        if not owner:
            continue
        path = names.path(owner, base)
        raw.labels.setdefault(path, owner)
        if kind:
            raw.kinds.setdefault(path, kind)
        if text:
            put(tree, path[len(base) :], text)
    return tree


def _cell(key: str, value: Any, told: Mapping[str, Any]) -> tuple[str, str, str]:
    """The question, its answer and its kind if it is a point; "" for what is no answer."""
    if key in _OWN or key.casefold().startswith(_UTM) or not key:
        return "", "", ""
    for prefix in ("lat_", "long_", "accuracy_"):
        owner = key.removeprefix(prefix)
        if owner != key and f"lat_{owner}" in told and f"long_{owner}" in told:
            if prefix != "lat_":
                return "", "", ""
            parts = [told[key], told[f"long_{owner}"], told.get(f"accuracy_{owner}", "")]
            return owner, _point(*parts), "geopoint"
    if isinstance(value, dict):
        if "latitude" in value:
            parts = [value["latitude"], value.get("longitude"), value.get("accuracy")]
            return key, _point(*parts), "geopoint"
        return "", "", ""
    if isinstance(value, list):
        return key, ", ".join(str(each) for each in value), ""
    return key, "" if value is None else str(value).strip(), ""


def _point(*parts: Any) -> str:
    said = ["" if each is None or isinstance(each, list | dict) else str(each) for each in parts]
    latitude, longitude, accuracy = said
    if not latitude or not longitude:
        return ""
    return f"{latitude} {longitude}" + (f" 0 {accuracy}" if accuracy else "")
