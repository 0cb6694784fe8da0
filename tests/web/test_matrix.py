"""Nobody sees what they must not: every address, every method, every role."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import path, reverse
from people import ROLES, Scene, make_scene
from pytest_django import DjangoDbBlocker
from web import matrix

from datashift.web.accounts.models import User

pytestmark = pytest.mark.slow

ROWS = matrix.rows()


@cache
def known() -> dict[str, matrix.Address]:
    return {address.name: address for address in matrix.addresses()}


def address_for(name: str, scene: Scene) -> str:
    """The address of the row, with arguments that belong to the scene."""
    make = matrix.arguments()
    wanted = known()[name].arguments
    kwargs = {each: make.get(f"{name} {each}", make.get(each))(scene) for each in wanted}  # type: ignore[misc]
    return reverse(name, kwargs=kwargs)


def answer(response: Any) -> str:
    """The status, or `in` for being sent to the sign-in page."""
    if response.status_code == 302:
        login = resolve_url(settings.LOGIN_URL)
        return matrix.SIGN_IN if response["Location"].split("?")[0] == login else "302"
    return str(response.status_code)


def test_every_address_has_its_rows() -> None:
    assert not matrix.faults(list(matrix.addresses()), ROWS)


def test_an_address_without_a_row_is_found() -> None:
    secret = path("secret/", lambda request: HttpResponse(), name="secret")
    found = matrix.faults([*matrix.addresses(), *matrix.addresses([secret])], ROWS)
    assert found == ["no row: secret GET", "no row: secret POST"]


@pytest.fixture(scope="module")
def visitors(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[Scene, dict[str, str]]]:
    """One scene for the whole table, and everybody's session; each request is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        scene = make_scene()
        yield scene, {role: session_of(user) for role, user in scene.people.items()}
        transaction.set_rollback(True)


def session_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_everybody_gets_the_declared_answer(
    row: matrix.Row, visitors: tuple[Scene, dict[str, str]]
) -> None:
    scene, sessions = visitors
    with transaction.atomic():
        address = address_for(row.name, scene)
        got = {role: answer(asked(row.method, address, sessions.get(role))) for role in ROLES}
        transaction.set_rollback(True)
    assert got == row.answers, address


def asked(method: str, address: str, session: str | None) -> Any:
    """What one person gets; the next one finds everything as it was."""
    client = Client()
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    with transaction.atomic():
        response = client.generic(method, address)
        transaction.set_rollback(True)
    return response
