"""Every flag that reading raises is on the page of the method, and examples in the code are true."""

from __future__ import annotations

import ast
import doctest
import importlib
import re
from pathlib import Path

import pytest

import datashift.tables

PACKAGE = Path(datashift.tables.__file__).parent
PAGE = PACKAGE.parents[1] / "docs" / "methods" / "reading.md"
FAMILIES = "reading|coordinates|headings|rows|text|types|missing|numbers|dates"
CODE = re.compile(rf"(?:{FAMILIES})\.[a-z_]+")


def _codes() -> set[str]:
    """The text constants of the package that are codes of flags."""
    constants = {
        node.value
        for path in PACKAGE.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return {text for text in constants if CODE.fullmatch(text)}


def test_every_code_has_its_line_and_no_line_is_left_over() -> None:
    assert set(re.findall(r"^\| `([^`]+)` \|", PAGE.read_text("utf-8"), re.MULTILINE)) == _codes()


@pytest.mark.parametrize("module", ["missing", "numbers"])
def test_examples_in_the_code_are_true(module: str) -> None:
    result = doctest.testmod(importlib.import_module(f"datashift.tables.{module}"))
    assert result.attempted
    assert not result.failed
