"""A study run on a server says what it says here."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from datashift import demonstration
from datashift.studies import load, run

if TYPE_CHECKING:
    from collections.abc import Iterator


def observations(study: Path, out: Path, engine: str) -> Iterator[dict[str, str]]:
    run(load(study), out=out, today=dt.date(2026, 1, 1), engine=engine)
    with (out / "observations.csv").open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


def test_observations_are_the_same_to_twelve_digits(address: str, tmp_path: Path) -> None:
    demonstration.write(tmp_path, seed=2024)
    study = tmp_path / "water_points.yaml"
    theirs = list(observations(study, tmp_path / "there", address))
    ours = list(observations(study, tmp_path / "here", "duckdb"))
    assert len(theirs) == len(ours) > 10
    for one, other in zip(theirs, ours, strict=True):
        for name, written in other.items():
            try:
                expected = pytest.approx(float(written), rel=1e-12)
            except ValueError:
                assert one[name] == written
            else:
                assert float(one[name]) == expected
