"""Three lines in a notebook: read, check, run."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import datashift
from datashift.kit.problem import Problem


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "points.csv").write_text(
        "works,note,phone\n" + "".join(f"{n % 2},<b>{n}</b>,+2547123456{n:02}\n" for n in range(40))
    )
    (tmp_path / "study.yaml").write_text(
        "study: 1\ntitle: Points\ndata: {file: points.csv}\ndesign: {sampling: census}\n"
        "indicators:\n  - {id: works, title: Works, measure: proportion, of: works}\n"
    )
    return tmp_path


def test_a_table_shows_itself_and_becomes_other_tables(folder: Path) -> None:
    table = datashift.read(folder / "points.csv")
    assert len(table) == 40
    assert "&lt;b&gt;0&lt;/b&gt;" in table._repr_html_()
    assert "<b>" not in table._repr_html_()
    assert table.table().num_rows == 40
    assert list(table.to_pandas().columns) == ["works", "note", "phone"]


def test_flags_show_themselves(folder: Path) -> None:
    noticed = datashift.check(datashift.read(folder / "points.csv"), today=date(2026, 1, 1))
    assert any(flag.code.startswith("personal") for flag in noticed)
    assert noticed.table().num_rows == len(noticed)
    assert "what was noticed" in noticed._repr_html_()
    assert len(datashift.check(str(folder / "points.csv"))) == len(noticed)


def test_a_study_runs_from_its_file(folder: Path) -> None:
    release = datashift.run(folder / "study.yaml", out=folder / "release")
    assert release.to_pandas().OBS_VALUE.tolist() == [50.0]
    assert (folder / "release" / "report.html").is_file()


def test_a_missing_file_is_one_sentence(folder: Path) -> None:
    with pytest.raises(Problem) as caught:
        datashift.read(folder / "none.csv")
    assert str(folder) not in str(caught.value)
