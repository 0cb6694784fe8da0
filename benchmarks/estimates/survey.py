"""The synthetic survey of the benchmarks: 40 strata, PSUs of about 25, six columns with 30 levels."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from datashift.estimates import Design

LEVELS = {"sex": 2, "urban": 2, "region": 6, "wealth": 5, "school": 5, "age": 10}
SAME = ("urban", "region")  # in all rows of a PSU
STRATA = 40
DESIGN = Design("probability", strata="stratum", cluster=("psu",), weight="w")


def survey(rows: int) -> pa.Table:
    """Rows sorted by stratum and PSU, with a yes/no answer; always the same."""
    chance = np.random.default_rng(20261120)
    psus = rows // 25
    psu = np.sort(chance.integers(0, psus, rows))
    columns: dict[str, object] = {
        "stratum": (psu * STRATA // psus).astype(np.int32),
        "psu": psu.astype(np.int32),
        "w": np.round(chance.uniform(0.5, 3, rows), 4),
    }
    for name, levels in LEVELS.items():
        if name in SAME:
            codes = chance.integers(0, levels, psus)[psu]
        else:
            codes = chance.integers(0, levels, rows)
        names = pa.array([f"{name}{level}" for level in range(levels)])
        columns[name] = pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), names)
    columns["y"] = (chance.random(rows) < 0.4 + 0.1 * np.sin(psu)).astype(np.int8)
    return pa.table(columns)
