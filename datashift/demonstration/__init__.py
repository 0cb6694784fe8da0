"""Ruvela, a country that does not exist: everything DataShift does, shown without a real person.

`write` makes its files from a seed: a household survey, a register of water points, "official"
figures, provinces, and the two studies that turn them into findings.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from datashift.demonstration.declared import (
    EARLIER_QUESTIONS,
    earlier_study,
    register_study,
    survey_study,
)
from datashift.demonstration.land import COUNTRY, geojson, island
from datashift.demonstration.office import OFFICE, SENSORS, office, sensors
from datashift.demonstration.official import official
from datashift.demonstration.register import register
from datashift.demonstration.survey import QUESTIONS, survey

__all__ = ["COUNTRY", "FILES", "OFFICE", "SENSORS", "office", "sensors", "write", "write_earlier"]

FILES = (
    "provinces.geojson",
    "survey.csv",
    "water_points.csv",
    "official.csv",
    "survey.yaml",
    "water_points.yaml",
)


def _write_csv(path: Path, columns: Mapping[str, Sequence[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))


def write(folder: Path, *, seed: int = 2024) -> tuple[Path, ...]:
    """Write the demonstration's files into a folder, made when it is missing.

    Args:
        folder: where they go.
        seed: the same seed gives the same files.

    Returns:
        The two studies: `survey.yaml` and `water_points.yaml`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    provinces = island(seed)
    (folder / "provinces.geojson").write_text(json.dumps(geojson(provinces)), encoding="utf-8")
    _write_csv(folder / "survey.csv", survey(seed))
    _write_csv(folder / "water_points.csv", register(provinces, seed))
    _write_csv(folder / "official.csv", official(seed))
    studies = {"survey.yaml": survey_study(), "water_points.yaml": register_study()}
    for name, text in studies.items():
        (folder / name).write_text(text, encoding="utf-8")
    return tuple(folder / name for name in studies)


def write_earlier(folder: Path, *, seed: int = 2021) -> Path:
    """Write an earlier round of the survey beside the files of `write`; returns its study."""
    answers = survey(seed)
    left_out = {question.name for question in QUESTIONS} - EARLIER_QUESTIONS
    kept = {name: cells for name, cells in answers.items() if name not in left_out}
    kept["date"] = [day.replace("2024", "2021", 1) for day in kept["date"]]
    _write_csv(folder / "survey_2021.csv", kept)
    study = folder / "survey_2021.yaml"
    study.write_text(earlier_study(), encoding="utf-8")
    return study
