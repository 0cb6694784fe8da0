"""The child process in which a workbook from a stranger is converted.

Started as ``python -m datashift.questionnaires.converting FILE SUFFIX NAME``; writes one JSON document.
Memory and processor time are bounded before the first byte of the workbook is read.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import fields
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any
from warnings import catch_warnings, simplefilter
from xml.parsers.expat import ExpatError

from datashift.kit import bounded
from datashift.questionnaires import proofread
from datashift.questionnaires.xml import UNWRITABLE

MEMORY = 1 << 30
SECONDS = 40
_NAMESPACE = 'datashift="https://datashift.example/xforms"'
_COLUMNS = {
    "datashift::concept": "bind::datashift:concept",
    "datashift::indicator": "bind::datashift:indicator",
    "datashift::code": "datashift_code",
}


# What pyxform and its readers fail with where sheets are no tables.
NO_TABLE = (csv.Error, ValueError, LookupError, AttributeError, TypeError, RecursionError)


def bound() -> None:
    """Bound this process's memory, time and open files."""
    import resource

    bounded.bind(MEMORY, SECONDS)
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def convert(source: Path, suffix: str, name: str = "") -> dict[str, Any]:
    """Convert a workbook; the answer is what happened, in words that JSON can carry.

    Args:
        name: what a form without an id of its own is called.
    """
    from pyxform.builder import create_survey_element_from_dict  # type: ignore[import-untyped]
    from pyxform.errors import PyXFormError  # type: ignore[import-untyped]
    from pyxform.utils import external_choices_to_csv, has_external_choices  # type: ignore[import-untyped]
    from pyxform.xls2json import workbook_to_json  # type: ignore[import-untyped]

    warnings: list[str] = []
    rows: dict[str, int] = {}
    wrong: list[dict[str, Any]] = []
    book: Any = None  # it may be refused before there is one
    try:
        book = sheets(source, suffix)
        _ours(book)
        rows = _rows(book)
        wrong = [one.plain() for one in proofread.faults(book.survey or [], book.choices or [])]
        if headings := [one for one in wrong if one["code"] == "HEADING"]:
            return _headed(headings[0], wrong, rows)
        form = workbook_to_json(
            workbook_dict=book, fallback_form_name=name or source.stem, warnings=warnings
        )
        itemsets = (
            external_choices_to_csv(workbook_dict=book) if has_external_choices(form) else None
        )
        xform = create_survey_element_from_dict(form).to_xml(
            validate=False, pretty_print=False, warnings=warnings
        )
    except PyXFormError as error:
        message = _as_headed(str(error), book)
        code, context = _recognised(message)
        said = {"error": message, "code": code, "context": context, "rows": rows}
        return {**said, "wrong": wrong}
    except ExpatError:  # pyxform reads a text with a reference in it as XML
        return _unwritable(book)
    except NO_TABLE as error:
        return _damaged(error)
    if UNWRITABLE.search(xform):
        return _unwritable(book)
    return {
        "xform": xform, "itemsets": itemsets, "warnings": warnings, "rows": rows, "wrong": wrong,
        "expressions": proofread.expressions(book.survey or []),
    }  # fmt: skip


def sheets(source: Path, suffix: str) -> Any:
    """The sheets of the form as pyxform reads them.

    Raises:
        Exception: it is no form that pyxform reads.
    """
    from pyxform.xls2json_backends import (  # type: ignore[import-untyped]
        DefinitionData,
        PyXFormReadError,
        csv_to_dict,
        get_xlsform,
    )

    content = source.read_bytes()
    if suffix == ".csv":
        # It reads over sheets of other names in workbooks, and ends where they are in CSV.
        with suppress(PyXFormReadError):
            known = {each.name for each in fields(DefinitionData)}
            found = csv_to_dict(content)
            return DefinitionData(**{name: found[name] for name in found if name in known})
    with catch_warnings():
        simplefilter("ignore")  # parts of a workbook that openpyxl does not keep
        return get_xlsform(content, file_type=suffix)


def _headed(
    first: Mapping[str, Any], wrong: list[dict[str, Any]], rows: dict[str, int]
) -> dict[str, Any]:
    """pyxform writes such a heading into the form as it is, and ends or makes no XML."""
    context = {"sheet": first["sheet"], "column": first["column"], **first["blanks"]}
    said = {"error": f"[row : {first['row']}]", "code": first["code"], "context": context}
    return {**said, "rows": rows, "wrong": wrong}


def _damaged(error: Exception) -> dict[str, Any]:
    return {"error": type(error).__name__, "code": "DAMAGED", "context": {}, "rows": {}}


def _unwritable(book: Any) -> dict[str, Any]:
    """Where the first text is that has a character which no XML can hold."""
    for sheet in ("survey", "choices", "settings", "entities", "external_choices"):
        for at, row in enumerate(getattr(book, sheet) or [], 2):
            for column, cell in row.items():
                if UNWRITABLE.search(str(cell)):
                    context = {"sheet": sheet, "column": column}
                    return {
                        "error": f"[row : {at}]",
                        "code": "LETTER",
                        "context": context,
                        "rows": {},
                    }
    return _damaged(ValueError())


def _as_headed(message: str, book: Any) -> str:
    """The message with the heading that stands in the sheet of entities.

    pyxform calls the column by its older name, `dataset`, whichever of the two the sheet has.
    """
    header = book.entities_header if book is not None else None
    heading = [name for row in header or [] for name in row]
    if any(str(name).strip().lower() == "dataset" for name in heading):
        return message
    return message.replace("'dataset' value", "'list_name' value")


def _recognised(message: str) -> tuple[str, dict[str, str]]:
    """Which of pyxform's errors a message is, and what fills its blanks.

    pyxform fills most of its messages before it raises them, and then forgets which they were.
    """
    from pyxform.errors import ErrorCode

    for code in ErrorCode:
        if not message.startswith(code.value.msg.partition("{")[0]):
            continue
        if found := re.fullmatch(_pattern(code.value.msg), message, re.DOTALL):
            return code.name, found.groupdict()
    return "", {}


@cache
def _pattern(template: str) -> str:
    """A pattern of what `str.format` makes of a template."""
    seen: set[str] = set()
    found = []
    for literal, name, _, _ in Formatter().parse(template):
        found.append(re.escape(literal))
        if name:
            found.append(f"(?P={name})" if name in seen else f"(?P<{name}>.*?)")
            seen.add(name)
    return "".join(found)


def _rows(book: Any) -> dict[str, int]:
    """`survey/age` to the row in which that name stands first."""
    found: dict[str, int] = {}
    for sheet in ("survey", "choices"):
        for at, row in enumerate(getattr(book, sheet) or [], 2):
            for column in ("name", "value", "type"):
                if row.get(column):
                    found.setdefault(f"{sheet}/{row[column]}", at)
    return found


def _ours(book: Any) -> None:
    """Our columns under names that pyxform carries into the XForm."""
    renamed = False
    for sheet in ("survey", "choices"):
        rows = getattr(book, sheet) or []
        heading = getattr(book, f"{sheet}_header") or []
        for row in (*rows, *heading):
            for written in [name for name in row if name.strip().lower() in _COLUMNS]:
                row[_COLUMNS[written.strip().lower()]] = row.pop(written)
                renamed = True
    if renamed:
        if not book.settings:
            book.settings, book.settings_header = [{}], [{}]
        said = book.settings[0].get("namespaces", "")
        if "datashift=" not in said:
            book.settings[0]["namespaces"] = f"{said} {_NAMESPACE}".strip()
            book.settings_header[0].setdefault("namespaces", None)


def main() -> None:
    """Convert the workbook named on the command line."""
    bound()
    import logging

    logging.disable(logging.CRITICAL)
    bounded.tell(_converted)


def _converted() -> dict[str, Any]:
    try:
        return convert(Path(sys.argv[1]), *sys.argv[2:4])
    except MemoryError:
        return {"error": "", "code": "MEMORY", "context": {}}


if __name__ == "__main__":
    main()
