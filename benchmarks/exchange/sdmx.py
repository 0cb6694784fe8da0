"""100,000 figures as SDMX-ML and SDMX-CSV: this library beside pysdmx, in turns, in one run.

Both start from the same release in memory: pysdmx from a pandas data frame that holds the columns
of our own file, this library from the text columns of observations.csv. pysdmx writes its SDMX-ML
flat, which is its faster way; we write it in series.

    PYTHONPATH=. .venv/bin/python benchmarks/exchange/sdmx.py [FIGURES]
"""

from __future__ import annotations

import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pysdmx.io import get_datasets, write_sdmx
from pysdmx.io.format import Format as Form
from pysdmx.io.pd import PandasDataset

from datashift.exchange import FORMATS, Published
from datashift.figures import Finding, Row

ROUNDS = 3
YEARS = 5


def release(figures: int) -> Published:
    """A release of that many figures: indicators by area, sex and age over five years."""
    rng = np.random.default_rng(1)
    series = figures // YEARS
    number = np.repeat(np.arange(series), YEARS)[:figures]
    value = rng.uniform(0, 100, figures)
    error = rng.uniform(0.1, 5, figures)
    hidden = rng.random(figures) < 0.05

    def written(values: np.ndarray) -> pa.Array:
        return pa.array([None if h else f"{v:.12g}" for v, h in zip(values, hidden, strict=True)])

    def coded(codes: list[str], step: int) -> pa.Array:
        return pa.array(codes).take(pa.array(number // step % len(codes)))

    indicators = [f"indicator_{k}" for k in range(series // 1_000 + 1)]
    areas = [f"KE-{k:02d}" for k in range(1, 48)]
    whole = pa.array(["_T"] * figures)
    table = pa.table(
        {
            "INDICATOR": coded(indicators, 1_000),
            "SERIES": pa.array([""] * figures),
            "REF_AREA": coded(["_T", *areas], 1),
            "AREA_NAME": coded(["Kenya", *areas], 1),
            "TIME_PERIOD": pa.array([str(2019 + k % YEARS) for k in range(figures)]),
            "SEX": coded(["_T", "F", "M"], 48),
            "AGE": coded(["_T", "Y0T4", "Y5T9", "Y10T14", "Y15T19", "Y20T24", "Y25T29"], 144),
            "URBANISATION": whole,
            "OBS_VALUE": written(value),
            "STD_ERROR": written(error),
            "CI_LOWER": written(value - 2 * error),
            "CI_UPPER": written(value + 2 * error),
            "N": written(np.round(value * 10)),
            "N_EFFECTIVE": written(value * 7),
            "OBS_STATUS": pa.array(["Q" if one else "A" for one in hidden]),
            "UNIT_MEASURE": pa.array(["PT"] * figures),
            "MATCH": pa.array(["proxy"] * figures),
        }
    )
    findings = tuple(
        Finding(
            id=one,
            title=f"Title of {one}",
            headline="",
            range="",
            quantity="proportion",
            unit_measure="PT",
            unit="person",
            overall=Row("Kenya"),
            match="proxy",
            country="KE",
        )
        for one in indicators
    )
    return Published(
        title="A benchmark",
        producer="Nobody",
        licence="CC0-1.0",
        created=date(2024, 5, 1),
        observations=table,
        findings=findings,
        noticed=(),
        inputs=(),
        version="",
        minimum=10,
        hidden=int(hidden.sum()),
        documents={"release.json": b"{}"},
    )


def main(figures: int) -> None:
    """Print the ratios."""
    ours = release(figures)
    with tempfile.TemporaryDirectory() as folder:
        frame, schema = _frame(ours, Path(folder))
        theirs = PandasDataset(structure=schema, data=frame, attributes={})
        print(f"{figures:,} figures, {len(frame.columns)} columns; median of {ROUNDS} turns")
        for name, to, version, form in (
            ("SDMX-CSV 2.0", "sdmx-csv", None, Form.DATA_SDMX_CSV_2_0_0),
            ("SDMX-ML 2.1", "sdmx-ml", "2.1", Form.DATA_SDMX_ML_2_1_STR),
            ("SDMX-ML 3.0", "sdmx-ml", "3.0", Form.DATA_SDMX_ML_3_0),
        ):

            def we(to: str = to, version: str | None = version) -> None:
                for file, content in FORMATS[to].files(ours, version).items():
                    (Path(folder) / file).write_bytes(content)

            def they(form: Form = form) -> None:
                write_sdmx([theirs], form, output_path=Path(folder) / "theirs")

            _print(name, *_in_turns(we, they))


def _frame(ours: Published, folder: Path) -> tuple[pd.DataFrame, Any]:
    for name, content in FORMATS["sdmx-ml"].files(ours, "2.1").items():
        (folder / name).write_bytes(content)
    (data,) = get_datasets(folder / "data.xml", folder / "structure.xml")
    assert data.data["OBS_VALUE"].notna().sum() == len(data.data) - ours.hidden
    return data.data, data.structure


def _in_turns(*work: Callable[[], None]) -> list[float]:
    times: list[list[float]] = [[] for _ in work]
    for _ in range(ROUNDS):
        for place, one in enumerate(work):
            gc.collect()
            start = time.process_time()
            one()
            times[place].append(time.process_time() - start)
    return [statistics.median(one) for one in times]


def _print(name: str, ours: float, theirs: float) -> None:
    print(f"{name:22} {ours:8.3f} s {theirs:8.3f} s {theirs / ours:6.1f} times")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
