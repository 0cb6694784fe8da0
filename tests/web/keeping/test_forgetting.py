"""Erased is erased: not in the database, its log, files, tables, or anywhere in the data folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from web.keeping.planting import MARK, ONCE, OTHER, PLAIN, forms_of, places_of, planted


@pytest.mark.slow
def test_not_a_byte_is_left(tmp_path: Path) -> None:
    before, found, state = planted(tmp_path, "plant", "erase", "look")
    assert {*before.split()} >= {"accounts", "files", "submissions", "tables"}
    assert "datashift.sqlite3" in before  # or its write-ahead log
    assert found == "3 3 0"
    for mark in (MARK, f"not {MARK}", MARK.upper(), ONCE):
        assert places_of(mark, tmp_path) == []

    submissions, photographs, erased, broken, used_at, again = json.loads(state)
    assert (submissions, photographs) == (61, 1)  # the photograph of somebody else stays
    assert erased == [{"count": 3, "reason": "PERSON"}]
    assert broken is None
    assert used_at is None
    assert again == "LINK_USED"  # the link for one submission stays used
    assert any("submissions/" in place for place in places_of(OTHER, tmp_path))
    assert any("tables/" in place for place in places_of(OTHER, tmp_path))


@pytest.mark.parametrize("form", range(10))
def test_the_search_finds_what_is_there(form: int, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file").write_bytes(b"\0\1before" + list(forms_of(MARK))[form] + b"after")
    assert places_of(MARK, tmp_path) == ["deep/file"]
    assert places_of(PLAIN, tmp_path) == []
