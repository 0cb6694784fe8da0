"""What is acknowledged outlives a power cut: a file's bytes, and the name of every folder above it.

The whole way is cut hundreds of times in `tests/endurance/power_cut.py`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from datashift.web.collect import storage


def test_the_first_file_is_synced_with_every_folder_above_it(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA = tmp_path
    synced: list[Path] = []
    fsync = os.fsync

    def seen(handle: int) -> None:
        synced.append(Path(f"/proc/self/fd/{handle}").readlink())
        fsync(handle)

    monkeypatch.setattr(os, "fsync", seen)
    kept = storage.keep(7, [b"front"])
    place = storage.path(7, kept.sha256)
    above = [place.parents[depth] for depth in range(4)]
    assert above[-1] == tmp_path
    assert set(above) <= set(synced)
    (bytes_synced,) = [at for at, each in enumerate(synced) if each.name.startswith(".incoming-")]
    assert bytes_synced < max(at for at, each in enumerate(synced) if each == place.parent)

    # Somebody made the folder and has not synced it yet: that it is there is not enough.
    other = storage.keep(7, [b"back"]).sha256
    (tmp_path / "submissions" / "8" / other[:2]).mkdir(parents=True)
    synced.clear()
    storage.keep(8, [b"back"])
    assert {tmp_path / "submissions", tmp_path / "submissions" / "8"} <= set(synced)
