"""Fixtures of tests that need a server of their own, and of what runs on any engine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from postgresql import postgresql
from spark import spark

from datashift.tables import engines

if TYPE_CHECKING:
    from ibis.backends import BaseBackend

# How long something takes on this machine is no law. Whoever works here draws new examples at every
# run; CI judges every change by the same ones, so that a red run tells of the change it stands at.
settings.register_profile(
    "datashift",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("datashift")

__all__ = ["address", "engine", "postgresql", "spark"]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long comes first, so that no process is left alone with it at the end."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(
    scope="session",
    params=["duckdb", "postgresql", pytest.param("spark", marks=pytest.mark.spark)],
)
def address(request: pytest.FixtureRequest) -> str:
    """The address of each kind of engine in turn."""
    name: str = request.param
    return name if name == engines.HERE else str(request.getfixturevalue(name))


@pytest.fixture(scope="session")
def engine(address: str) -> Iterator[BaseBackend]:
    """A connection to each kind of engine in turn."""
    backend = engines.connect(address)
    yield backend
    backend.disconnect()
