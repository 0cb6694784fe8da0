"""A published study for all tests of a file; what a test changes is rolled back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from people import Scene, make_scene
from pytest_django.plugin import DjangoDbBlocker
from web.evidence.pumps import published

from datashift.web.evidence.models import Release


@pytest.fixture(scope="module")
def _published(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[Scene, Release]]:
    with django_db_blocker.unblock(), transaction.atomic():
        scene = make_scene()
        yield scene, published(scene.organisation, by=scene.people["owner"])
        transaction.set_rollback(True)


@pytest.fixture
def scene(_published: tuple[Scene, Release], db: None) -> Scene:
    return _published[0]


@pytest.fixture
def release(_published: tuple[Scene, Release], db: None) -> Release:
    return _published[1]
