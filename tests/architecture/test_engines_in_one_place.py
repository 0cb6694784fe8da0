"""What one engine needs and another does not stands in `datashift/tables` and nowhere else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

LIBRARY = Path(__file__).resolve().parents[2] / "datashift"
PACKAGES = {"duckdb", "psycopg", "pyspark", "sqlalchemy", "sqlglot"}
# Record linkage is splink's work, which speaks to DuckDB itself and writes its SQL.
APART = {"harmonise/linkage"}
NAMES = {"duckdb", "postgres", "postgresql", "pyspark", "spark"}
RAW = {"raw_sql", "sql", "execute", "create_table"}


def of_one_engine(text: str) -> Iterator[str]:
    """The lines of a module that only one engine understands."""
    for node in ast.walk(ast.parse(text)):
        found = False
        match node:
            case ast.Import(names=names):
                found = any(name.name.split(".")[0] in PACKAGES for name in names)
            case ast.ImportFrom(module=str(module)):
                found = module.split(".")[0] in PACKAGES or module.startswith("ibis.backends.")
            case ast.Attribute(value=ast.Name(id="ibis"), attr=name):
                found = name in NAMES
            case ast.Compare(left=ast.Attribute(attr="name"), comparators=[ast.Constant(value=v)]):
                found = v in NAMES
            case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr=name)):
                found = name in RAW and owner in {"backend", "engine", "connection", "cursor"}
        if found:
            yield ast.unparse(node)


def test_no_code_for_one_engine_outside_tables() -> None:
    found = {
        str(path.relative_to(LIBRARY)): lines
        for path in LIBRARY.rglob("*.py")
        if path.relative_to(LIBRARY).parts[0] not in {"tables", "web"}
        and str(path.parent.relative_to(LIBRARY)) not in APART
        and (lines := list(of_one_engine(path.read_text(encoding="utf-8"))))
    }
    assert found == {}


@pytest.mark.parametrize(
    "line",
    [
        "import duckdb",
        "from psycopg import sql",
        "from ibis.backends.pyspark import Backend",
        "there = ibis.duckdb.connect()",
        "if backend.name == 'postgres': pass",
        "backend.raw_sql('SELECT 1')",
    ],
)
def test_code_for_one_engine_is_found(line: str) -> None:
    assert list(of_one_engine(line))
