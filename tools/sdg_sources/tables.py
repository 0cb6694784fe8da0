"""CSV as our data files keep it: UTF-8, one line end, minimal quoting."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path


def write(path: Path, heading: Sequence[str], lines: Iterable[Sequence[str]]) -> None:
    """Write one data file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heading)
        writer.writerows(lines)


def read(path: Path) -> list[dict[str, str]]:
    """Read a CSV file, with or without a byte order mark."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
