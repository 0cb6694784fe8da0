"""All checks on a table: our time against coding each column once, the floor of our approach.

    .venv/bin/python benchmarks/quality/checks.py [rows ...]

Synthetic register of 10 columns with words, numbers, days and points. Medians of alternating runs
in one process, in processor time; the first run, with its imports, is not counted.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial

import numpy as np
import pyarrow as pa

from datashift.quality import check
from datashift.tables import Column, Kind, Source, Table

KINDS: dict[str, Kind] = {"int64": "integer", "double": "number", "date32[day]": "date"}


def register(rows: int) -> Table:
    """Rows of the synthetic register."""
    chance = np.random.default_rng(20261120)
    start = np.datetime64("2020-01-01")
    data = pa.table(
        {
            "id": np.arange(rows),
            "region": chance.choice(["North", "South", "East", "West"], rows),
            "district": [f"District {number}" for number in chance.integers(0, 150, rows)],
            "longitude": chance.uniform(33.9, 41.8, rows),
            "latitude": chance.uniform(-4.6, 5, rows),
            "status": chance.choice(["functional", "non functional"], rows),
            "users": chance.integers(0, 900, rows),
            "yield": chance.lognormal(5, 1, rows),
            "recorded": pa.array(start + chance.integers(0, 1000, rows).astype("m8[D]")),
            "remark": [f"visit {row} of team {row % 977}" for row in range(rows)],
        }
    )
    columns = tuple(
        Column(field.name, field.name, place, KINDS.get(str(field.type), "text"), 1.0, 0)
        for place, field in enumerate(data.schema, start=1)
    )
    return Table(data, columns, (), Source("register", "", 0, "csv"), pa.array(range(2, rows + 2)))


def coded(table: Table) -> list[pa.ChunkedArray]:
    """Every column as codes of its different values."""
    return [column.dictionary_encode() for column in table.data.columns]


def main(sizes: list[int]) -> None:
    for rows in sizes:
        table = register(rows)
        runs: dict[str, Callable[[], object]] = {
            "floor": partial(coded, table),
            "check": partial(check, table, country="KE", today=date(2026, 1, 1)),
        }
        taken: dict[str, list[float]] = {name: [] for name in runs}
        for turn in range(6):
            for name, run in runs.items():
                start = time.process_time()
                run()
                if turn:
                    taken[name].append(time.process_time() - start)
        floor, ours = (statistics.median(taken[name]) for name in ("floor", "check"))
        print(f"{rows:>9,} rows  floor {floor:.3f} s  check {ours:.3f} s  ratio {ours / floor:.1f}")


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [59_400, 1_000_000])
