"""Every flag code is explained on the page of the method, and examples in the code are true."""

from __future__ import annotations

import ast
import doctest
import importlib
import re
from pathlib import Path

import pytest

import datashift.quality
from datashift.quality.check import FAMILIES

PACKAGE = Path(datashift.quality.__file__).parent
PAGE = PACKAGE.parents[1] / "docs" / "methods" / "quality.md"
_CODE = re.compile(rf"(?:{'|'.join([*FAMILIES, 'repairs'])})\.[a-z_]+")
# Codes of problems, which end a run with their own sentence, and of a flag that reading raises.
_OTHERS = {"repairs.unknown_flag", "repairs.chained", "dates.ambiguous"}


def _codes() -> set[str]:
    literals = {
        node.value
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return {text for text in literals if _CODE.fullmatch(text)} - _OTHERS


def test_every_code_has_its_section_and_no_section_is_left_over() -> None:
    sections = set(re.findall(r"^### `([^`]+)`", PAGE.read_text("utf-8"), re.MULTILINE))
    assert sections == _codes()
    assert len(sections) >= 28


def test_every_section_says_severity_rule_source_limits_and_repairs() -> None:
    parts = re.split(r"^### ", PAGE.read_text("utf-8"), flags=re.MULTILINE)[1:]
    for part in parts:
        for word in ("Severity", "Rule", "Source", "Limits", "Repairs"):
            assert f"**{word}**" in part, part.splitlines()[0]


@pytest.mark.parametrize("module", ["alike", "headings", "words"])
def test_examples_in_the_code_are_true(module: str) -> None:
    result = doctest.testmod(importlib.import_module(f"datashift.quality.{module}"))
    assert result.attempted
    assert not result.failed
