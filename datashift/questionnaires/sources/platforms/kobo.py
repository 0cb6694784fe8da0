"""KoboToolbox and Ona, which share their ancestor formhub: tables, workbooks and JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from datashift.questionnaires import xml
from datashift.questionnaires.sources.columns import Plan, Style, append, put
from datashift.questionnaires.sources.export import Path, Raw, Record, Tree, Unreadable
from datashift.questionnaires.sources.grid import Grid
from datashift.questionnaires.sources.names import Names, xml_name

STYLE = Style(
    "/",
    points=("_latitude", "_longitude", "_altitude", "_precision"),
    missing=frozenset({"n/a"}),
)
_NO_OFFSET = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?")
_META = ("instanceID", "rootUuid", "deprecatedID", "instanceName")
OWN = frozenset(
    {
        "_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_tags",
        "_submitted_by", "__version__", "_version", "_version_", "_index", "_parent_index",
        "_parent_table_name", "_submission__id", "_submission__uuid", "_submission__submission_time",
        "_submission__validation_status", "_submission__notes", "_submission__status",
        "_submission__submitted_by", "_submission____version__", "_submission__tags",
        "_duration", "_total_media", "_media_count", "_media_all_received", "_xform_id",
        "_xform_id_string", "_date_modified", "_edited", "_last_edited", "_attachments",
        "_geolocation", "_bamboo_dataset_id", "_deleted_at", "_review_status", "_review_comment",
        "_supplementalDetails", "_original_id", "formhub/uuid", "meta/entity", "_dateModified",
        "_review_date", "_submission__root_uuid", "_rootUuid",
        *_META, *(f"meta/{each}" for each in _META),
    }
)  # fmt: skip
_ONLY_ONA = frozenset(
    {"_duration", "_total_media", "_media_all_received", "_xform_id", "_bamboo_dataset_id",
     "_review_status", "_date_modified"}
)  # fmt: skip
_ONLY_KOBO = frozenset(
    {"_validation_status", "__version__", "_submission__validation_status", "meta/rootUuid"}
)


def knows_table(heading: Sequence[str]) -> bool:
    """Whether a table's heading is formhub's."""
    found = OWN.intersection(heading)
    return "_uuid" in found or {"_id", "_submission_time"} <= found


def knows_records(records: Sequence[Any]) -> bool:
    """Whether JSON records are formhub's."""
    first = records[0] if records else None
    return isinstance(first, dict) and ("_uuid" in first or "_xform_id_string" in first)


def platform(headings: Sequence[str]) -> str:
    """Kobo or Ona, by the columns that only one of them has."""
    ona = len(_ONLY_ONA.intersection(headings)) > len(_ONLY_KOBO.intersection(headings))
    return "ona" if ona else "kobo"


def tables(found: Sequence[Grid], names: Names) -> Raw:
    """The first table has the submissions, the others their repeats."""
    main = found[0]
    raw = Raw(platform(main.heading), title=main.sheet)
    plan = Plan(main, names, STYLE, raw, skip=OWN)
    rows: dict[tuple[str, str], tuple[Tree, Path]] = {}
    for number, row in main.rows:
        told = dict(zip(main.heading, row, strict=True))
        record = _record(main.file, number, told, plan.answers(row))
        rows[main.sheet, told.get("_index", "") or str(number - 1)] = (record.answers, ())
        if uuid := told.get("_uuid", ""):
            rows["_uuid", uuid] = (record.answers, ())
        raw.records.append(record)
    waiting = [each for each in found[1:] if each.column("_parent_index") >= 0]
    for sheet in _parents_first(waiting, main.sheet):
        _repeat(sheet, names, raw, rows)
    return raw


def _parents_first(sheets: list[Grid], main: str) -> list[Grid]:
    done, order = {main}, []
    while sheets:
        ready = [each for each in sheets if _parent_table(each, main) in done]
        if not ready:
            ready = sheets[:1]
        for each in ready:
            sheets.remove(each)
            done.add(each.sheet)
            order.append(each)
    return order


def _parent_table(sheet: Grid, main: str) -> str:
    at = sheet.column("_parent_table_name")
    return sheet.rows[0][1][at] if at >= 0 and sheet.rows else main


def _repeat(
    sheet: Grid, names: Names, raw: Raw, rows: dict[tuple[str, str], tuple[Tree, Path]]
) -> None:
    plans: dict[Path, Plan] = {}
    if not sheet.rows:
        Plan(sheet, names, STYLE, raw, skip=OWN, base=names.repeat(sheet.sheet))
    for number, row in sheet.rows:
        told = dict(zip(sheet.heading, row, strict=True))
        parent = rows.get((told.get("_parent_table_name", ""), told.get("_parent_index", "")))
        parent = parent or rows.get(("_uuid", told.get("_submission__uuid", "")))
        if parent is None:
            raw.unreadable.append(
                Unreadable(sheet.file, number, "Its submission is not in the export")
            )
            continue
        tree, base = parent
        path = names.repeat(sheet.sheet, base)
        if path not in plans:
            plans[path] = Plan(sheet, names, STYLE, raw, skip=OWN, base=path)
        answers = plans[path].answers(row)
        append(tree, path[len(base) :], answers)
        rows[sheet.sheet, told.get("_index", "")] = (answers, path)


def records(found: Sequence[Any], names: Names, file: str) -> Raw:
    """JSON of the API, or of an export: names are the form's own paths."""
    raw = Raw(platform([key for each in found[:50] if isinstance(each, dict) for key in each]))
    for place, each in enumerate(found, start=1):
        if not isinstance(each, dict):
            raw.unreadable.append(Unreadable(file, place, "It is no submission"))
            continue
        raw.form_id = raw.form_id or str(each.get("_xform_id_string") or "")
        told = {key: _said(value) for key, value in each.items() if not _is_nested(value)}
        record = _record(file, place, told, {})
        _gather(each, (), record.answers, raw, names)
        record.files = tuple(_file_names(each.get("_attachments")))
        raw.records.append(record)
    return raw


def _gather(each: Mapping[str, Any], base: Path, tree: Tree, raw: Raw, names: Names) -> None:
    for key, value in each.items():
        if key in OWN or value is None:
            continue
        path = tuple(key.split("/"))
        if names.form is None:
            path = tuple(map(xml_name, path))
        if path[: len(base)] != base or not all(map(xml.is_name, path)):
            path = names.path(key, base)
        inner = path[len(base) :]
        raw.labels.setdefault(path, key)
        if isinstance(value, list) and all(isinstance(row, dict) for row in value):
            for row in value:
                below: Tree = {}
                _gather(row, path, below, raw, names)
                append(tree, inner, below)
        elif _is_nested(value):
            raw.noticed.add(
                "left_out", "%(count)s values with a structure of their own were left out."
            )
        elif text := _said(value):
            put(tree, inner, text)


def _record(file: str, row: int, told: Mapping[str, str], answers: Tree) -> Record:
    """What the platform says of a submission besides its answers."""
    said = {name: told.get(f"meta/{name}") or told.get(name) or "" for name in _META}
    own = prefixed(said["instanceID"] or told.get("_uuid", ""))
    root = prefixed(said["rootUuid"] or told.get("_rootUuid", ""))
    # The first of the chain, where Kobo says it: what lies between may never come.
    replaces = root if root and root != own else said["deprecatedID"]
    if not own and told.get("_id"):
        own = f"formhub:{told['_id']}"
    if said["instanceName"]:
        put(answers, ("meta", "instanceName"), said["instanceName"])
    for name, path in (("_submission_time", "submitted_at"), ("_submitted_by", "submitted_by")):
        if told.get(name):
            put(answers, ("imported", path), in_utc(told[name]))
    version = told.get("__version__") or told.get("_version") or told.get("_version_") or ""
    return Record(file, row, own, answers, replaces=replaces, version=version)


def in_utc(text: str) -> str:
    """The time of arrival, which these servers write in universal time without saying so."""
    return f"{text}Z" if _NO_OFFSET.fullmatch(text) else text


def prefixed(identifier: str) -> str:
    """An id as phones write it: Kobo leaves the "uuid:" out in one of its columns."""
    plain = identifier.strip()
    return plain if not plain or ":" in plain else f"uuid:{plain}"


def _said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).strip()


def _is_nested(value: Any) -> bool:
    return isinstance(value, (dict, list))


def _file_names(attachments: Any) -> list[str]:
    found = []
    for each in attachments if isinstance(attachments, list) else []:
        if isinstance(each, dict) and not each.get("is_deleted"):
            name = each.get("media_file_basename") or each.get("name") or each.get("filename") or ""
            found.append(PurePosixPath(str(name)).name)
        elif isinstance(each, str):
            found.append(PurePosixPath(each).name)
    return [name for name in found if name]
