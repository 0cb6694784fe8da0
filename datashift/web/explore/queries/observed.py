"""The rows of a release's observations.csv."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from datashift.exchange import Observation
from datashift.exchange.observations import MODEL
from datashift.web.evidence.models import Release

_NUMBERS = {
    "OBS_VALUE": "value",
    "STD_ERROR": "standard_error",
    "CI_LOWER": "lower",
    "CI_UPPER": "upper",
    "N_EFFECTIVE": "n_effective",
}
_MODEL_NUMBERS = dict(zip(MODEL[1:], ("model_error", "model_lower", "model_upper"), strict=True))
_WORDS = {
    "INDICATOR": "indicator",
    "SERIES": "series",
    "REF_AREA": "ref_area",
    "AREA_NAME": "area_name",
    "TIME_PERIOD": "time_period",
    "OBS_STATUS": "status",
    "UNIT_MEASURE": "unit",
    "MATCH": "match",
}


def observations(release: Release, *, indicator: str = "") -> Sequence[Observation]:
    """The published figures in the file's order; with `indicator`, only those of it."""
    rows = _rows(release.folder / "observations.csv")
    return [row for row in rows if row.indicator == indicator] if indicator else rows


@lru_cache(maxsize=16)
def _rows(path: Path) -> Sequence[Observation]:
    with path.open(encoding="utf-8", newline="") as file:
        return [_observation(row) for row in csv.DictReader(file)]


def _observation(row: Mapping[str, str]) -> Observation:
    modelled = MODEL[-1] in row
    known = {*_NUMBERS, *_WORDS, "N", *(MODEL if modelled else ())}
    words: dict[str, Any] = {name: row[column] for column, name in _WORDS.items()}
    numbers: dict[str, Any] = {
        name: float(row[column]) if row.get(column) else None
        for column, name in (_NUMBERS | _MODEL_NUMBERS).items()
    }
    return Observation(
        **words,
        **numbers,
        method=row["METHOD"] if modelled else "",
        n=int(row["N"]) if row["N"] else None,
        dimensions={name: code for name, code in row.items() if name not in known},
    )
