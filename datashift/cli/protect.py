"""`datashift protect TABLE` and `datashift protect FILE --microdata`."""

from __future__ import annotations

import argparse
from pathlib import Path

from datashift.cli import protect_microdata
from datashift.cli.terminal import add_options

NAME = "protect"
SHORT = "hide what would reveal people in a table, or look at records before they leave"
ABOUT = """\
Take a long table of inner cells (one row for each combination of codes, with a count) and write
all cells and all margins so that nobody can be found in them: small numbers are hidden, and as
many others as keep those from being worked out. Or, with --microdata, look at a file of records.
"""
EXAMPLES = """\
examples:
  datashift protect reports.csv --by REGION,SEX,AGE --count N --minimum 10 --out protected.csv
  datashift protect reports.csv --by COUNTY,SEX --within COUNTY:REGION --count N --out protected.csv
  datashift protect income.csv --by REGION,SECTOR --count N --magnitude INCOME \\
      --largest FIRST --second SECOND --out protected.csv
  datashift protect reports.csv --by REGION,SEX --count N --method round --base 5 --out rounded.csv
  datashift protect reports.csv --by REGION,SEX --count N --method cell-key --key secret.key --out noisy.csv
  datashift protect people.csv --microdata --keys SEX,AGE,DISTRICT --sensitive ILLNESS \
      --weight WEIGHT --out records.csv

A hidden cell keeps its row: its value is empty and OBS_STATUS says why. Beside the result stands
PROTECTED.report.html: what was hidden, what could still be worked out, what it cost.
"""


def configure(part: argparse.ArgumentParser) -> None:
    part.add_argument("file", metavar="FILE", type=Path, help="the table, or the records")
    part.add_argument("--out", metavar="PROTECTED", type=Path, help="where to write the result")
    part.add_argument("--force", action="store_true", help="write over an older file")
    table = part.add_argument_group("a table")
    table.add_argument(
        "--by",
        metavar="A,B,C",
        type=_names,
        action="append",
        help="columns that classify the cells; repeated, only these tables and their margins",
    )
    table.add_argument("--count", metavar="COLUMN", help="column with the number of people")
    table.add_argument(
        "--minimum",
        metavar="N",
        type=int,
        help="smallest number of people a shown cell may be about (10; 20 where sealed)",
    )
    table.add_argument(
        "--topic",
        choices=("ordinary", "sensitive", "sealed"),
        default="ordinary",
        help="how much a person could be hurt; sets the rules (ordinary)",
    )
    table.add_argument(
        "--within",
        metavar="INNER:OUTER",
        action="append",
        default=[],
        help="codes of column INNER lie within those of column OUTER; may be repeated",
    )
    table.add_argument(
        "--attribute",
        metavar="COLUMN",
        help="what must not be known of a person: hide it where a whole group is one",
    )
    table.add_argument("--method", choices=("suppress", "round", "cell-key"), default="suppress")
    table.add_argument("--base", metavar="N", type=int, help="round to multiples of it (5)")
    table.add_argument("--key", metavar="FILE", type=Path, help="file with the secret of the noise")
    table.add_argument("--magnitude", metavar="COLUMN", help="column with totals to publish too")
    table.add_argument("--largest", metavar="COLUMN", help="the largest contribution to the total")
    table.add_argument("--second", metavar="COLUMN", help="the second largest contribution")
    table.add_argument("--sheet", metavar="NAME", help="sheet of a spreadsheet")
    part.add_argument("--microdata", action="store_true", help="the file holds one record per row")
    protect_microdata.configure(part)
    add_options(part)


def execute(options: argparse.Namespace) -> int:
    if options.microdata:
        return protect_microdata.execute(options)
    from datashift.cli.protect_table import execute as protect_table

    return protect_table(options)


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
