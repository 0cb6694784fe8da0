"""CSV as our data files keep it: UTF-8, one line end, minimal quoting."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from unicodedata import normalize


def write(path: Path, heading: Sequence[str], lines: Iterable[Sequence[str]]) -> None:
    """Write one data file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heading)
        # Some sources write é as two characters; searches and eyes expect one.
        writer.writerows([normalize("NFC", cell) for cell in line] for line in lines)


def read(path: Path) -> list[dict[str, str]]:
    """Read a CSV file, with or without a byte order mark."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
