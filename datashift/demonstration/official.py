"""The "official" series of the invented country: what its statistical office would publish."""

from __future__ import annotations

from typing import Any

import numpy as np

from datashift.demonstration.land import COUNTRY
from datashift.demonstration.survey import QUESTIONS

_YEARS = (2018, 2021, 2023)


def official(seed: int = 2024) -> dict[str, list[Any]]:
    """Official national figures in SDMX's names, three years for most indicators."""
    rng = np.random.default_rng(seed + 2)
    columns: dict[str, list[Any]] = {
        name: []
        for name in (
            "INDICATOR",
            "REF_AREA",
            "TIME_PERIOD",
            "OBS_VALUE",
            "LOWER_BOUND",
            "UPPER_BOUND",
            "UNIT_MEASURE",
            "SOURCE",
        )
    }
    for question in QUESTIONS:
        if question.sdg in {"16.5.1", "3.b.3", "10.3.1"}:
            continue  # the office does not measure these: only citizens do
        value = 100 * question.rate * rng.uniform(0.85, 1.1)
        for year in _YEARS:
            value = float(np.clip(value + rng.normal(1.0, 1.2), 2, 98))
            half = float(rng.uniform(1.2, 2.6))
            row = (question.sdg, COUNTRY, year, round(value, 1), round(value - half, 1),
                   round(value + half, 1), "PT", "National Statistical Office of Ruvela (invented)")  # fmt: skip
            for name, cell in zip(columns, row, strict=True):
                columns[name].append(cell)
    return columns
