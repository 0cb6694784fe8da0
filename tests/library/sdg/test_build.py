"""The data files that ship are those that the sources give."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from shared_data import shared

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT / "datashift" / "sdg" / "data"


@pytest.mark.slow
def test_building_again_gives_the_same_bytes(tmp_path: Path) -> None:
    again = tmp_path / "data"
    shutil.copytree(DATA, again)
    for path in again.iterdir():
        if path.name not in {"areas.csv", "country_aliases.csv"}:
            path.unlink()
    arguments = [str(ROOT / "tools" / "build_sdg.py"), str(shared("")), str(again)]
    subprocess.run([sys.executable, *arguments], check=True)
    built = sorted(path.name for path in again.iterdir())
    assert {"bounds.csv", "codes.csv", "countries.csv", "names.ne.csv", "series.csv"} <= set(built)
    for name in built:
        assert (again / name).read_bytes() == (DATA / name).read_bytes(), name


def test_what_ships_stays_small() -> None:
    assert sum(path.stat().st_size for path in DATA.iterdir()) < 2_000_000
