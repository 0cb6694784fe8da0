"""One published release for all tests of a file; what a test changes is rolled back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from people import make_scene
from published import Shown, publish
from pytest_django.plugin import DjangoDbBlocker


@pytest.fixture(scope="module")
def _shown(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Shown]:
    with django_db_blocker.unblock(), transaction.atomic():
        scene = make_scene()
        yield Shown(scene, publish(scene.organisation, by=scene.people["owner"]))
        transaction.set_rollback(True)


@pytest.fixture
def shown(_shown: Shown, db: None) -> Shown:
    return _shown


@pytest.fixture
def stranger() -> Client:
    """Somebody who passes by."""
    return Client()
