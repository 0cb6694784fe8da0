"""What came of a file in pieces goes with what it came for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from people import NOW
from web.collect.wells import wells

from datashift.web.accounts.models import Organisation, User
from datashift.web.fill.actions import arriving
from datashift.web.fill.actions.links import make_public_link
from datashift.web.fill.models import Arriving
from datashift.web.keeping.actions.erasing import ask_erasure_of_questionnaire
from datashift.web.keeping.actions.sweeping import sweep

Committed = Callable[..., AbstractContextManager[Any]]
HALF = b"half of a photograph"


@pytest.fixture
def begun(tmp_path: Path, settings: Any, organisation: Organisation, amina: User) -> Arriving:
    settings.DATA = tmp_path
    link = make_public_link(wells(organisation, amina), by=amina, at=NOW)
    sha256 = hashlib.sha256(HALF * 2).hexdigest()
    found = arriving.begin(link, sha256, size=len(HALF) * 2, kind="image/jpeg", at=NOW)
    arriving.add_piece(found, HALF, offset=0)
    assert arriving.path(found).read_bytes() == HALF
    return found


def test_it_goes_with_its_questionnaire(
    begun: Arriving, owner: User, django_capture_on_commit_callbacks: Committed
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        ask_erasure_of_questionnaire(begun.link.questionnaire, by=owner, at=NOW)
    assert not Arriving.objects.exists()
    assert not arriving.path(begun).exists()


def test_the_sweep_takes_what_nobody_went_on_with_and_what_lost_its_row(
    begun: Arriving, django_capture_on_commit_callbacks: Committed
) -> None:
    lost = arriving.path(begun).with_name(str(uuid4()))
    lost.write_bytes(HALF)
    with django_capture_on_commit_callbacks(execute=True):
        sweep(at=NOW + timedelta(days=1))
    assert not lost.exists()
    assert arriving.path(begun).exists()
    with django_capture_on_commit_callbacks(execute=True):
        sweep(at=NOW + timedelta(days=31))
    assert not arriving.path(begun).exists()
