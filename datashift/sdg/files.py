"""Our data files: read when first asked for, then kept."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent / "data"


def rows(name: str) -> Iterator[dict[str, str]]:
    """Each row of a CSV file of ours, heading to text; an empty cell is ""."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def parts(cell: str) -> tuple[str, ...]:
    """A cell that holds several texts, separated by semicolons."""
    return tuple(part for part in cell.split(";") if part)


def number(cell: str) -> int | None:
    """A whole number, or None for an empty cell."""
    return int(cell) if cell else None
