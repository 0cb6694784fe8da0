"""What the invented country's statistical office and its pump sensors would publish over the years."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import numpy as np

from datashift.demonstration.land import COUNTRY, PROVINCES
from datashift.demonstration.official import official
from datashift.demonstration.survey import QUESTIONS

OFFICE = "National Statistical Office of Ruvela (invented)"
SENSORS = "Pump sensors of Ruvela (invented)"
_HEADS = ("INDICATOR", "SERIES", "REF_AREA", "TIME_PERIOD", "SEX", "URBANISATION", "OBS_VALUE",
          "LOWER_BOUND", "UPPER_BOUND", "UNIT_MEASURE", "SERIES_DESC")  # fmt: skip
_EARLIER = (2012, 2015)
_GROUPS = (("F", "_T", -2.5), ("M", "_T", 2.5), ("_T", "U", 9.0), ("_T", "R", -6.0))
"""Sex, urban or rural, and how far such people are from the whole, in points."""


def office(seed: int = 2024) -> str:
    """The office's series as CSV: the national figures of `official` and two earlier ones, by sex
    and by urban and rural, and the last round by province."""
    return _csv(_rows(seed))


def sensors(seed: int = 2024) -> str:
    """The share of pumps that gave water, month by month, as sensors in them saw it; CSV."""
    rng = np.random.default_rng(seed + 7)
    months = [f"{year}-{month:02d}" for year in (2022, 2023, 2024) for month in range(1, 13)]
    level = 78 + np.cumsum(rng.normal(-0.25, 0.8, len(months)))
    rows = (
        ("6.1.1", "", COUNTRY, month, "_T", "_T", round(float(value), 1), "", "", "PT",
         "Pumps that gave water, as sensors in 120 of them saw it")
        for month, value in zip(months, level, strict=True)
    )  # fmt: skip
    return _csv(rows)


def _rows(seed: int) -> Iterator[tuple[object, ...]]:
    rng = np.random.default_rng(seed + 5)
    titles = {question.sdg: question.title for question in QUESTIONS}
    known = official(seed)
    begun = set()
    for code, year, value, low, high in zip(
        *(known[name] for name in ("INDICATOR", "TIME_PERIOD", "OBS_VALUE", "LOWER_BOUND")),
        known["UPPER_BOUND"],
        strict=True,
    ):
        half = (high - low) / 2
        if code not in begun:
            begun.add(code)
            for steps, earlier in enumerate(reversed(_EARLIER), start=1):
                before = value - steps * float(rng.uniform(0.5, 3.0))
                yield _row(code, earlier, "_T", "_T", before, half * 1.2, titles[code])
        yield _row(code, year, "_T", "_T", value, half, titles[code])
        for sex, place, apart in _GROUPS:
            of_group = value + apart + float(rng.normal(0, 0.8))
            yield _row(code, year, sex, place, of_group, half * 1.5, titles[code])
        if year == max(known["TIME_PERIOD"]):
            for number in range(1, len(PROVINCES) + 1):
                of_province = value + float(rng.normal(0, 6.0))
                province = f"RV-{number}"
                yield _row(code, year, "_T", "_T", of_province, half * 2.5, titles[code], province)


def _row(
    code: str, year: int, sex: str, place: str, value: float, half: float, title: str,
    area: str = COUNTRY,
) -> tuple[object, ...]:  # fmt: skip
    at = float(np.clip(value, 1, 99))
    low, high = max(at - half, 0.0), min(at + half, 100.0)
    ends = (round(at, 1), round(low, 1), round(high, 1))
    return (code, "", area, year, sex, place, *ends, "PT", title)


def _csv(rows: Iterator[tuple[object, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_HEADS)
    writer.writerows(rows)
    return text.getvalue()
