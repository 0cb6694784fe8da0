"""Where the real files are; they are never part of the project."""

from __future__ import annotations

from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data"


def shared(path: str) -> Path:
    """A real file by its path in the data folder; skips the test where the folder is absent."""
    if not FOLDER.is_dir():
        pytest.skip("the folder of real files, ../shared/data, is not on this machine")
    return FOLDER / path
