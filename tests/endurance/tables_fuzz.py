"""Feed damaged and hostile files of every format to what makes a typed table of them.

Usage: PYTHONPATH=.:tests python tests/endurance/tables_fuzz.py [inputs] [seed] [parser ...]

Half of the workbooks are damaged inside: a part of theirs is unpacked, changed and packed again.
Each is opened in a process of its own besides, which `warm` keeps quick; what that takes is bounded
too. `fuzzing` says what a failure is; a parser in C that ends this process is one.
"""

from __future__ import annotations

import io
import json
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bombs.archives import far, repeated
from endurance import biff, warm
from endurance.fuzzing import Parser, as_bytes, as_cells, as_json, inside, main

from datashift.kit import bounded
from datashift.questionnaires.sources import read as brought
from datashift.tables import archive, read, sheets, workbook
from datashift.tables.raw import Request

DELIMITED = (
    b"\xef\xbb\xbfSurvey of wells;2024\n\nwhere;when;litres;works\n"
    b"K\xc3\xa9roka;31/12/2020;1.234,5;yes\nSiaya;01/02/2021;<2,5;no\n;;;\nTotal;;1.237;\n"
)
FIXED = "year\tarea\tshare\n2020\t०१\t12 %\n2021\tNP02\t3.5e1\n".encode("utf-16")
RECORDS = {
    "results": [
        {"id": 1, "place": {"name": "Kisumu", "at": [34.7, -0.1]}, "uses": ["drink", "wash"]},
        {"id": 2, "place": {"name": "Siaya"}, "litres": "12,5", "when": "2024-05-03T08:00:00Z"},
    ]
}
EXPORT: tuple[list[str | float | None], ...] = (
    ["_id", "_uuid", "use/what", "litres", "works", "Timestamp"],
    [1, "11111111-1111-4111-8111-111111111111", "drink wash", 12.5, True, "2024-05-03T08:00"],
    [2, "22222222-2222-4222-8222-222222222222", "=1+1", "n/a", False, "3/5/2024"],
)


def _file(name: str, parse: Callable[[Path], object] = read) -> Callable[[bytes], None]:
    def parsed(document: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / name
            place.write_bytes(document)
            found = parse(place)
            for flag in getattr(found, "flags", ()):
                flag.message.encode()

    return parsed


def _looked_over(place: Path) -> None:
    """What this process does with a workbook before another one opens it."""
    opened = archive.open_safely(Request(place, place.name, place.stat().st_size))
    with opened.zip:
        if opened.kind == "ods":
            sheets.ods_extents(opened)
        elif opened.kind != "xlsb":
            for sheet in workbook.sheets(opened):
                if sheet.part in opened.names:
                    sheets.xlsx_extent(opened, sheet.part)


def _workbook() -> bytes:
    from openpyxl import Workbook

    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in EXPORT:
        sheet.append(row)
    book.create_sheet("notes").append(["x"])
    book.save(out)
    return out.getvalue()


def _xls() -> bytes:
    return biff.workbook({"data": EXPORT, "notes": [["x"]]})


def _ods() -> bytes:
    """Two rows of cells that are no bomb."""
    held, out = zipfile.ZipFile(io.BytesIO(repeated())), io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in held.namelist():
            content = held.read(name).replace(b"'1048576'", b"'2'").replace(b"'16384'", b"'3'")
            made.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def _statistical(form: str) -> bytes:
    import pandas as pd
    import pyreadstat

    data = pd.DataFrame(
        {"works": [1.0, 0.0, None], "where": ["Kisumu", "Siaya", ""], "n": [1, 2, 9]}
    )
    labels = {"works": {1: "yes", 0: "no"}}
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "file"
        said: dict[str, Any] = {
            "variable_value_labels": labels,
            "column_labels": ["Works?", "", "N"],
        }
        if form == "spss":
            pyreadstat.write_sav(data, str(place), missing_ranges={"n": [9]}, **said)
        else:
            pyreadstat.write_dta(data, str(place), **said)
        return place.read_bytes()


def _parquet() -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as parquet

    out = io.BytesIO()
    data = {"a": [1, None], "b": ["x", "é"], "c": [[1, 2], []], "d": [{"e": 1.5}, {"e": None}]}
    parquet.write_table(pa.table(data), out)
    return out.getvalue()


def parsers() -> dict[str, Parser]:
    """Each format with files that are read."""
    records = json.dumps(RECORDS).encode()
    lines = "\n".join(json.dumps(each) for each in RECORDS["results"]).encode()
    cells = far(b"<c r='B1'><v>2</v></c><c r='A2'><v>3</v></c>")
    return {
        "delimited": Parser((DELIMITED, FIXED), _file("table.csv"), as_cells),
        "json": Parser((records,), _file("table.json"), as_json),
        "json-lines": Parser((lines,), _file("table.jsonl"), as_cells),
        "xlsx": Parser((_workbook(), cells), _file("table.xlsx"), inside),
        "look": Parser((_workbook(), cells, _ods()), _file("table.xlsx", _looked_over), inside),
        "ods": Parser((_ods(),), _file("table.ods"), inside),
        "xlsx-export": Parser((_workbook(),), _file("export.xlsx", brought), inside),
        "xls-export": Parser((_xls(),), _file("export.xls", brought), as_bytes),
        "parquet": Parser((_parquet(),), _file("table.parquet"), as_bytes),
        "spss": Parser((_statistical("spss"),), _file("table.sav"), as_bytes),
        "stata": Parser((_statistical("stata"),), _file("table.dta"), as_bytes),
    }


if __name__ == "__main__":
    bounded.ask = warm.ask
    sys.exit(main(__file__, parsers(), sys.argv[1:]))
