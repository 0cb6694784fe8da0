"""Texts in a CSV: no spreadsheet runs them, and none is lost."""

from __future__ import annotations

import csv
import io
import re

from hypothesis import example, given
from hypothesis import strategies as st

from datashift.kit.cells import guarded, harmless, plain

SIGNS = set("=+-@＝＋－＠")
AT_ONCE = set("\t\r\n")
HOSTILE = st.builds(
    str.__add__, st.text(" '\t\r\n", max_size=3), st.text("=+-@＝＋－＠'1a; \t\n", max_size=9)
)


@given(st.text() | HOSTILE)
@example("''=1")
def test_what_was_guarded_is_read_as_it_was(text: str) -> None:
    assert plain(guarded(text)) == text


@given(st.text() | HOSTILE)
def test_no_cell_begins_with_a_sign_that_is_run(text: str) -> None:
    for cell in (guarded(text), harmless(text)):
        assert cell[:1] not in AT_ONCE
        assert cell.lstrip()[:1] not in SIGNS or _is_number(cell)


@given(st.text() | HOSTILE, st.text() | HOSTILE)
@example("wells;=cmd|' /C calc'!A0;", "")
@example("wells\n=1+1;", "")
@example("wells;-1", "5+cmd|' /C calc'!A0")
@example("", "\n-0")
def test_no_part_is_run_where_semicolons_or_tabs_separate_cells(text: str, beside: str) -> None:
    out = io.StringIO()
    csv.writer(out).writerow(["1", guarded(text), guarded(beside)])
    for cell in re.split("[;\t\r\n]", out.getvalue()):
        assert cell.lstrip()[:1] not in SIGNS


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
