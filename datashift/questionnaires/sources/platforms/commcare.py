"""CommCare: form exports as CSV and workbooks, and JSON of its API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from datashift.questionnaires.sources.columns import Plan, Style, append, put
from datashift.questionnaires.sources.export import Path, Raw, Record, Tree, Unreadable
from datashift.questionnaires.sources.grid import Grid
from datashift.questionnaires.sources.names import Names, xml_name

STYLE = Style(".", missing=frozenset({"---"}))
_OWN = frozenset(
    {"number", "formid", "completed_time", "started_time", "username", "received_on", "form_link",
     "caseid", "case_name", "case_link", "userID", "domain", "build_id", "app_version"}
)  # fmt: skip
_NOT_ANSWERS = frozenset({"meta", "case", "commcare_usercase", "subcase_0"})


def knows_table(heading: Sequence[str]) -> bool:
    """Whether a table's heading is CommCare's."""
    return "formid" in heading and any(each.startswith("form.") for each in heading)


def knows_document(document: Any) -> bool:
    """Whether a JSON document is an answer of CommCare's form list."""
    rows = _forms(document)
    return bool(rows) and isinstance(rows[0], dict) and isinstance(rows[0].get("form"), dict)


def _forms(document: Any) -> list[Any]:
    found = document.get("objects") if isinstance(document, dict) else document
    return found if isinstance(found, list) else []


def tables(found: Sequence[Grid], names: Names) -> Raw:
    """The first sheet has the forms; the sheets of repeats name the form by its number."""
    main = found[0]
    raw = Raw("commcare", title=main.sheet)
    main = _short(main)
    plan = Plan(main, names, STYLE, raw, skip=_own(main))
    rows: dict[str, Tree] = {}
    for number, row in main.rows:
        told = dict(zip(main.heading, row, strict=True))
        record = _record(main.file, number, told.get("formid", ""), told, plan.answers(row))
        raw.records.append(record)
        rows[told.get("number", "")] = rows[told["formid"]] = record.answers
    for sheet in found[1:]:
        _repeat(_short(sheet), names, raw, rows)
    return raw


def _short(grid: Grid) -> Grid:
    """Headings without the "form." that all of them have."""
    return Grid(
        grid.file,
        grid.sheet,
        tuple(each.removeprefix("form.") for each in grid.heading),
        grid.rows,
    )


def _own(grid: Grid) -> frozenset[str]:
    aside = {
        each
        for each in grid.heading
        if each.split(".")[0] in _NOT_ANSWERS or each.startswith(("number__", "@")) or ".@" in each
    }
    return _OWN | aside


def _repeat(sheet: Grid, names: Names, raw: Raw, rows: Mapping[str, Tree]) -> None:
    own = _own(sheet)
    asked = [each for each in sheet.heading if each not in own and each]
    common = _common([each.split(".")[:-1] for each in asked])
    path: Path = names.known(".".join(common)) or tuple(xml_name(each) for each in common)
    path = path or names.repeat(xml_name(sheet.sheet))
    plan = Plan(sheet, names, STYLE, raw, skip=own, base=path)
    for number, row in sheet.rows:
        told = dict(zip(sheet.heading, row, strict=True))
        tree = rows.get(told.get("formid", "")) or rows.get(
            told.get("number__0", "") or told.get("number", "").partition(".")[0]
        )
        if tree is None:
            raw.unreadable.append(
                Unreadable(sheet.file, number, "Its submission is not in the export")
            )
            continue
        append(tree, path, plan.answers(row))


def _common(paths: Sequence[Sequence[str]]) -> list[str]:
    found: list[str] = []
    for pieces in zip(*paths, strict=False):
        if len(set(pieces)) > 1:
            break
        found.append(pieces[0])
    return found


def document(found: Any, names: Names, file: str) -> Raw:
    """JSON of the API: the form as it was sent, with what CommCare says of it beside."""
    raw = Raw("commcare")
    for place, each in enumerate(_forms(found), start=1):
        form = each.get("form") if isinstance(each, dict) else None
        if not isinstance(form, dict):
            raw.unreadable.append(Unreadable(file, place, "It is no form"))
            continue
        meta = form.get("meta") if isinstance(form.get("meta"), dict) else {}
        told = {
            "received_on": str(each.get("received_on") or ""),
            "username": str((meta or {}).get("username") or ""),
            "started_time": str((meta or {}).get("timeStart") or ""),
            "completed_time": str((meta or {}).get("timeEnd") or ""),
        }
        raw.title = raw.title or str(form.get("@name") or "")
        answers = _gathered(form, (), names, raw)
        raw.records.append(_record(file, place, str(each.get("id") or ""), told, answers))
    return raw


def _gathered(form: Mapping[str, Any], base: Path, names: Names, raw: Raw) -> Tree:
    tree: Tree = {}
    for key, value in form.items():
        if key.startswith(("@", "#")) or (not base and key in _NOT_ANSWERS) or value is None:
            continue
        path = names.known("/".join((*base, key))) or (*base, xml_name(key))
        raw.labels.setdefault(path, key)
        if isinstance(value, dict):
            tree[path[-1]] = _gathered(value, path, names, raw)
        elif isinstance(value, list):
            tree[path[-1]] = [
                _gathered(row, path, names, raw) for row in value if isinstance(row, dict)
            ]
        elif str(value) not in {"", "---"}:
            put(tree, path[len(base) :], str(value).strip())
    return tree


def _record(file: str, row: int, identity: str, told: Mapping[str, str], answers: Tree) -> Record:
    for name, path in (("received_on", "submitted_at"), ("username", "submitted_by")):
        if told.get(name, "---") not in {"---", ""}:
            put(answers, ("imported", path), told[name])
    for name, path in (("started_time", "start"), ("completed_time", "end")):
        if told.get(name, "---") not in {"---", ""}:
            answers.setdefault(path, told[name])
    return Record(file, row, f"uuid:{identity}" if identity else "", answers)
