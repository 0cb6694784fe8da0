"""observations.csv: one row per published figure, in the words of the SDG data structure.

Columns are those of the contract; a dimension not used in a row is `_T`; a hidden figure keeps its
row and loses every number. Where a model was used its range stands after them, in columns of its own:
STD_ERROR, CI_LOWER and CI_UPPER are only ever those of chance in a sample.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from datashift.kit.cells import harmless

if TYPE_CHECKING:
    import pyarrow as pa

TOTAL = "_T"
MODEL = ("METHOD", "MODEL_STD_ERROR", "MODEL_LOWER", "MODEL_UPPER")
"""Columns after all others, where a figure of the release comes from a model."""

STANDARD = ("REF_AREA", "TIME_PERIOD", "SEX", "AGE", "URBANISATION")

Status = Literal["A", "Q", "M"]
"""SDMX CL_OBS_STATUS: A normal, Q missing because suppressed, M missing because cannot exist."""


@dataclass(frozen=True)
class Observation:
    """One row.

    Args:
        indicator: id of the indicator in its study.
        series: SDG series code, or "".
        ref_area: code of the area, `_T` for the whole.
        area_name: its name, or "".
        time_period: as in SDMX (`2013`, `2013-Q1`), `_T` for all periods.
        dimensions: the other dimensions, name to code; one that is absent is `_T`.
        value: in `unit`; proportions 0-100. None when hidden or when there is nothing.
        standard_error: in `unit`.
        lower: lower end of the 95 % interval.
        upper: upper end.
        n: usable answers; None when hidden.
        n_effective: n divided by the design effect.
        status: `A`, `Q` or `M`.
        unit: SDMX UNIT_MEASURE, `PT` for percent.
        match: `direct`, `partial`, `proxy` or "".
        method: name of the model, or "".
        model_error: standard error under the model's assumption, in `unit`.
        model_lower: lower end of the 95 % range under the model's assumption.
        model_upper: upper end.
    """

    indicator: str
    series: str = ""
    ref_area: str = TOTAL
    area_name: str = ""
    time_period: str = TOTAL
    dimensions: Mapping[str, str] = field(default_factory=dict)
    value: float | None = None
    standard_error: float | None = None
    lower: float | None = None
    upper: float | None = None
    n: int | None = None
    n_effective: float | None = None
    status: Status = "A"
    unit: str = "NUMBER"
    match: str = ""
    method: str = ""
    model_error: float | None = None
    model_lower: float | None = None
    model_upper: float | None = None


def columns(rows: Iterable[Observation]) -> list[str]:
    """The header; dimensions beyond the standard ones stand in the order of their first use."""
    rows = list(rows)
    extra = dict.fromkeys(name for row in rows for name in row.dimensions if name not in STANDARD)
    return [
        *("INDICATOR", "SERIES", "REF_AREA", "AREA_NAME", "TIME_PERIOD"),
        *("SEX", "AGE", "URBANISATION", *extra),
        *("OBS_VALUE", "STD_ERROR", "CI_LOWER", "CI_UPPER", "N", "N_EFFECTIVE"),
        *("OBS_STATUS", "UNIT_MEASURE", "MATCH"),
        *(MODEL if any(row.method for row in rows) else ()),
    ]


def _dimensions(header: Sequence[str]) -> list[str]:
    return list(header[5 : header.index("OBS_VALUE")])


def text(rows: Sequence[Observation]) -> str:
    """The rows as CSV text with LF line ends; the same rows give the same bytes."""
    header = columns(rows)
    dimensions, modelled = _dimensions(header), header[-1] in MODEL
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([harmless(name) for name in header])
    writer.writerows(
        [*_cells(row, dimensions), *(_of_model(row) if modelled else ())] for row in rows
    )
    return buffer.getvalue()


def write(rows: Sequence[Observation], path: Path) -> None:
    """Write observations.csv, UTF-8."""
    path.write_bytes(text(rows).encode())


def table(rows: Sequence[Observation]) -> pa.Table:
    """The rows as an Arrow table with the columns of the file."""
    import pyarrow as pa

    header = columns(rows)
    dimensions = _dimensions(header)
    arrays: dict[str, pa.Array] = {
        "INDICATOR": pa.array([row.indicator for row in rows], pa.string()),
        "SERIES": pa.array([row.series for row in rows], pa.string()),
        "REF_AREA": pa.array([row.ref_area for row in rows], pa.string()),
        "AREA_NAME": pa.array([row.area_name for row in rows], pa.string()),
        "TIME_PERIOD": pa.array([row.time_period for row in rows], pa.string()),
    }
    for name in dimensions:
        arrays[name] = pa.array([row.dimensions.get(name, TOTAL) for row in rows], pa.string())
    arrays["OBS_VALUE"] = pa.array([row.value for row in rows], pa.float64())
    arrays["STD_ERROR"] = pa.array([row.standard_error for row in rows], pa.float64())
    arrays["CI_LOWER"] = pa.array([row.lower for row in rows], pa.float64())
    arrays["CI_UPPER"] = pa.array([row.upper for row in rows], pa.float64())
    arrays["N"] = pa.array([row.n for row in rows], pa.int64())
    arrays["N_EFFECTIVE"] = pa.array([row.n_effective for row in rows], pa.float64())
    arrays["OBS_STATUS"] = pa.array([row.status for row in rows], pa.string())
    arrays["UNIT_MEASURE"] = pa.array([row.unit for row in rows], pa.string())
    arrays["MATCH"] = pa.array([row.match for row in rows], pa.string())
    if header[-1] in MODEL:
        arrays["METHOD"] = pa.array([row.method for row in rows], pa.string())
        for name, values in (
            ("MODEL_STD_ERROR", [row.model_error for row in rows]),
            ("MODEL_LOWER", [row.model_lower for row in rows]),
            ("MODEL_UPPER", [row.model_upper for row in rows]),
        ):
            arrays[name] = pa.array(values, pa.float64())
    return pa.table(arrays)


def number(value: float | None) -> str:
    """A number as short as 12 significant digits allow; "" for None.

    >>> number(50.0), number(54.30808080808081), number(1e-9), number(None), number(-0.0)
    ('50', '54.3080808081', '1e-09', '', '0')
    """
    if value is None:
        return ""
    return f"{value:.12g}" if value else "0"


def _cells(row: Observation, dimensions: Sequence[str]) -> list[str]:
    codes = [row.dimensions.get(name, TOTAL) for name in dimensions]
    words = [row.indicator, row.series, row.ref_area, row.area_name, row.time_period, *codes]
    return [
        *(harmless(word) for word in words),
        *(number(value) for value in (row.value, row.standard_error, row.lower, row.upper)),
        "" if row.n is None else str(row.n),
        number(row.n_effective),
        row.status,
        harmless(row.unit),
        row.match,
    ]


def _of_model(row: Observation) -> list[str]:
    return [row.method, *map(number, (row.model_error, row.model_lower, row.model_upper))]
