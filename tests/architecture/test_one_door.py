"""What readers get comes from releases, and a release begins in one place only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "datashift"
PUBLIC = ROOT / "web" / "explore"
# What reads rows, or figures that were not protected yet.
INSIDE = (
    *("datashift.studies", "datashift.tables", "datashift.estimates", "datashift.harmonise"),
    *("datashift.weights", "datashift.web.evidence", "datashift.disclosure"),
)
RELEASED = {"Release", "Finding", "FindingArea", "PackedFinding", "Study"}
UNPROTECTED = {"runs", "account_file", "table_folder", "decisions"}
BEGIN = {"create", "bulk_create", "get_or_create", "update_or_create"}


def other_doors(text: str) -> Iterator[str]:
    """The lines of a public module that reach behind what was released."""
    for node in ast.walk(ast.parse(text)):
        found = False
        match node:
            case ast.Import(names=names):
                found = any(name.name.startswith(INSIDE) for name in names)
            case ast.ImportFrom(module="datashift.web.evidence.models", names=names):
                found = not {name.name for name in names} <= RELEASED
            case ast.ImportFrom(module="datashift", names=names):
                found = any(f"datashift.{name.name}".startswith(INSIDE) for name in names)
            case ast.ImportFrom(module=str(module)):
                found = module.startswith(INSIDE)
            case ast.Attribute(value=owner, attr="files"):
                found = ast.unparse(owner).split(".")[-1] == "study"
            case ast.Attribute(attr=name):
                found = name in UNPROTECTED
        if found:
            yield ast.unparse(node)


def beginnings(text: str) -> Iterator[str]:
    """The lines that make something public."""
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Call(
                func=ast.Attribute(
                    value=ast.Attribute(value=ast.Name(id=model), attr="objects"), attr=name
                )
            ) if model in RELEASED - {"Study"} and name in BEGIN:
                yield ast.unparse(node.func)


def test_public_pages_and_the_api_read_releases_only() -> None:
    found = {
        str(path.relative_to(PUBLIC)): lines
        for path in PUBLIC.rglob("*.py")
        if (lines := list(other_doors(path.read_text(encoding="utf-8"))))
    }
    assert found == {}


def test_a_release_begins_in_one_place() -> None:
    found = {
        str(path.relative_to(ROOT))
        for path in ROOT.rglob("*.py")
        if list(beginnings(path.read_text(encoding="utf-8")))
    }
    assert found == {"web/evidence/actions/releases.py"}


@pytest.mark.parametrize(
    "line",
    [
        "from datashift.web.evidence.models import Run",
        "from datashift.web.evidence.queries import results",
        "from datashift import studies",
        "import datashift.tables",
        "rows = study.files.all()",
        "last = study.runs.first()",
        "release.run.account_file.read_text()",
    ],
)
def test_another_door_is_found(line: str) -> None:
    assert list(other_doors(line))


def test_another_beginning_is_found() -> None:
    assert list(beginnings("Release.objects.create(number=1)"))
