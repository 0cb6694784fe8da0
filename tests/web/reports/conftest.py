"""Fixtures of anonymous reports."""

from __future__ import annotations

import pytest
from people import Scene
from web.reports.sealed import CHEAP, bribes, open_box

from datashift.questionnaires import sealing
from datashift.web.accounts.models import User
from datashift.web.reports.models import Box


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slow hashes take no time."""
    monkeypatch.setattr(sealing, "PASSPHRASE", CHEAP)
    monkeypatch.setattr(sealing, "RECEIPT", CHEAP)


@pytest.fixture
def reader(scene: Scene) -> User:
    """Reviews, and is named as a reader."""
    return scene.people["reviewer"]


@pytest.fixture
def box(scene: Scene, reader: User, owner: User) -> Box:
    """Open, read by one person."""
    return open_box(bribes(scene.organisation, owner), reader, by=owner)
