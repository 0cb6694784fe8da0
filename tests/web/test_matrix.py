"""Nobody sees what they must not: every address, every method, every role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from types import FunctionType
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
Maker = Callable[[Scene], Any]


@cache
def known() -> dict[str, matrix.Address]:
    return {address.name: address for address in matrix.addresses()}


@cache
def makers(name: str) -> dict[str, Maker]:
    """What each argument of the row's address stands for."""
    make = matrix.arguments()
    wanted = known()[name].arguments if name in known() else ()
    return {each: make.get(f"{name} {each}") or make[each] for each in wanted}


def made_by(name: str) -> tuple[str, ...]:
    """The functions that set the stage for the row's address."""
    found: set[str] = set()
    for make in makers(name).values():
        assert isinstance(make, FunctionType)
        called = [make]
        if make.__name__ == "<lambda>":
            named = (make.__globals__.get(each) for each in make.__code__.co_names)
            called = [each for each in named if isinstance(each, FunctionType)]
        found |= {f"{each.__module__}.{each.__qualname__}" for each in called}
    return tuple(sorted(found))


@dataclass(frozen=True)
class Visitors:
    """One scene for the whole table, and everybody's session."""

    scene: Scene
    sessions: dict[str, str]
    client: Client

    def asked(self, method: str, address: str, role: str) -> str:
        """What one person gets; the next one finds everything as it was."""
        self.client.cookies.clear()
        if role in self.sessions:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        with transaction.atomic():
            response = self.client.generic(method, address)
            transaction.set_rollback(True)
        return answer(response)


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
def visitors(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Visitors]:
    with django_db_blocker.unblock(), transaction.atomic():
        scene = make_scene()
        sessions = {role: session_of(user) for role, user in scene.people.items()}
        yield Visitors(scene, sessions, Client())
        transaction.set_rollback(True)


def session_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def stages() -> dict[tuple[str, ...], list[matrix.Row]]:
    """Rows by what their addresses need; what one needs is made once for all."""
    found: dict[tuple[str, ...], list[matrix.Row]] = {}
    for row in ROWS:
        found.setdefault(made_by(row.name), []).append(row)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(
    "rows", [pytest.param(rows, id=str(made)) for made, rows in stages().items()]
)
def test_everybody_gets_the_declared_answer(rows: list[matrix.Row], visitors: Visitors) -> None:
    got: dict[str, dict[str, str]] = {}
    made: dict[Maker, Any] = {}
    for row in rows:
        wanted = makers(row.name)
        made |= {make: make(visitors.scene) for make in wanted.values() if make not in made}
        address = reverse(row.name, kwargs={each: made[make] for each, make in wanted.items()})
        got[str(row)] = {role: visitors.asked(row.method, address, role) for role in ROLES}
    assert got == {str(row): row.answers for row in rows}
