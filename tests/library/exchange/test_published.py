"""A release is read whole, verified, and says exactly what its file says."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datashift.exchange import Published, dated, opened, read_release
from datashift.exchange.published import heads
from datashift.figures import Breakdown, Finding, Row
from datashift.kit.cells import harmless, plain
from datashift.kit.problem import Problem


def test_the_observations_are_those_of_the_file(release: Published) -> None:
    text = release.documents["observations.csv"].decode()
    written = list(csv.DictReader(io.StringIO(text)))
    for mine, row in zip(release.observations.to_pylist(), written, strict=True):
        assert {name: harmless(value or "") for name, value in mine.items()} == row
    assert {"=SUM(A1)", "कुवा", "-a"} < set(release.observations["kind"].to_pylist())


def test_a_hidden_figure_is_null_and_never_zero(release: Published) -> None:
    hidden = [row for row in release.typed().to_pylist() if row["OBS_STATUS"] == "Q"]
    assert len(hidden) == release.hidden > 0
    assert {row["OBS_VALUE"] for row in hidden} == {row["N"] for row in hidden} == {None}


@given(st.text(max_size=30).filter(lambda text: text.isprintable()))
def test_a_text_made_harmless_can_be_had_back(text: str) -> None:
    assert plain(harmless(text)) == text


def test_a_file_changed_since_is_refused(release: Published) -> None:
    changed = release.documents["observations.csv"].replace(b"100,", b"99,", 1)
    with pytest.raises(Problem, match=r"observations\.csv: The file was changed after the release"):
        opened({**release.documents, "observations.csv": changed})


def test_a_file_that_is_missing_is_named(release: Published) -> None:
    documents = dict(release.documents)
    del documents["findings.json"]
    with pytest.raises(Problem, match=r"findings\.json: A file of the release is missing"):
        opened(documents)


def test_a_folder_without_a_release_is_named(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="This folder holds no release"):
        read_release(tmp_path)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"format": "other"}'])
def test_what_is_no_release_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "release.json").write_text(text)
    with pytest.raises(Problem, match=r"release\.json"):
        read_release(tmp_path)


def test_the_day_is_the_release_s_own(release: Published) -> None:
    assert dated(release, date(2030, 1, 1)).created == date(2024, 6, 2)
    manifest = json.loads(release.documents["release.json"])
    del manifest["created"]
    without = opened({**release.documents, "release.json": json.dumps(manifest).encode()})
    assert without.created is None
    assert dated(without, date(2030, 1, 1)).created == date(2030, 1, 1)


_texts = st.text(st.sampled_from('a"[]{},: \n\\')).map(lambda one: f'{one}\n  "breakdowns": [\n  ]')


@given(st.lists(st.tuples(_texts, st.lists(_texts, max_size=2)), max_size=3))
def test_heads_are_the_findings_without_their_breakdowns(said: list[tuple[str, list[str]]]) -> None:
    findings = [
        Finding(
            *(text, text, text, "", "count", "NUMBER", "home", Row(text)),
            breakdowns=tuple(Breakdown(one, ("SEX",), (Row(one),)) for one in notes),
            match_reason=text,
        )
        for text, notes in said
    ]
    for indent in (1, None, 2):
        content = json.dumps([one.to_json() for one in findings], indent=indent).encode()
        assert heads(content) == tuple(replace(one, breakdowns=()) for one in findings)
