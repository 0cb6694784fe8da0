"""An export is written whole or not at all, where the person says, over nothing of theirs."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from command import datashift
from rocrate.rocrate import ROCrate

from datashift.exchange import FORMATS, Published, write, write_all
from datashift.kit.problem import Problem


def test_the_command_writes_every_format(folder: Path, tmp_path: Path) -> None:
    for name in FORMATS:
        ended = datashift("export", folder, "--to", name, "--out", tmp_path / name, "--json")
        assert ended.code == 0, ended.err
        written = json.loads(ended.out)["files"]
        assert written
        assert all(Path(path).stat().st_size > 0 for path in written)


def test_a_crate_of_a_release_without_a_date_has_the_day_it_was_written(
    folder: Path, tmp_path: Path
) -> None:
    mine = Path(shutil.copytree(folder, tmp_path / "release"))
    manifest = json.loads((mine / "release.json").read_text())
    del manifest["created"]
    (mine / "release.json").write_text(json.dumps(manifest))
    os.utime(mine / "release.json", (1_700_000_000, 1_700_000_000))
    ended = datashift("export", mine, "--to", "ro-crate", "--out", tmp_path / "crate")
    assert ended.code == 0
    assert "does not say when it was made" in ended.err
    crate = ROCrate(tmp_path / "crate")
    assert crate.root_dataset["datePublished"] == "2023-11-14"
    said = datashift(
        *(
            "export",
            mine,
            "--to",
            "ro-crate",
            "--out",
            tmp_path / "other",
            "--created",
            "2024-05-01",
        )
    )
    assert "does not say" not in said.err
    assert ROCrate(tmp_path / "other").root_dataset["datePublished"] == "2024-05-01"


def test_the_command_knows_the_formats_of_the_library() -> None:
    from datashift.cli.export import _NAMES

    assert tuple(FORMATS) == _NAMES


def test_a_file_can_be_given_its_name(release: Published, tmp_path: Path) -> None:
    paths = write(release, "sdmx-csv", tmp_path / "taps.csv")
    assert [path.name for path in paths] == ["taps.csv", "taps.structure.xml", "taps.metadata.xml"]


def test_nothing_of_the_person_s_is_written_over(release: Published, tmp_path: Path) -> None:
    mine = tmp_path / "observations.parquet"
    mine.write_text("mine")
    with pytest.raises(Problem, match="There is already a file named"):
        write(release, "parquet", tmp_path)
    assert mine.read_text() == "mine"
    write(release, "parquet", tmp_path, force=True)
    assert mine.read_bytes()[:4] == b"PAR1"


def test_a_folder_may_have_a_number_behind_a_dot(release: Published, tmp_path: Path) -> None:
    first, *_ = write(release, "sdmx-ml", tmp_path / "sdmx-2.1")
    assert first == tmp_path / "sdmx-2.1" / "data.xml"


def test_a_wrong_ending_is_named(release: Published, tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"SDMX-ML is written as \.xml\. Call it figures\.xml"):
        write(release, "sdmx-ml", tmp_path / "figures.csv")


@pytest.mark.parametrize(("to", "version"), [("sdmx-ml", "4"), ("parquet", "1")])
def test_a_version_that_is_not_written_is_named(
    release: Published, tmp_path: Path, to: str, version: str
) -> None:
    with pytest.raises(Problem, match=f"is not written in version {version}"):
        write(release, to, tmp_path, version=version)


def test_many_releases_each_have_their_folder(release: Published, tmp_path: Path) -> None:
    (folder,) = write_all([release], "datapackage", tmp_path)
    assert folder.name == f"water-in-nepal-{release.identity}"
    assert (folder / "datapackage.json").is_file()


def test_the_command_says_in_one_sentence_what_is_wrong(tmp_path: Path) -> None:
    ended = datashift("export", tmp_path, "--to", "xlsx", "--out", tmp_path / "a.xlsx")
    assert ended.code == 2
    assert "This folder holds no release" in ended.err
