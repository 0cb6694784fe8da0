"""Codes become values; what is not mapped is missing, and said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from library.harmonise.at_hand import codes, column, flag, the

from datashift.harmonise import Variable, harmonise
from datashift.kit.problem import Problem
from datashift.tables import Severity


def mapped(values: Any, mapping: dict[object, object], name: str = "v") -> list[Any]:
    """The values of a variable mapped from a column."""
    table = the(pa.table({"x": values}))
    return column(harmonise(table, variables=[Variable(name, "x", mapping)]), name)


@pytest.mark.parametrize(
    ("values", "mapping", "wanted"),
    [
        (["a", " a ", "b", "A", None], {"a": 1, "b ": 0}, [1, 1, 0, None, None]),
        (["1", "1.0", "01", "2"], {1: "x", 2.0: "y"}, ["x", "x", None, "y"]),
        (["01", "1"], {"01": "x"}, ["x", None]),
        ([1, 2, 3], {"1": 1.5, 2: 2}, [1.5, 2.0, None]),
        ([1.0, 2.5], {1: 0, "2.5": 1}, [0, 1]),
        (["Yes", "no", "NO", "maybe"], {True: 1, False: 0}, [1, 0, 0, None]),
        (["Yes", "yes"], {"Yes": 1}, [1, None]),
        ([True, False, None], {"yes": 1, "no": 0}, [1, 0, None]),
        ([True, False], {True: "M", 0: "F"}, ["M", "F"]),
        (["a", "b"], {"a": True, "b": False}, [1, 0]),
        (["a", "b", None], {"a": 1, "b": None, None: 0}, [1, None, 0]),
        (["a", None], {"a": 1, "": 9}, [1, 9]),
        ([date(2013, 1, 1)], {date(2013, 1, 1): 1}, [1]),
        ([date(2013, 1, 1)], {"2013-01-01": 1}, [1]),
    ],
)
def test_codes_meet_however_they_are_written(
    values: list[Any], mapping: dict[object, object], wanted: list[Any]
) -> None:
    assert mapped(values, mapping) == wanted


def test_ranges_hold_completed_years_and_leave_no_gap() -> None:
    ages: dict[object, object] = {
        "0-14": "Y0T14",
        "15 - 24": "Y15T24",
        "25–49": "Y25T49",
        ">= 50": "Y_GE50",
    }
    values = [0, 14.9, 15, 24, 24.5, 25, 49.99, 50, 120, -1, None]
    wanted = ["Y0T14"] * 2 + ["Y15T24"] * 3 + ["Y25T49"] * 2 + ["Y_GE50"] * 2 + [None, None]
    assert mapped(values, ages, "AGE") == wanted
    assert mapped([str(v) if v is not None else None for v in values], ages, "AGE") == wanted


@given(
    st.lists(st.none() | st.sampled_from(["a", "b", "c", "d", " a"]), max_size=30),
    st.dictionaries(st.sampled_from("abcd"), st.integers(0, 3), min_size=1),
)
def test_mapping_is_a_look_up_row_by_row(
    values: list[str | None], mapping: dict[object, object]
) -> None:
    wanted = [None if v is None else mapping.get(v.strip()) for v in values]
    assert mapped(pa.array(values, pa.string()), mapping) == wanted


def test_codes_not_mapped_are_told_with_counts_rows_and_what_they_may_be() -> None:
    table = the({"state": ["ok", "OK ", "gone", "gone", None, "broken"]})
    found = harmonise(table, variables=[Variable("v", "state", {"ok": 1, "broken": 0, "new": 1})])
    unmapped = flag(found.flags, "harmonise.unmapped")
    assert unmapped.severity is Severity.LOOK
    assert unmapped.values["codes"] == {"gone": 2, "OK": 1}
    assert unmapped.rows == (3, 4, 5)
    assert unmapped.count == 3
    assert unmapped.repairs[0].values == {"map": {"OK": "ok"}}
    assert flag(found.flags, "harmonise.unused").values["codes"] == ["new"]


def test_flags_speak_only_of_the_rows_that_are_used() -> None:
    table = the({"state": ["ok", "gone", "gone"], "year": [2012, 2012, 2013]})
    variables = [Variable("v", "state", {"ok": 1})]
    found = harmonise(table, variables=variables, where="year == 2013")
    assert flag(found.flags, "harmonise.unmapped").rows == (4,)
    assert codes(harmonise(table, variables=variables, where="state == 'ok'").flags) == set()


def test_words_of_a_dimension_are_recognised_and_said() -> None:
    table = the({"jinsia": ["Mwanaume", "Mwanamke", "?"]})
    found = harmonise(table, variables=[Variable("SEX", "jinsia")])
    assert column(found, "SEX") == ["M", "F", None]
    recognised = flag(found.flags, "harmonise.recognised")
    assert recognised.values["map"] == {"Mwanaume": "M", "Mwanamke": "F"}
    assert flag(found.flags, "harmonise.unmapped").values["codes"] == {"?": 1}


@pytest.mark.parametrize(
    ("variable", "said"),
    [
        (Variable("SEX", "x", {"a": "Male"}), "Did you mean M?"),
        (Variable("AGE", "x", {"a": "Y15-24"}), "Did you mean Y15T24?"),
        (Variable("SEX", expression="if(x == 'a', 'M', 'W')"), '"SEX" has no code "W"'),
        (Variable("v", "x", {"a": 1, "b": "no"}), "mixes numbers and text"),
        (Variable("v", "x", {1: 1, "1": 2}), "twice, to different values"),
        (Variable("v", "x", {True: 1, "True": 0}), "twice"),
        (Variable("v", "x", {"15-24": 1, "24-30": 2}), "overlap at 24"),
        (Variable("v", "x", {}), "is empty"),
        (Variable("v", "y", {"a": 1}), 'no such column. The columns are "x", "status"'),
        (Variable("v", "Status ", {"a": 1}), 'Did you mean "status"?'),
        (Variable("v"), "needs either a column"),
        (Variable("v", "x", {"a": 1}, "1 == 1"), "needs either"),
        (Variable("v", None, {"a": 1}, "1 == 1"), "both a mapping and an expression"),
        (Variable("REF_AREA", "x"), "cannot be a variable"),
    ],
)
def test_mistaken_variables_are_refused_in_words(variable: Variable, said: str) -> None:
    with pytest.raises(Problem) as caught:
        harmonise(the({"x": ["a", "b"], "status": [1, 2]}), variables=[variable])
    assert said in str(caught.value)
