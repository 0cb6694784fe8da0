"""Figures of several releases in one table are those of each, with who counted before them."""

from __future__ import annotations

import csv
import io

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from datashift.exchange import Published, together
from datashift.exchange.published import FIGURES

_cells = st.text(st.sampled_from("a,\"\n é'="), max_size=4)


@given(st.lists(st.tuples(_cells, _cells), max_size=4))
def test_each_row_stands_as_it_was_read(rows: list[tuple[str, str]]) -> None:
    names = ("INDICATOR", "OBS_VALUE")
    table = io.StringIO(newline="")
    csv.writer(table, lineterminator="\n").writerows([names, *rows])
    out = io.BytesIO()
    together.write([(_release(table.getvalue()), "https://example.org/1/")], names, out)
    read = csv.reader(io.StringIO(out.getvalue().decode(), newline=""))
    assert next(read) == ["PRODUCER", "LICENCE", "RELEASE", *names]
    whose = ["Homes, counted", "CC0-1.0", "https://example.org/1/"]
    assert list(read) == [[*whose, *row] for row in rows]


def _release(figures: str) -> Published:
    return Published(
        *("", "Homes, counted", "CC0-1.0", "en", None, pa.table({}), (), (), (), "", 0, 0),
        documents={FIGURES: figures.encode()},
    )
