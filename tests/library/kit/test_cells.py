"""Texts in a CSV: no spreadsheet runs them, and none is lost."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from datashift.kit.cells import guarded, harmless, plain

SIGNS = set("=+-@＝＋－＠")
AT_ONCE = set("\t\r\n")
HOSTILE = st.builds(
    str.__add__, st.text(" '\t\r\n", max_size=3), st.text("=+-@＝＋－＠'1a", max_size=6)
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


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
