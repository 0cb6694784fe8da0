"""The studies of tests/studies, run once each on the real files."""

from __future__ import annotations

import csv
import functools
import io
from datetime import date
from pathlib import Path

from shared_data import shared

from datashift.studies import Release, load, run

FOLDER = Path(__file__).parent / "studies"
TODAY = date(2026, 11, 1)


def real_study(name: str) -> Release:
    """The release of a study; skips the test where the real files are absent."""
    shared("")
    return _run(name)


@functools.cache
def _run(name: str) -> Release:
    return run(load(FOLDER / f"{name}.yaml"), today=TODAY)


def rows(release: Release, indicator: str | None = None) -> list[dict[str, str]]:
    """observations.csv as it is written, of one indicator or all."""
    text = release.documents["observations.csv"].decode()
    found = list(csv.DictReader(io.StringIO(text)))
    return [row for row in found if indicator in (None, row["INDICATOR"])]
