"""Columns that tell nothing apart."""

from __future__ import annotations

from library.quality.tables_at_hand import codes, flags, the


def test_a_column_with_one_value_is_noted_without_repeating_it() -> None:
    flag = the(flags({"year": [2012] * 4, "n": [1, 2, 3, 4]}), "columns.constant")
    assert flag.column == "year"
    assert flag.message == '"year" is the same in all 4 rows.'


def test_a_box_that_is_ticked_or_empty_is_not_constant() -> None:
    assert codes(flags({"ticked": ["yes", None, "yes", "yes"], "n": [1, 2, 3, 4]})) == []


def test_an_empty_column_is_noted_once() -> None:
    assert codes(flags({"blank": [None] * 9, "n": list(range(9))})) == ["columns.empty"]


def test_two_rows_are_too_few_to_call_a_column_constant() -> None:
    assert codes(flags({"year": [2012, 2012], "n": [1, 2]})) == []


def test_a_table_without_rows_has_nothing_to_flag() -> None:
    assert flags({"name": [], "age": []}) == ()
