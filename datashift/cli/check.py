"""`datashift check FILE`."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from datashift.cli.terminal import add_options, progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from datashift.tables import Flag, Table

NAME = "check"
SHORT = "what a careful reader would notice in a file"
ABOUT = """\
Read a file and say what a careful reader would notice: what was assumed in reading it, values
that cannot be, duplicates, spellings that split a category, and personal data that should not
be there. Nothing is changed.
"""
EXAMPLES = """\
examples:
  datashift check waterpoints.csv
  datashift check survey.xlsx --sheet Households --country KE
  datashift check reports.json --missing "no answer" --json > flags.json

Reads CSV, TSV, XLSX, ODS, JSON, GeoJSON, Parquet, SPSS and Stata, whatever the file is called.
"""
_SHOWN_ROWS = 8


def configure(part: argparse.ArgumentParser) -> None:
    part.add_argument("file", metavar="FILE", type=Path, help="the file to look at")
    part.add_argument("--country", metavar="CODE", help="where the rows should be, such as KE")
    part.add_argument(
        "--sheet", metavar="NAME", help="sheet of a spreadsheet; the first if omitted"
    )
    part.add_argument(
        "--missing",
        metavar="TEXT",
        action="append",
        default=[],
        help="a value that means missing, beyond the usual ones; may be repeated",
    )
    add_options(part)


def execute(options: argparse.Namespace) -> int:
    from datashift.studies.reading import look_at
    from datashift.tables import read

    show = progress(quiet=options.quiet)
    try:
        table = read(options.file, missing=options.missing, sheet=options.sheet, progress=show)
        today = date.today()  # noqa: DTZ011 - the day where the person sits
        flags = look_at(table, country=options.country, today=today, progress=show)
    finally:
        show.close()
    if options.json:
        from datashift.studies.flags import as_json

        print(json.dumps(as_json(flags, table), ensure_ascii=False, indent=2))
    else:
        _print(table, flags)
    return 0


def _print(table: Table, flags: Sequence[Flag]) -> None:
    print(f"{table.source.name}: {len(table):,} rows, {len(table.columns):,} columns")
    if not flags:
        print("Nothing to repair was found.")
    for severity, words in _HEADINGS.items():
        chosen = [flag for flag in flags if flag.severity == severity]
        if chosen:
            print(f"\n{words}")
        for flag in chosen:
            print(f"  {flag.message}")
            if flag.rows:
                print(f"      {_rows(flag.rows)}   [{flag.code}]")
            else:
                print(f"      [{flag.code}]")


def _rows(rows: Sequence[int]) -> str:
    shown = ", ".join(f"{row:,}" for row in rows[:_SHOWN_ROWS])
    more = f" and {len(rows) - _SHOWN_ROWS:,} more" if len(rows) > _SHOWN_ROWS else ""
    return f"row{'s' if len(rows) > 1 else ''} {shown}{more}"


_HEADINGS = {
    "stops": "Stops publishing until somebody decides",
    "look": "Worth a look",
    "note": "Good to know",
}
