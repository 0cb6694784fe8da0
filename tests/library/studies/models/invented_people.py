"""An invented population of which more women and young people come than others, and its files."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from datashift.cli import main

AGES = ("young", "middle", "old")
SIZE = 6_000


class People:
    """The population; `water` is what they are asked, `came` who answered."""

    def __init__(self, seed: int = 7) -> None:
        chance = np.random.default_rng(seed)
        self.region = np.array([f"Region {one}" for one in chance.integers(0, 8, SIZE)])
        self.region[:12] = "Island"
        self.gender = np.where(chance.random(SIZE) < 0.5, "woman", "man")
        self.age = np.array(AGES)[chance.integers(0, 3, SIZE)]
        women, years = self.gender == "woman", np.searchsorted(AGES, self.age, sorter=[1, 2, 0])
        likely = -0.3 + 0.9 * women - 0.5 * (years == 1)
        self.water = (chance.random(SIZE) < 1 / (1 + np.exp(-likely))).astype(int)
        self.minutes = np.round(12 + 6 * women + chance.gamma(2, 4, SIZE), 1)
        self.came = chance.random(SIZE) < np.where(women, 0.16, 0.05)
        self.came[:12] = np.arange(12) < 4
        self.asked = chance.choice(SIZE, 500, replace=False)

    def write(self, folder: Path) -> None:
        """came.csv, sample.csv (a random sample), cells.csv and totals.csv (everybody)."""
        kinds = list(zip(self.region, self.gender, self.age, strict=True))
        answers = zip(kinds, self.water, self.minutes, strict=True)
        rows = [(*kind, water, minutes) for kind, water, minutes in answers]
        write(
            folder / "came.csv",
            ("region", "gender", "age", "water", "minutes"),
            [rows[at] for at in np.flatnonzero(self.came)],
        )
        write(
            folder / "sample.csv",
            ("area", "s1", "age", "w"),
            [(*kinds[at], SIZE / 500) for at in self.asked],
        )
        cells = sorted(Counter(kinds).items())
        write(
            folder / "cells.csv",
            ("region", "gender", "age", "total"),
            [(*kind, count) for kind, count in cells],
        )
        totals = [
            (name, category, count)
            for name, column in (("gender", self.gender), ("age", self.age))
            for category, count in sorted(Counter(column.tolist()).items())
        ]
        write(folder / "totals.csv", ("variable", "category", "total"), totals)


def write(path: Path, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A CSV file."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(heads)
        writer.writerows(rows)


class Told:
    """A release as its files say it."""

    def __init__(self, folder: Path) -> None:
        self.bytes = (folder / "observations.csv").read_bytes()
        self.rows = list(csv.DictReader(io.StringIO(self.bytes.decode())))
        self.findings: list[dict[str, Any]] = json.loads((folder / "findings.json").read_text())
        self.manifest: dict[str, Any] = json.loads((folder / "release.json").read_text())
        self.report = (folder / "report.html").read_text()

    def row(self, indicator: str, **groups: str) -> dict[str, str]:
        """The row of that group; without one the overall figure."""
        asked = {"REF_AREA", "TIME_PERIOD", "region", "gender", "sex", "district"}
        (found,) = (
            row
            for row in self.rows
            if row["INDICATOR"] == indicator
            and all(row.get(name, "_T") == groups.get(name, "_T") for name in asked)
        )
        return found


def told(folder: Path, study: str, out: str = "release") -> Told:
    """The release that `datashift run` writes."""
    (folder / "study.yaml").write_text(study)
    assert main(["run", str(folder / "study.yaml"), "--out", str(folder / out), "--quiet"]) == 0
    return Told(folder / out)
