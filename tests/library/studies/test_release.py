"""A release reaches the disk whole or not at all, and never at the cost of other files."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from datashift.kit.problem import Problem
from datashift.studies import Release, parse, run

TODAY = date(2026, 1, 1)
ROWS = "county,works,people\n" + "".join(
    f"{county},{number % 3 == 0:d},{number}\n"
    for county, size in (("Kisumu", 40), ("Kitui", 25), ("=Kwale<b>", 3), ("Narok", 12))
    for number in range(size)
)
STUDY = """\
study: 1
title: Water points <that> work
unit: water point
data: {file: points.csv}
design: {sampling: volunteer}
place: {country: KE}
time: {value: 2013}
indicators:
  - id: works
    title: Water points that work
    measure: proportion
    of: works
    by: [[], [county]]
  - id: people
    title: People
    measure: mean
    of: people
    unit_measure: PS
    by: [[county]]
"""


@pytest.fixture
def release(tmp_path: Path) -> Release:
    (tmp_path / "points.csv").write_text(ROWS)
    return run(parse(STUDY, folder=tmp_path), today=TODAY)


def rows(release: Release) -> list[dict[str, str]]:
    text = release.documents["observations.csv"].decode()
    return list(csv.DictReader(io.StringIO(text)))


def test_proportions_are_percentages_and_means_keep_their_unit(release: Release) -> None:
    overall, *_ = rows(release)
    assert overall["AREA_NAME"] == "Kenya"
    assert overall["REF_AREA"] == overall["county"] == "_T"
    assert overall["TIME_PERIOD"] == "2013"
    assert float(overall["OBS_VALUE"]) == pytest.approx(100 * 28 / 80)
    assert {row["UNIT_MEASURE"] for row in rows(release)} == {"PT", "PS"}


def test_a_hidden_figure_has_no_number_anywhere(release: Release) -> None:
    small = [row for row in rows(release) if row["county"].lstrip("'").startswith("=Kwale")]
    assert [row["OBS_STATUS"] for row in small] == ["Q", "Q"]
    numbers = ("OBS_VALUE", "STD_ERROR", "CI_LOWER", "CI_UPPER", "N", "N_EFFECTIVE")
    assert all(row[name] == "" for row in small for name in numbers)
    assert release.findings[0].hidden >= 2  # one alone could be worked out from the total


def test_a_total_is_hidden_or_two_groups_are(release: Release) -> None:
    statuses = [row["OBS_STATUS"] for row in rows(release) if row["INDICATOR"] == "works"]
    assert statuses.count("Q") >= 2


def test_the_manifest_hashes_what_went_in_and_came_out(release: Release, tmp_path: Path) -> None:
    import hashlib

    manifest = release.manifest
    digest = hashlib.sha256((tmp_path / "points.csv").read_bytes()).hexdigest()
    assert manifest["inputs"][0]["sha256"] == digest
    for name, content in release.documents.items():
        assert manifest["outputs"][name] == hashlib.sha256(content).hexdigest()
    assert "created" not in manifest
    assert str(tmp_path) not in json.dumps(manifest)


def test_a_date_is_only_written_when_given(tmp_path: Path, release: Release) -> None:
    dated = run(release.study, today=TODAY, created=date(2026, 5, 4))
    assert dated.manifest["created"] == "2026-05-04"
    assert dated.documents["observations.csv"] == release.documents["observations.csv"]


def test_a_release_is_renewed_in_place(release: Release, tmp_path: Path) -> None:
    folder = tmp_path / "out" / "release"
    release.write(folder)
    first = (folder / "observations.csv").read_bytes()
    release.write(folder)
    assert (folder / "observations.csv").read_bytes() == first
    assert [path.name for path in folder.parent.iterdir()] == ["release"]


def test_a_folder_that_is_no_release_is_refused(release: Release, tmp_path: Path) -> None:
    folder = tmp_path / "thesis"
    folder.mkdir()
    (folder / "chapter.txt").write_text("years of work")
    with pytest.raises(Problem, match="holds other files and is not a release"):
        release.write(folder)
    assert [path.name for path in folder.iterdir()] == ["chapter.txt"]


def test_force_adds_the_release_and_keeps_other_files(release: Release, tmp_path: Path) -> None:
    folder = tmp_path / "thesis"
    folder.mkdir()
    (folder / "chapter.txt").write_text("years of work")
    release.write(folder, force=True)
    assert (folder / "chapter.txt").read_text() == "years of work"
    assert (folder / "release.json").is_file()
    release.write(folder)
    assert (folder / "chapter.txt").read_text() == "years of work"


def test_a_file_in_the_way_is_refused_even_with_force(release: Release, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("x")
    for force in (False, True):
        with pytest.raises(Problem, match="is a file"):
            release.write(tmp_path / "taken", force=force)


def test_a_failure_half_way_leaves_nothing(
    release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if path.name == "report.html":
            raise OSError("no space left on device")
        return written(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(Problem, match="cannot be written there"):
        release.write(tmp_path / "out" / "release")
    assert list((tmp_path / "out").iterdir()) == []


def test_it_shows_itself_escaped_in_a_notebook(release: Release) -> None:
    shown = release._repr_html_()
    assert "Water points &lt;that&gt; work" in shown
    assert "<b>" not in shown
    assert release.table().num_rows == len(release.observations)
    assert list(release.to_pandas()["INDICATOR"].unique()) == ["works", "people"]


def test_names_from_the_file_are_escaped_in_the_report(release: Release) -> None:
    report = release.documents["report.html"].decode()
    assert "Kwale<b>" not in report
    assert "<that>" not in report
