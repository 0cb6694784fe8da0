"""Wards lie in districts: a hidden ward is not its district minus the other wards."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from datashift import studies

# Each ward with its district and its number of rows.
WARDS = {"a": ("North", 50), "b": ("North", 4), "c": ("North", 60), "d": ("South", 30)}
WARDS |= {"e": ("South", 40), "f": ("South", 25)}
STUDY = """\
study: 1
title: Wards
unit: household
data: {file: rows.csv}
design: {sampling: census}
variables:
  works: {from: pump, map: {"yes": 1, "no": 0}}
indicators:
  - {id: works, title: Works, measure: proportion, of: works, by: BY}
protect: {minimum: 10}
"""


@pytest.mark.parametrize("by", ["[[], [district], [ward]]", "[[ward], [district], []]"])
def test_no_hidden_ward_is_what_its_district_leaves_over(tmp_path: Path, by: str) -> None:
    lines = ["district,ward,pump"]
    for ward, (district, rows) in WARDS.items():
        lines += [f"{district},{ward},{'yes' if row % 3 else 'no'}" for row in range(rows)]
    (tmp_path / "rows.csv").write_text("\n".join(lines))
    study = studies.parse(STUDY.replace("BY", by), folder=tmp_path)
    release = studies.run(study, today=dt.date(2026, 1, 1))
    published = release.table().to_pylist()
    assert {frozenset(name for name in ("district", "ward") if row[name] != "_T")
            for row in published} == {frozenset(), frozenset({"district"}), frozenset({"ward"})}  # fmt: skip
    shown = {row["ward"]: row["N"] for row in published if row["OBS_STATUS"] == "A"}
    districts = {row["district"]: row["N"] for row in published if row["OBS_STATUS"] == "A"}
    assert "b" not in shown
    for district in ("North", "South"):
        hidden = [w for w, (d, _) in WARDS.items() if d == district and w not in shown]
        if district in districts and hidden:
            assert len(hidden) > 1
    hidden_figures = sum(row["OBS_STATUS"] == "Q" for row in published)
    assert release.manifest["protection"]["hidden"] == hidden_figures
