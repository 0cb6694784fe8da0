"""A server that was taken away tells nothing of what people reported."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from web.reports.seized import marks_of, seized, spellings, traces


@pytest.mark.slow
def test_nothing_that_was_reported_is_found(tmp_path: Path) -> None:
    """Not in the database and its log, in files, in what was laid aside, in what was said."""
    marks, said = seized(tmp_path, reports=3)
    assert len(marks) == 5 + 3 * (len(marks_of(0)) + 1)
    assert (tmp_path / "data" / "datashift.sqlite3").stat().st_size > 500_000
    (tmp_path / "said").write_text(said, encoding="utf-8")
    assert "INSERT INTO" in said, "the most that is ever written down"
    assert traces(tmp_path, marks) == []


def test_what_lies_about_is_found(tmp_path: Path) -> None:
    mark = {"name": "Wanjiru Planted-1-Achieng’"}
    for number, form in enumerate(dict.fromkeys(spellings(mark["name"]))):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "file").write_bytes(b"before " + form + b" after")
        assert traces(folder, mark) == ["name in file"]
    inside = base64.b64encode(b"x" + mark["name"].encode() + b"yz")
    (tmp_path / "0" / "file").write_bytes(inside)
    assert traces(tmp_path / "0", mark) == ["name in file"]
