"""Look down, never up: also in foreign keys, which the import linter cannot see."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models

import datashift

ROOT = Path(__file__).resolve().parents[2]


def layers_of(contract: str) -> list[str]:
    """The layers of a contract of the import linter, highest first; neighbours one by one."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    layers = next(each["layers"] for each in contracts if each["id"] == contract)
    return [name.strip() for layer in layers for name in layer.split("|")]


def upward_keys(found: list[type[models.Model]], layers: list[str]) -> list[str]:
    """Foreign keys among our apps that point to a higher one."""
    rank = {f"datashift.web.{name}": -number for number, name in enumerate(layers)}

    def app(model: Any) -> str:
        return str(apps.get_app_config(model._meta.app_label).name)

    return [
        f"{model.__name__}.{field.name} -> {app(target)}"
        for model in found
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        for target in [field.remote_field.model]
        if app(model) in rank and rank.get(app(target), -99) > rank[app(model)]
    ]


def test_foreign_keys_point_downward() -> None:
    assert not upward_keys(list(apps.get_models()), layers_of("apps"))


def test_an_upward_key_is_found() -> None:
    layers = list(reversed(layers_of("apps")))
    assert upward_keys(list(apps.get_models()), layers)


def test_every_web_app_has_its_layer() -> None:
    ours = {
        config.name.rsplit(".", 1)[-1]
        for config in apps.get_app_configs()
        if config.name.startswith("datashift.web.")
    }
    assert ours == set(layers_of("apps"))


def library() -> list[str]:
    """Every module of the library, by name."""
    found = pkgutil.walk_packages(datashift.__path__, "datashift.")
    return sorted(
        each.name
        for each in found
        if not each.name.startswith("datashift.web") and not each.name.endswith("__main__")
    )


@pytest.mark.slow
def test_the_library_knows_neither_the_web_nor_the_network() -> None:
    """In a process of its own, because this one has Django loaded."""
    code = (
        "import importlib, sys\n"
        f"for name in {library()!r}: importlib.import_module(name)\n"
        "top = {name.split('.')[0] for name in sys.modules}\n"
        "print(sorted(top & {'django', 'allauth', 'ninja', 'requests', 'httpx', 'urllib3'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "[]"


def test_importing_datashift_is_quick_and_light() -> None:
    """Heavy libraries are imported where they are used."""
    heavy = {"pandas", "scipy", "ibis", "shapely", "duckdb", "django"}
    code = f"import datashift, sys; print(sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "[]"
