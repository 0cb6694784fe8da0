"""Each test holds its own official figures: what a transaction forgets, a folder keeps."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.fixtures import SettingsWrapper


@pytest.fixture(autouse=True)
def own_folder(settings: SettingsWrapper, tmp_path: Path) -> None:
    settings.DATA = tmp_path
