"""ODK Central's and Briefcase's tables (a CSV for each repeat), and Central's OData."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from datashift.questionnaires.sources.columns import Plan, Style, append, point, put
from datashift.questionnaires.sources.export import Path, Raw, Record, Tree, Unreadable
from datashift.questionnaires.sources.grid import Grid
from datashift.questionnaires.sources.names import Names, xml_name
from datashift.tables.flag import Severity

STYLE = Style("-", points=("-Latitude", "-Longitude", "-Altitude", "-Accuracy"))
_ONLY_CENTRAL = frozenset(
    {"SubmitterID", "SubmitterName", "AttachmentsPresent", "AttachmentsExpected", "Status",
     "ReviewState", "DeviceID", "Edits", "FormVersion"}
)  # fmt: skip
OWN = frozenset(
    {"SubmissionDate", "KEY", "PARENT_KEY", "isValidated", "meta-instanceID", "meta-instanceName",
     "meta-deprecatedID", "instanceID", "instanceName", "deprecatedID"}
) | _ONLY_CENTRAL  # fmt: skip
_STEP = re.compile(r"/([^/\[\]]+)(?:\[(\d+)\])?")
_NUMBERED = re.compile(r"~\d+$")  # of several repeats of one name
_NO_ANSWER = ("@odata.", "__")


def knows_table(heading: Sequence[str]) -> bool:
    """Whether a table's heading is ODK's."""
    return "KEY" in heading and (
        "SubmissionDate" in heading
        or "PARENT_KEY" in heading
        or "meta-instanceID" in heading
        or bool(_ONLY_CENTRAL.intersection(heading))
    )


def knows_document(document: Any) -> bool:
    """Whether a JSON document is an OData table of submissions."""
    rows = document.get("value") if isinstance(document, dict) else None
    return isinstance(rows, list) and (
        "@odata.context" in document or any(isinstance(r, dict) and "__id" in r for r in rows[:3])
    )


def tables(found: Sequence[Grid], names: Names) -> Raw:
    """The table without PARENT_KEY has the submissions; KEY says which repeat a row is of."""
    mains = [each for each in found if "PARENT_KEY" not in each.heading]
    main = min(mains or found, key=lambda each: len(each.sheet))
    central = bool(_ONLY_CENTRAL.intersection(main.heading))
    raw = Raw("central" if central else "briefcase", form_id=main.sheet, title=main.sheet)
    rows: dict[str, tuple[Tree, Path]] = {}
    if "PARENT_KEY" not in main.heading:
        plan = Plan(main, names, STYLE, raw, skip=_own(main))
        for number, row in main.rows:
            told = dict(zip(main.heading, row, strict=True))
            record = _record(main.file, number, told, plan.answers(row))
            raw.records.append(record)
            rows[told["KEY"]] = (record.answers, ())
    children = [each for each in found if "PARENT_KEY" in each.heading]
    for sheet in sorted(children, key=lambda each: (_depth(each), len(each.file))):
        _repeat(sheet, names, raw, rows)
    return raw


def _own(grid: Grid) -> frozenset[str]:
    return OWN | {each for each in grid.heading if each.startswith("SET-OF-")}


def _depth(sheet: Grid) -> int:
    at = sheet.column("KEY")
    return sheet.rows[0][1][at].count("[") if sheet.rows and at >= 0 else 0


def _repeat(sheet: Grid, names: Names, raw: Raw, rows: dict[str, tuple[Tree, Path]]) -> None:
    plans: dict[Path, Plan] = {}
    if not sheet.rows and (path := _called(sheet, names)):
        Plan(sheet, names, STYLE, raw, skip=_own(sheet), base=path)
    for number, row in sheet.rows:
        told = dict(zip(sheet.heading, row, strict=True))
        key, parent_key = told.get("KEY", ""), told.get("PARENT_KEY", "")
        parent = rows.get(parent_key)
        if parent is None:
            raw.unreadable.append(
                Unreadable(sheet.file, number, "Its submission is not in the export")
            )
            continue
        tree, base = parent
        steps = [step[1] for step in _STEP.finditer(key.removeprefix(parent_key))]
        if not key.startswith(parent_key):  # keys that tell no place: the file is named so
            steps = [PurePath(sheet.file).stem.rpartition("-")[2]]
        path = names.repeat("/".join((*base, *steps)), base) if len(steps) > 1 else ()
        path = path or names.repeat(steps[-1] if steps else "rows", base)
        if path not in plans:
            plans[path] = Plan(sheet, names, STYLE, raw, skip=_own(sheet), base=path)
        answers = plans[path].answers(row)
        append(tree, path[len(base) :], answers)
        rows[key] = (answers, path)


def _called(sheet: Grid, names: Names) -> Path | None:
    """The repeat that a table without rows is of, by the name of its file."""
    stem = _NUMBERED.sub("", PurePath(sheet.file).stem)
    repeats = names.form.repeats if names.form else ()
    return next((tuple(e.path.split("/")) for e in repeats if stem.endswith(f"-{e.name}")), None)


def _record(file: str, row: int, told: Mapping[str, str], answers: Tree) -> Record:
    root = told["KEY"]
    own = told.get("meta-instanceID") or told.get("instanceID") or root
    if name := told.get("meta-instanceName") or told.get("instanceName"):
        put(answers, ("meta", "instanceName"), name)
    for name, path in (("SubmissionDate", "submitted_at"), ("SubmitterName", "submitted_by")):
        if told.get(name):
            put(answers, ("imported", path), told[name])
    return Record(
        file,
        row,
        own,
        answers,
        replaces=root if root != own else "",
        version=told.get("FormVersion", ""),
    )


def document(found: Mapping[str, Any], names: Names, file: str) -> Raw:
    """OData: groups are objects, repeats lists where they were asked for ($expand=*)."""
    raw = Raw("central")
    for place, each in enumerate(found["value"], start=1):
        if not isinstance(each, dict) or not each.get("__id"):
            raw.unreadable.append(Unreadable(file, place, "It has no id"))
            continue
        answers: Tree = {}
        _gather(each, (), answers, raw, names)
        meta = each.get("meta") if isinstance(each.get("meta"), dict) else {}
        system = each.get("__system") if isinstance(each.get("__system"), dict) else {}
        answers.pop("meta", None)
        told = {
            "KEY": str(each["__id"]),
            "meta-instanceID": str((meta or {}).get("instanceID") or ""),
            "meta-instanceName": str((meta or {}).get("instanceName") or ""),
            "SubmissionDate": str((system or {}).get("submissionDate") or ""),
            "SubmitterName": str((system or {}).get("submitterName") or ""),
            "FormVersion": str((system or {}).get("formVersion") or ""),
        }
        if (system or {}).get("status"):
            raw.unreadable.append(
                Unreadable(file, place, "It is encrypted on the server, and was not decrypted")
            )
            continue
        raw.records.append(_record(file, place, told, answers))
    return raw


def _gather(each: Mapping[str, Any], base: Path, tree: Tree, raw: Raw, names: Names) -> None:
    for key, value in each.items():
        if key.endswith("@odata.navigationLink"):
            owner = key.partition("@")[0]
            if not isinstance(each.get(owner), list):
                raw.noticed.add(
                    "repeats_missing",
                    'The repeats "%(column)s" are not in the export; ask for them with `$expand=*`.',
                    column=owner,
                    severity=Severity.LOOK,
                )
                raw.absent.add(names.known("/".join((*base, owner))) or (*base, xml_name(owner)))
            continue
        if key.startswith(_NO_ANSWER) or value is None:
            continue
        path = names.known("/".join((*base, key))) or (*base, xml_name(key))
        raw.labels.setdefault(path, key)
        if isinstance(value, dict) and "coordinates" in value and "type" in value:
            _put_shape(value, path, base, tree, raw)
        elif isinstance(value, dict):
            below: Tree = {}
            _gather(value, path, below, raw, names)
            if below:
                tree[path[-1]] = below
        elif isinstance(value, list):
            for row in value:
                rows: Tree = {}
                if isinstance(row, dict):
                    _gather(row, path, rows, raw, names)
                append(tree, path[len(base) :], rows)
        elif value != "":
            text = ("true" if value else "false") if isinstance(value, bool) else str(value)
            put(tree, path[len(base) :], text.strip())


def _put_shape(value: Mapping[str, Any], path: Path, base: Path, tree: Tree, raw: Raw) -> None:
    try:
        text, kind = shape(value)
    except (TypeError, ValueError, LookupError, AttributeError):  # no shape, whatever it says
        raw.noticed.add("left_out", "%(count)s values with a structure of their own were left out.")
        return
    raw.kinds.setdefault(path, kind)
    put(tree, path[len(base) :], text)


def shape(value: Mapping[str, Any]) -> tuple[str, str]:
    """GeoJSON as a phone writes it (latitude first), and the kind of question it answers."""
    form, corners = str(value["type"]), value["coordinates"]
    accuracy = (value.get("properties") or {}).get("accuracy")
    if form == "Point":
        return _corner(corners, accuracy), "geopoint"
    if form == "Polygon":
        return "; ".join(_corner(each) for each in corners[0]), "geoshape"
    return "; ".join(_corner(each) for each in corners), "geotrace"


def _corner(numbers: Sequence[float], accuracy: Any = None) -> str:
    longitude, latitude, *rest = numbers
    return point(
        {
            "latitude": str(latitude),
            "longitude": str(longitude),
            "altitude": str(rest[0]) if rest and rest[0] is not None else "",
            "accuracy": "" if accuracy is None else str(accuracy),
        }
    )
