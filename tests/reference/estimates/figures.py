"""The figures of R's survey package (make.R and its neighbours) and their rows."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.csv

FOLDER = Path(__file__).resolve().parent
Figures = dict[str, float]


@cache
def rows(name: str) -> pa.Table:
    """A data set that R saw too."""
    options = pyarrow.csv.ConvertOptions(strings_can_be_null=True)
    return pyarrow.csv.read_csv(FOLDER / f"{name}.csv", convert_options=options)


@cache
def figures(name: str = "reference") -> dict[str, dict[str, Figures]]:
    """Case, then domain ("" for all), then name of the figure."""
    found: dict[str, dict[str, Figures]] = defaultdict(lambda: defaultdict(dict))
    with (FOLDER / f"{name}.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found[row["case"]][row["domain"]][row["figure"]] = float(row["value"])
    return found
