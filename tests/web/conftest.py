"""Fixtures of every web test."""

from __future__ import annotations

import pytest
from django.test import Client
from people import Scene, SignIn, make_scene
from unmigrated import leave_out_permissions

from datashift.web.accounts.models import Organisation, User


@pytest.fixture(scope="session", autouse=True)
def _without_permissions() -> None:
    leave_out_permissions()


@pytest.fixture
def scene(db: None) -> Scene:
    return make_scene()


@pytest.fixture
def organisation(scene: Scene) -> Organisation:
    return scene.organisation


@pytest.fixture
def amina(scene: Scene) -> User:
    """Edits."""
    return scene.people["editor"]


@pytest.fixture
def bruno(scene: Scene) -> User:
    """May look."""
    return scene.people["viewer"]


@pytest.fixture
def chidi(scene: Scene) -> User:
    """Belongs elsewhere."""
    return scene.people["elsewhere"]


@pytest.fixture
def owner(scene: Scene) -> User:
    """Decides who belongs."""
    return scene.people["owner"]


@pytest.fixture
def browser_of() -> SignIn:
    """A client signed in as somebody; None for a passer-by."""

    def sign_in(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return sign_in
