"""Official files written by tests."""

from __future__ import annotations

from pathlib import Path

from datashift.comparison import Definition, OfficialSeries, official
from datashift.disclosure import Cell
from datashift.estimates.estimate import Estimate

OURS = Definition(
    indicator="6.1.1",
    quantity="proportion",
    unit="person",
    area="KE",
    period="2020",
    measure_unit="PT",
    sampling="probability",
)


def file(folder: Path, text: str, name: str = "official.csv") -> Path:
    """A file with that text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def series(folder: Path, text: str) -> tuple[OfficialSeries, ...]:
    """What is read from a file with that text."""
    return official.read(file(folder, text))


def cell(value: float, half: float | None = None, domain: dict[str, str] | None = None) -> Cell:
    """A visible figure with a symmetric interval, or with none."""
    return Cell(
        Estimate(
            measure="water",
            domain=domain or {},
            value=value,
            lower=None if half is None else value - half,
            upper=None if half is None else value + half,
            n=400,
        ),
        "A",
    )
