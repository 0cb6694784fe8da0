"""What one firm pays is not told by a total in which it stands out."""

from __future__ import annotations

import csv
import datetime as dt
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import linprog

from datashift import studies
from datashift.studies import Release

STUDY = """\
study: 1
title: Water sold
unit: seller
data: {file: rows.csv}
design: {sampling: census}
indicators:
  - {id: volume, title: Volume sold, measure: total, of: volume, by: [[], [town], [kind], [town, kind]]}
  - {id: mean, title: Volume of a seller, measure: mean, of: volume, by: [[], [town]]}
protect: {minimum: 10, topic: TOPIC}
"""
TOWNS, KINDS = ("A", "B", "C"), ("cart", "tank")
GIANT = 90_000


def rows(folder: Path, giant: float = GIANT, size: float = 1.0) -> None:
    rng = np.random.default_rng(5)
    lines = ["town,kind,volume"]
    for town in TOWNS:
        for kind in KINDS:
            lines += [f"{town},{kind},{size * v:.2f}" for v in rng.integers(300, 900, 25)]
    lines.append(f"B,tank,{size * giant:.2f}")
    (folder / "rows.csv").write_text("\n".join(lines))


def published(folder: Path, topic: str = "ordinary") -> Release:
    text = STUDY.replace("TOPIC", topic)
    return studies.run(studies.parse(text, folder=folder), today=dt.date(2026, 1, 1))


def shown(release: Release) -> dict[tuple[str, str, str], float]:
    return {
        (row["INDICATOR"], row["town"], row["kind"]): row["OBS_VALUE"]
        for row in release.table().to_pylist()
        if row["OBS_STATUS"] == "A"
    }


def furthest(release: Release) -> tuple[float, float]:
    """The least and the most that was sold from tanks in B, by all totals shown."""
    told = shown(release)
    cells = [(town, kind) for town in TOWNS for kind in KINDS]
    groups = [("_T", "_T"), *((t, "_T") for t in TOWNS), *(("_T", k) for k in KINDS), *cells]
    known, values = [], []
    for town, kind in groups:
        value = told.get(("volume", town, kind))
        if value is not None:
            known.append([float(town in (t, "_T") and kind in (k, "_T")) for t, k in cells])
            values.append(value)
    wish = [float(cell == ("B", "tank")) for cell in cells]
    ends = []
    for sign in (1.0, -1.0):
        result = linprog([sign * w for w in wish], A_eq=known or None, b_eq=values or None)
        ends.append(sign * result.fun if result.fun is not None else sign * float("-inf"))
    return ends[0], ends[1]


@pytest.mark.parametrize("size", [1.0, 1000.37, 0.01])
def test_nobody_learns_from_totals_what_one_seller_sold(tmp_path: Path, size: float) -> None:
    rows(tmp_path, size=size)
    release = published(tmp_path)
    told = shown(release)
    assert ("volume", "B", "tank") not in told
    assert ("volume", "A", "cart") in told or ("volume", "C", "cart") in told
    least, most = furthest(release)
    assert most - least > 2 * 0.10 * GIANT * size * 0.999


def test_a_total_that_is_hidden_is_not_told_by_its_mean(tmp_path: Path) -> None:
    rows(tmp_path, giant=300_000)
    release = published(tmp_path)
    told = shown(release)
    assert ("mean", "B", "_T") not in told
    assert ("volume", "B", "_T") not in told
    assert release.manifest["protection"]["hidden_small"] > 0


def test_sums_without_a_giant_are_shown(tmp_path: Path) -> None:
    rows(tmp_path, giant=900)
    assert len(shown(published(tmp_path))) == 12 + 4


def test_gains_and_losses_of_many_are_shown_and_a_giant_loss_is_not(tmp_path: Path) -> None:
    rng = np.random.default_rng(7)
    lines = ["town,kind,volume"]
    for town in TOWNS:
        for kind in KINDS:
            lines += [
                f"{town},{kind},{(-1) ** at * v}" for at, v in enumerate(rng.integers(300, 900, 30))
            ]
    (tmp_path / "rows.csv").write_text("\n".join(lines))
    assert len(shown(published(tmp_path))) == 16
    (tmp_path / "rows.csv").write_text("\n".join([*lines, f"B,tank,{-2 * GIANT}"]))
    told = shown(published(tmp_path))
    assert ("volume", "B", "tank") not in told
    assert ("volume", "B", "cart") not in told  # else the town's total less the carts would tell
    assert not all(("volume", town, "tank") in told for town in "AC")


def test_a_weight_makes_a_contribution_larger(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    lines = ["town,weight,volume"]
    for town in TOWNS:
        lines += [f"{town},1,{v}" for v in rng.integers(300, 900, 40)]
    lines += ["A,200,800", "A,150,700"]
    (tmp_path / "rows.csv").write_text("\n".join(lines))
    text = STUDY.replace("TOPIC", "ordinary").replace(
        "[[], [town], [kind], [town, kind]]", "[[town]]"
    )
    text = text.replace("[[], [town]]", "[[town]]")
    weighed = text.replace("sampling: census", "sampling: register, weight: weight")
    for said, hidden in ((text, False), (weighed, True)):
        release = studies.run(studies.parse(said, folder=tmp_path), today=dt.date(2026, 1, 1))
        is_hidden = {row["town"]: row["OBS_STATUS"] == "Q" for row in release.table().to_pylist()}
        assert is_hidden["A"] is hidden


def test_the_command_hides_a_giant_and_says_nothing_of_it(tmp_path: Path) -> None:
    rows(tmp_path, giant=98_765)
    (tmp_path / "study.yaml").write_text(STUDY.replace("TOPIC", "ordinary"))
    out = tmp_path / "out"
    command = [sys.executable, "-m", "datashift.cli", "run", str(tmp_path / "study.yaml")]
    subprocess.run([*command, "--out", str(out), "--quiet"], check=True, capture_output=True)
    with (out / "observations.csv").open(encoding="utf-8", newline="") as file:
        told = {
            (row["INDICATOR"], row["town"], row["kind"]): row["OBS_STATUS"]
            for row in csv.DictReader(file)
        }
    assert told["volume", "B", "tank"] == "Q"
    for path in out.rglob("*"):
        assert path.is_dir() or b"98765" not in path.read_bytes(), path.name
