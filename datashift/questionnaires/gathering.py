"""The child process that looks for what a stranger's workbook has beside its form.

Started as ``python -m datashift.questionnaires.gathering FILE SUFFIX``; writes one JSON document.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from warnings import catch_warnings, simplefilter

from datashift.kit import bounded
from datashift.questionnaires import converting
from datashift.questionnaires.questionnaire import DATA_FILES
from datashift.questionnaires.xml import UNWRITABLE

CELLS = 50_000  # of all sheets that the form is not made of
LETTERS = 2_000_000
_EDGE = re.compile(r"(begin|end)[ _]+(group|lgroup|repeat|looped group|loop)\b.*", re.IGNORECASE)
_TAGGED = re.compile(r"osm\s+(\S+)")
# Columns that come back from the XForm, as pyxform calls them, and ours: of every row,
_ALWAYS = {"type", "name", "bind", "instance", "datashift"}
# of a group, of what the phone fills in by itself, of a question.
_OF_GROUPS = _ALWAYS | {"label", "media", "control", "intent"}
_OF_HIDDEN = _ALWAYS | {"default", "parameters", "trigger"}
_OF_QUESTIONS = _OF_GROUPS | _OF_HIDDEN | {"hint", "guidance_hint", "choice_filter"}
_NO_NAME = re.compile(r"[\\*?:/\[\]]")  # nor longer than 31 letters: a sheet's name in Excel
_MEDIA = {"image", "audio", "video", "big-image"}
_OF_CHOICES = {"list name", "name", "label", "datashift"}
_OF_SETTINGS = {"title", "id_string", "version", "default_language", "name", "instance_name"}
_OF_SETTINGS |= {"public_key", "namespaces", "attribute"}
_OURS = {"survey", "choices", "settings", "entities"}
# What a sheet must call the columns of a row that is switched off: no column may be there twice.
_TODAY = {
    ("bind", "relevant"): "relevant", ("bind", "readonly"): "readonly",
    ("bind", "required"): "required", ("bind", "constraint"): "constraint",
    ("bind", "calculate"): "calculation", ("bind", "jr:constraintMsg"): "constraint_message",
    ("bind", "jr:requiredMsg"): "required_message", ("bind", "entities:saveto"): "save_to",
    ("control", "appearance"): "appearance", ("control", "jr:count"): "repeat_count",
}  # fmt: skip

Tokens = tuple[str, ...]


def gather(source: Path, suffix: str) -> dict[str, Any]:
    """What `beside.Beside.of` reads.

    Raises:
        Exception: it is no workbook that pyxform reads.
    """
    book = converting.sheets(source, suffix)
    with catch_warnings():
        simplefilter("ignore")  # parts of a workbook that openpyxl does not keep
        sheets, left = _sheets(source, suffix)
    found = _survey(book)
    if "osm" not in {name.lower() for name, _ in sheets}:
        found["tags"] = {}
    return {
        **found,
        "choices": _choices(book),
        "settings": _settings(book),
        "sheets": sheets,
        "left": left,
    }


def _survey(book: Any) -> dict[str, Any]:
    tokens = _tokens(book, "survey")
    found: dict[str, Any] = {"own": {}, "above": {}, "closing": {}, "ending": {}, "tags": {}}
    within: list[str] = []
    idle: list[dict[str, str]] = []
    for row in book.survey or []:
        said = {tokens[heading]: _text(cell) for heading, cell in row.items() if cell}
        kind = " ".join(said.get(("type",), "").split())
        name = said.get(("name",), "").strip()
        off = said.get(("disabled",), "").lower() in {"yes", "true", "true()"}
        if not kind or off or kind in DATA_FILES:
            idle += [{_today(at): text for at, text in said.items()}] if said else []
            continue
        edge = _EDGE.fullmatch(kind)
        carried = _carried(kind, edge=edge[1].lower() if edge else "")
        own = {
            _today(at): text
            for at, text in said.items()
            if at[0] not in carried or (at[0] == "media" and not _shown(at))
        }
        if edge and edge[1].lower() == "end":
            path = "/".join(within)
            found["closing"] |= {path: idle} if idle else {}
            found["ending"] |= {path: own} if own else {}
            idle, within = [], within[:-1]
            continue
        path = "meta/audit" if kind == "audit" else "/".join([*within, name])
        found["own"] |= {path: own} if own else {}
        found["above"] |= {path: idle} if idle else {}
        if tagged := _TAGGED.fullmatch(kind):
            found["tags"][path] = tagged[1]
        idle = []
        if edge:
            within.append(name)
    found["closing"] |= {"": idle} if idle else {}
    return found


def _choices(book: Any) -> list[list[Any]]:
    tokens = _tokens(book, "choices")
    found = []
    for row in book.choices or []:
        said = {heading: _text(cell) for heading, cell in row.items() if cell}
        by = {tokens[heading]: cell for heading, cell in said.items()}
        own = {
            _text(heading): cell
            for heading, cell in said.items()
            if not (tokens[heading][0] in _OF_CHOICES or _shown(tokens[heading]))
        }
        found.append([by.get(("list name",), ""), by.get(("name",), ""), own])
    return found


def _settings(book: Any) -> dict[str, str]:
    tokens = _tokens(book, "settings")
    first: Mapping[str, Any] = next(iter(book.settings or []), {})
    return {
        _text(heading): _text(cell)
        for heading, cell in first.items()
        if cell and tokens[heading][0] not in _OF_SETTINGS
    }


def _text(cell: Any) -> str:
    """Its text, without letters that no XLSX can hold: an old workbook may have them."""
    return UNWRITABLE.sub("", str(cell))


def _tokens(book: Any, sheet: str) -> dict[str, Tokens]:
    """Heading to what pyxform makes of it: `("bind", "relevant")`."""
    from pyxform import aliases  # type: ignore[import-untyped]
    from pyxform.parsing.sheet_headers import process_header  # type: ignore[import-untyped]

    known = {
        "survey": (aliases.survey_header, _OF_QUESTIONS | {"disabled"}),
        "choices": (aliases.list_header, {"list name", "name", "label", "media"}),
        "settings": (aliases.settings_header, _OF_SETTINGS),
    }[sheet]
    rows = [*(getattr(book, f"{sheet}_header") or []), *(getattr(book, sheet) or [])]
    headings = dict.fromkeys(str(heading) for row in rows for heading in row)
    double = any("::" in heading for heading in headings)
    return {heading: process_header(_text(heading), double, *known)[1] for heading in headings}


def _carried(kind: str, *, edge: str) -> set[str]:
    """First parts of the columns that the XForm carries of a row of that kind."""
    from pyxform.question_type_dictionary import QUESTION_TYPE_DICT  # type: ignore[import-untyped]

    if edge:
        return _OF_GROUPS if edge == "begin" else {"type", "name"}
    hidden = kind in QUESTION_TYPE_DICT and not QUESTION_TYPE_DICT[kind].get("control")
    return _OF_HIDDEN if hidden else _OF_QUESTIONS


def _shown(tokens: Tokens) -> bool:
    return tokens[0] == "media" and len(tokens) > 1 and tokens[1] in _MEDIA


def _today(tokens: Tokens) -> str:
    for old, new in _TODAY.items():
        if tokens[: len(old)] == old:
            return "::".join((new, *tokens[len(old) :]))
    return "::".join("body" if at == 0 and it == "control" else it for at, it in enumerate(tokens))


def _sheets(source: Path, suffix: str) -> tuple[list[Any], list[str]]:
    """Sheets that the form is not made of, and the names of those that are too large."""
    found: list[Any] = []
    left: list[str] = []
    cells = letters = 0
    for name, several, rows in _books(source, suffix):
        if name.lower() in _OURS or not several:
            continue
        kept: list[list[str]] = []
        for texts in rows:
            row = [_text(cell) for cell in texts]
            while row and not row[-1]:
                row.pop()
            cells, letters = cells + len(row), letters + sum(map(len, row))
            if cells > CELLS or letters > LETTERS:
                left.append(name)
                break
            kept.append(row)
        else:
            while kept and not kept[-1]:
                kept.pop()
            found.append([_NO_NAME.sub("_", _text(name))[:31], kept])
    return found, left


def _books(source: Path, suffix: str) -> Iterator[tuple[str, bool, Iterator[list[str]]]]:
    """Name, whether it is one of several, and rows of each sheet.

    Texts of a line (CSV, Markdown) are sheets as pyxform parts them: a sheet's name stands alone in
    the first cell of a row.
    """
    from pyxform.xls2json_backends import xls_value_to_unicode, xlsx_value_to_str  # type: ignore[import-untyped]

    if suffix == ".xls":
        import xlrd  # type: ignore[import-untyped]

        old = xlrd.open_workbook(file_contents=source.read_bytes())
        for sheet in old.sheets():
            rows = (
                [
                    xls_value_to_unicode(cell.value, cell.ctype, old.datemode)
                    for cell in sheet.row(at)
                ]
                for at in range(sheet.nrows)
            )
            yield sheet.name, old.nsheets > 1, rows
    elif suffix in {".xlsx", ".xlsm"}:
        import openpyxl

        content = io.BytesIO(source.read_bytes())  # a file that is kept has no name of its own
        new = openpyxl.load_workbook(content, read_only=True, data_only=True)
        for one in new.worksheets:
            texts = (
                ["" if value is None else xlsx_value_to_str(value) for value in row]
                for row in one.iter_rows(values_only=True)
            )
            yield one.title, len(new.worksheets) > 1, texts
    else:
        texts_of = _lines_of_csv if suffix == ".csv" else _lines_of_markdown
        parts: dict[str, list[list[str]]] = {}
        name = ""
        for first, *row in texts_of(source.read_bytes().decode("utf-8-sig")):
            name = first or name
            parts.setdefault(name, []).extend([row] if any(row) else [])
        for named, kept in parts.items():
            yield named, len(parts) > 1, iter(kept)


def _lines_of_csv(text: str) -> Iterator[list[str]]:
    for row in csv.reader(io.StringIO(text, newline="")):
        if row:
            yield [cell.strip() for cell in row]


def _lines_of_markdown(text: str) -> Iterator[list[str]]:
    from pyxform.xls2json_backends import _md_table_to_ss_structure as parted

    for name, rows in parted(text).items():
        yield [name or ""]
        yield from ([""] + [cell or "" for cell in row] for row in rows)


def main() -> None:
    """Look through the workbook named on the command line."""
    converting.bound()
    bounded.tell(lambda: gather(Path(sys.argv[1]), sys.argv[2]))


if __name__ == "__main__":
    main()
