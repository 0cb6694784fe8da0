"""The child process in which a workbook from a stranger is converted.

Started as ``python -m datashift.questionnaires.converting FILE SUFFIX``; writes one JSON document.
Memory and processor time are bounded before the first byte of the workbook is read.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

MEMORY = 1 << 30
SECONDS = 40
_NAMESPACE = 'datashift="https://datashift.example/xforms"'
_COLUMNS = {
    "datashift::concept": "bind::datashift:concept",
    "datashift::indicator": "bind::datashift:indicator",
    "datashift::code": "datashift_code",
}


def _bound() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def convert(source: Path, suffix: str) -> dict[str, Any]:
    """Convert a workbook; the answer is what happened, in words that JSON can carry."""
    from pyxform.builder import create_survey_element_from_dict
    from pyxform.errors import PyXFormError
    from pyxform.utils import external_choices_to_csv, has_external_choices
    from pyxform.xls2json import workbook_to_json
    from pyxform.xls2json_backends import get_xlsform

    warnings: list[str] = []
    sheets: dict[str, Any] = {}
    try:
        book = get_xlsform(source.read_bytes(), file_type=suffix)
        _ours(book)
        sheets = {name: getattr(book, name) for name in ("survey", "choices", "settings")}
        form = workbook_to_json(
            workbook_dict=book, fallback_form_name=source.stem, warnings=warnings
        )
        itemsets = (
            external_choices_to_csv(workbook_dict=book) if has_external_choices(form) else None
        )
        xform = create_survey_element_from_dict(form).to_xml(
            validate=False, pretty_print=False, warnings=warnings
        )
    except PyXFormError as error:
        code = error.code.name if error.code else ""
        context = {key: str(value) for key, value in error.context.items()}
        return {"error": str(error), "code": code, "context": context}
    return {"xform": xform, "itemsets": itemsets, "warnings": warnings, "sheets": list(sheets)}


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
    _bound()
    import logging

    logging.disable(logging.CRITICAL)
    try:
        answer = convert(Path(sys.argv[1]), sys.argv[2])
    except MemoryError:
        answer = {"error": "", "code": "MEMORY", "context": {}}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
