"""What pyxform says about a workbook, in plain words and with its place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from datashift.kit.problem import Problem
from datashift.tables.flag import Flag, Severity

_ROW = re.compile(r"\[row : (\d+)\]\s*")


def problem(name: str, answer: Mapping[str, Any]) -> Problem:
    """The refusal of a workbook as a problem that names sheet, row and column."""
    context, message = answer["context"], answer["error"]
    if answer["code"] == "MEMORY":
        return too_much(name)
    row = _ROW.search(message)
    return Problem(
        _ROW.sub("", message).rstrip("."),
        file=name,
        row=int(row[1]) if row else None,
        column=context.get("column"),
        code="xlsform.refused",
    )


def flags(warnings: Sequence[str]) -> tuple[Flag, ...]:
    """The converter's warnings as flags."""
    return tuple(
        Flag("xlsform.warning", Severity.NOTE, _ROW.sub("", warning)) for warning in warnings
    )


def too_much(name: str) -> Problem:
    """More work than any questionnaire needs."""
    return Problem(
        "The questionnaire takes too long or too much memory to convert",
        file=name,
        do="Look for a sheet with far too many rows",
        code="xlsform.too_much",
    )


def damaged(name: str) -> Problem:
    """Nothing that a reader of spreadsheets understands."""
    return Problem(
        "The spreadsheet is damaged, or it is not a spreadsheet",
        file=name,
        do="Open it, save it as XLSX and try again",
        code="xlsform.damaged",
    )
