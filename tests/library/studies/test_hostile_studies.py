"""A study that cannot be used: one plain sentence, exit 2, nothing written, soon."""

from __future__ import annotations

import csv
import json
import shutil
import time
from pathlib import Path

import pytest
from command import datashift

GOOD = """\
study: 1
title: Points
data: {file: points.csv}
design: {sampling: volunteer}
indicators:
  - {id: works, title: Works, measure: proportion, of: works, by: [[], [county]]}
"""

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join(f'*{a}' for _ in range(9))}]\n"
    for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "points.csv").write_text("county,works\nKisumu,1\nKitui,0\n")
    return tmp_path


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (GOOD.replace("title: Works", "titel: Works"), "line 6: `titel` is not a known key"),
        (GOOD.replace("data: {file: points.csv}", "data: 7"), "line 3: `data` must be a mapping"),
        (GOOD.replace("points.csv", "none.csv"), "line 3: The file `none.csv` is not there"),
        (GOOD.replace("points.csv", "."), "line 3: The file `.` is a folder"),
        (GOOD.replace("of: works", "of: work"), "There is no column `work` in points.csv; did you"),
        (GOOD.replace("[county]", "[ward]"), "line 6: There is no column `ward` in points.csv"),
        (GOOD + "place: {country: KE, column: ward}\n", "line 7: There is no column `ward`"),
        (
            GOOD + "place: {country: KE, column: county, areas: {file: x.json, name: N}}\n",
            "line 7: The file `x.json` is not there",
        ),
        (GOOD + 'variables: {a: {expression: "works + "}}\n', "line 7"),
        (GOOD + "official: [{file: none.csv}]\n", "line 7: The file `none.csv` is not there"),
        (GOOD + "repairs: [{set_aside: nothing.known}]\n", "nothing.known"),
        (BOMB, "line 1: Anchors and aliases"),
        ("[" * 1_000_000, "line 1"),
        ("- " * 499_999, "line 1"),
        ("x" * 2_000_000, "larger than 1 MB"),
        ("\x00" * 100, "bytes that are not text"),
        ("", "The study is empty"),
    ],
)
def test_one_sentence_and_nothing_written(folder: Path, text: str, sentence: str) -> None:
    (folder / "study.yaml").write_text(text)
    before = sorted(path.name for path in folder.iterdir())
    start = time.monotonic()
    ended = datashift("run", "study.yaml", "--out", "release", "--quiet", folder=folder)
    assert ended.code == 2, ended.err
    assert ended.out == ""
    assert sentence in ended.err
    assert ended.err.count("\n") == 1
    assert len(ended.err) < 500
    assert "Traceback" not in ended.err
    assert str(folder) not in ended.err
    assert time.monotonic() - start < 20
    assert sorted(path.name for path in folder.iterdir()) == before


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00" * 4096, b"a,b\n", b"\xff\xfe\x00", b"PK\x03\x04 not a zip", b"{", b"<a/>"],
)
def test_hostile_data_is_one_sentence_and_nothing_written(folder: Path, content: bytes) -> None:
    (folder / "points.csv").write_bytes(content)
    (folder / "study.yaml").write_text(GOOD)
    ended = datashift("run", "study.yaml", "--out", "release", "--quiet", folder=folder)
    assert ended.code == 2, (ended.out, ended.err)
    assert ended.err.count("\n") == 1
    assert not (folder / "release").exists()


@pytest.mark.parametrize("name", [".ward", "[0].ward", "..", "a/b", '"', "ward'; --", "<b>"])
def test_names_of_columns_are_only_names(folder: Path, name: str) -> None:
    """Arrow reads a name that begins with a dot as a path, where it is not told otherwise."""
    rows = [f"{county},{ward},{n % 2}" for county in "ab" for ward in "cd" for n in range(30)]
    text = GOOD.replace("[county]", "[county], [ward]")
    told = []
    for ward in ("ward", name):
        head = f'county,"{ward.replace(chr(34), 2 * chr(34))}",works'
        (folder / "points.csv").write_text("\n".join([head, *rows]) + "\n")
        (folder / "study.yaml").write_text(text.replace("ward", json.dumps(ward)))
        ended = datashift("run", "study.yaml", "--out", "release", "--quiet", folder=folder)
        assert ended.code == 0, ended.err
        with (folder / "release" / "observations.csv").open(newline="") as file:
            told.append(list(csv.reader(file))[1:])
        shutil.rmtree(folder / "release")
    assert told[0] == told[1]
