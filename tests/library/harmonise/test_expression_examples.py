"""Every example of docs/expressions.md does what the page says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from datashift.harmonise.engine import evaluate
from datashift.harmonise.expression import parse
from datashift.harmonise.expression.functions import FUNCTIONS
from datashift.kit.problem import Problem

if TYPE_CHECKING:
    from ibis.backends import BaseBackend

PAGE = (Path(__file__).parents[3] / "docs" / "expressions.md").read_text(encoding="utf-8")


def _tables(heading: str) -> Iterator[list[str]]:
    """The rows of all tables of the page with that heading, as lists of cells."""
    for block in re.split(r"\n(?!\|)", PAGE):
        lines = [line for line in block.splitlines() if line.startswith("|")]
        if lines and lines[0].startswith(f"| {heading} "):
            for line in lines[2:]:
                yield [cell.strip() for cell in line.strip("|").split("|")]


def _sentence(cell: str) -> str:
    """The sentence inside Markdown's backticks."""
    return re.sub(r"^(`+) ?(.*?) ?\1$", r"\2", cell).replace("`` ", "").replace(" ``", "")


def _rows() -> pa.Table:
    rows: list[dict[str, Any]] = []
    for village, pump, year, people, taps, works, visited in _tables("village"):
        rows.append(
            {
                "village": village or None,
                "pump type": pump,
                "year": int(year),
                "people": int(people) if people else None,
                "taps": int(taps),
                "works": {"yes": True, "no": False}.get(works),
                "visited": date.fromisoformat(visited) if visited else None,
            }
        )
    return pa.Table.from_pylist(rows)


def _said(value: object) -> str:
    if value is None:
        return "missing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


def test_the_examples_give_what_the_page_says_on_every_engine(engine: BaseBackend) -> None:
    examples = list(_tables("written | row 1"))
    asked = {str(at): parse(_sentence(cells[0])) for at, cells in enumerate(examples)}
    found = evaluate(_rows(), asked, backend=engine)
    for at, (written, *wanted) in enumerate(examples):
        assert [_said(value) for value in found[str(at)].to_pylist()] == wanted, written


def test_the_page_shows_every_function() -> None:
    shown = " ".join(cells[0] for cells in _tables("written | row 1"))
    assert [name for name in FUNCTIONS if f"{name}(" not in shown] == []


@pytest.mark.parametrize(("written", "message"), _tables("written | message"))
def test_the_messages_are_those_of_the_page(written: str, message: str) -> None:
    with pytest.raises(Problem) as caught:
        evaluate(_rows(), {"answer": parse(_sentence(written))})
    assert str(caught.value) == message
