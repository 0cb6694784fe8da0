"""Releases to export: a small one with every difficulty, and real ones."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from datashift.exchange import Published, read_release
from datashift.studies import load, run

STUDY = """\
study: 1
title: "पानी & <Water> in Nepal"
producer: Pani Samuha
licence: CC-BY-4.0
unit: tap
data: {file: taps.csv}
design: {sampling: volunteer}
place: {country: NP, column: district, level: 2}
time: {column: day, period: year}
variables:
  SEX: {from: keeper, map: {woman: F, man: M}}
  runs: {from: state, map: {flows: 1, dry: 0}}
  tidy: {from: platform, map: {clean: 1, muddy: 0}}
indicators:
  - id: runs
    title: Taps that give water
    sentence: taps give water
    sdg: 6.1.1
    match: proxy
    because: It counts taps, not people.
    measure: proportion
    of: runs
    by: [[], [time], [place], [SEX], [kind], [kind, SEX]]
  - id: clean
    title: Taps with a clean platform
    sdg: 6.2.1
    series: SH_SAN_SAFE
    match: partial
    because: "Only what could be seen: \\"as noted\\" & counted."
    measure: proportion
    of: tidy
    by: [[], [place]]
  - id: litres
    title: Litres a day
    sdg: 6.4.1
    series: ER_H2O_WUEYST
    match: partial
    measure: mean
    of: litres
    by: [[]]
  - id: found
    title: Taps that were found
    measure: count
    by: [[], [time, kind]]
protect: {minimum: 5}
"""
DISTRICTS = (("Kathmandu", 40), ("Kaski", 30), ("Jhapa", 3))
KINDS = ("=SUM(A1)", "कुवा", "hand, pump", "-a", "@x")


def rows() -> str:
    """taps.csv."""
    lines = ["id,district,day,keeper,state,platform,litres,kind"]
    for district, number in DISTRICTS:
        for k in range(number):
            kind = KINDS[k % len(KINDS)]
            lines.append(
                f"{len(lines)},{district},{2022 + k % 2}-05-01,{('woman', 'man')[k % 3 == 0]},"
                f'{("flows", "dry")[k % 4 == 0]},{("clean", "muddy")[k % 2]},{10 + k * 0.1:.1f},"{kind}"'
            )
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small release as `datashift run` writes it."""
    made = tmp_path_factory.mktemp("small")
    (made / "taps.csv").write_text(rows(), encoding="utf-8")
    (made / "study.yaml").write_text(STUDY, encoding="utf-8")
    study = load(made / "study.yaml")
    run(study, out=made / "release", today=date(2024, 6, 1), created=date(2024, 6, 2))
    return made / "release"


@pytest.fixture(scope="session")
def release(folder: Path) -> Published:
    """The small release, read."""
    return read_release(folder)
