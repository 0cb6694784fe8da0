"""A seeded register of water points, with the faults that real registers have."""

from __future__ import annotations

from typing import Any

import numpy as np

from datashift.demonstration.land import Province, points_inside


def register(provinces: tuple[Province, ...], seed: int = 2024) -> dict[str, list[Any]]:
    """The register as columns, one row per water point, about 2,100 rows.

    It has what mappers' phones produce: points at 0, 0 where there was no signal, two spellings of
    one state, a telephone number that should not be there, users recorded as 0 for "not asked",
    and a few rows sent twice.
    """
    rng = np.random.default_rng(seed + 1)
    columns: dict[str, list[Any]] = {
        name: []
        for name in (
            "point",
            "longitude",
            "latitude",
            "state",
            "pump",
            "built",
            "users",
            "visited",
            "caretaker_phone",
        )
    }
    for province in provinces:
        count = int(rng.integers(180, 340))
        longitudes, latitudes = points_inside(province, count, rng)
        working = rng.beta(8, 6)
        states = rng.choice(
            ["works", "needs repair", "dry"],
            count,
            p=[working, (1 - working) * 0.3, (1 - working) * 0.7],
        )
        columns["longitude"] += longitudes.tolist()
        columns["latitude"] += latitudes.tolist()
        columns["state"] += states.tolist()
        columns["pump"] += rng.choice(["hand pump", "tap", "spring"], count).tolist()
        columns["built"] += rng.integers(1985, 2024, count).tolist()
        columns["users"] += rng.poisson(140, count).tolist()
        columns["visited"] += [
            f"{day:02d}/{month:02d}/2024"
            for day, month in zip(
                rng.integers(1, 29, count), rng.integers(1, 13, count), strict=True
            )
        ]
    total = len(columns["state"])
    columns["point"] = [f"W{i:04d}" for i in range(1, total + 1)]
    columns["caretaker_phone"] = [""] * total
    _spoil(columns, rng, total)
    return columns


def _spoil(columns: dict[str, list[Any]], rng: np.random.Generator, total: int) -> None:
    """Put in the faults."""
    for row in rng.choice(total, 58, replace=False):
        columns["longitude"][row] = columns["latitude"][row] = 0
    for row in rng.choice(total, 260, replace=False):
        columns["users"][row] = 0
    for row in rng.choice(total, 90, replace=False):
        if columns["state"][row] == "works":
            columns["state"][row] = "Works "
    for row in rng.choice(total, 35, replace=False):
        # 555 01xx numbers are reserved for fiction.
        columns["caretaker_phone"][row] = f"+99 555 01{rng.integers(10, 99)}"
    for row in rng.choice(total, 12, replace=False):
        for values in columns.values():
            values.append(values[row])
