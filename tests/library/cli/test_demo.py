"""`datashift demo` writes an invented country, and never over somebody's files."""

from __future__ import annotations

from pathlib import Path

from command import datashift


def test_the_invented_country_is_written_and_its_register_checked(tmp_path: Path) -> None:
    written = datashift("demo", str(tmp_path / "ruvela"))
    assert written.code == 0
    assert "which does not exist" in written.out
    checked = datashift("check", str(tmp_path / "ruvela" / "water_points.csv"))
    assert checked.code == 0
    assert "phone numbers" in checked.out


def test_a_file_of_the_same_name_is_left_alone(tmp_path: Path) -> None:
    mine = tmp_path / "survey.csv"
    mine.write_text("mine\n")
    ended = datashift("demo", str(tmp_path))
    assert ended.code == 2
    assert "survey.csv already" in ended.err
    assert mine.read_text() == "mine\n"
    assert [path.name for path in tmp_path.iterdir()] == ["survey.csv"]
