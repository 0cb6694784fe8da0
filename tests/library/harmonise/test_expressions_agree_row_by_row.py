"""The engine and plain Python say the same of every sentence and row."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from library.harmonise import row_by_row
from library.harmonise.sentences import ROWS, SENTENCES

from datashift.harmonise.engine import evaluate
from datashift.harmonise.expression import Expression, parse, tree

if TYPE_CHECKING:
    from ibis.backends import BaseBackend

_TYPES = {
    "whole": pa.int64(),
    "real number": pa.float64(),
    "text": pa.string(),
    "jina la `kijiji`": pa.string(),
    "उमेर": pa.int64(),
    "day": pa.date32(),
    "other day": pa.date32(),
    "moment": pa.timestamp("us"),
    "yes": pa.bool_(),
    "not": pa.bool_(),
}

# Each example is a query: shrinking a failure would take minutes, and says little more.
_WITHOUT_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)


@example(rows=[{}], sentences=[parse("-round(8.5)").tree])  # PostgreSQL's own says 8
@given(rows=ROWS, sentences=st.lists(SENTENCES, min_size=8, max_size=8))
@settings(max_examples=8, deadline=None, phases=_WITHOUT_SHRINKING)
def test_every_engine_and_plain_python_agree(
    engine: BaseBackend, rows: list[dict[str, Any]], sentences: list[tree.Node]
) -> None:
    data = pa.Table.from_pylist(rows, schema=pa.schema(list(_TYPES.items())))
    asked = {f"answer {at}": parse(str(node)) for at, node in enumerate(sentences)}
    found = evaluate(data, asked, backend=engine)
    for name, expression in asked.items():
        wanted = [row_by_row.value(expression.tree, row) for row in rows]
        _same(found[name].to_pylist(), wanted, expression)


def _same(found: list[Any], wanted: list[Any], expression: Expression) -> None:
    for one, other in zip(found, wanted, strict=True):
        if isinstance(one, float) and other is not None:
            assert math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-12), str(expression)
        else:
            assert one == other, str(expression)


@given(SENTENCES)
def test_a_sentence_written_back_says_the_same(node: tree.Node) -> None:
    assert parse(str(node)).tree == node
