"""Variables come in order, the filter after them, places and periods last."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest
from library.harmonise.at_hand import column, flag, the

from datashift.harmonise import Time, Variable, harmonise
from datashift.kit.problem import Problem

TABLE = the({"people": [300, 1200, None], "taps": [2, 0, 4], "state": ["ok", "bad", "ok"]})


def test_a_variable_may_use_those_before_it() -> None:
    found = harmonise(
        TABLE,
        variables=[
            Variable("load", expression="people / taps"),
            Variable("works", "state", {"ok": 1, "bad": 0}),
            Variable("crowded", expression="load > 100 and works == 1"),
            Variable("label", "crowded", {True: "yes", False: "no"}),
        ],
    )
    assert column(found, "load") == [150.0, None, None]
    assert column(found, "crowded") == [1, 0, None]
    assert column(found, "label") == ["yes", "no", None]
    assert found.data.schema.field("crowded").type == pa.int64()


def test_a_variable_does_not_know_those_after_it() -> None:
    variables = [Variable("a", expression="b + 1"), Variable("b", expression="taps")]
    with pytest.raises(Problem, match='there is no column "b"'):
        harmonise(TABLE, variables=variables)


def test_a_variable_takes_the_place_of_a_column_of_its_name() -> None:
    found = harmonise(TABLE, variables=[Variable("state", "state", {"ok": 1, "bad": 0})])
    assert column(found, "state") == [1, 0, 1]
    assert found.data.column_names == ["people", "taps", "state", "REF_AREA", "TIME_PERIOD"]


def test_an_expression_sees_a_column_as_it_was_before_a_later_variable_replaced_it() -> None:
    variables = [
        Variable("was_ok", expression="state == 'ok'"),
        Variable("state", "state", {"ok": 1, "bad": 0}),
        Variable("copy", "state"),
        Variable("now", expression="state == 1"),
    ]
    found = harmonise(TABLE, variables=variables)
    assert column(found, "was_ok") == column(found, "now") == column(found, "copy") == [1, 0, 1]


def test_names_that_differ_in_case_only_stay_apart() -> None:
    table = the({"sex": ["m", "f"], "Sex": [1, 2]})
    variables = [
        Variable("SEX", "sex", {"m": "M", "f": "F"}),
        Variable("v", expression="if(SEX == 'M' and sex == 'm', Sex, 0)"),
    ]
    assert column(harmonise(table, variables=variables), "v") == [1, 0]


def test_the_filter_keeps_what_is_true_and_tells_what_it_cannot_tell() -> None:
    variables = [Variable("load", expression="people / 2")]
    found = harmonise(TABLE, variables=variables, where="load > 200")
    assert column(found, "people") == [1200]
    assert (found.rows_kept, found.rows_left_out) == (1, 2)
    undecided = flag(found.flags, "where.undecided")
    assert undecided.rows == (4,)


def test_a_filter_that_keeps_nothing_is_a_mistake() -> None:
    with pytest.raises(Problem, match="keeps none of the 3 rows"):
        harmonise(TABLE, where="state == 'Ok'")


def test_a_filter_must_say_yes_or_no() -> None:
    with pytest.raises(Problem, match="for example: taps == 1"):
        harmonise(TABLE, where="taps")


def test_infinite_results_are_missing() -> None:
    table = the({"x": [1e300, 2.0]})
    found = harmonise(table, variables=[Variable("v", expression="x * x")])
    assert column(found, "v") == [None, 4.0]


def test_an_empty_table_stays_empty() -> None:
    table = the(pa.table({"x": pa.array([], pa.string()), "d": pa.array([], pa.date32())}))
    variables = [Variable("v", "x", {"a": 1}), Variable("w", expression="v == 1")]
    found = harmonise(table, variables=variables, where="w", time=Time("d", "year"))
    assert found.data.num_rows == found.rows_kept == 0
    assert {"v", "w", "TIME_PERIOD"} <= set(found.data.column_names)


def test_without_place_and_time_both_columns_are_empty() -> None:
    found = harmonise(TABLE)
    assert column(found, "REF_AREA") == column(found, "TIME_PERIOD") == [None, None, None]


def test_the_order_of_rows_is_kept() -> None:
    count = 200_000
    table = the(pa.table({"x": pa.array(range(count))}))
    found = harmonise(table, variables=[Variable("v", expression="x * 2")], where="x >= 1000")
    assert column(found, "v")[:2] == [2000.0, 2002.0]
    assert found.data["v"].to_pylist() == [2.0 * x for x in range(1000, count)]


def test_a_constant_is_a_variable_too() -> None:
    found = harmonise(the({"d": [date(2013, 1, 1)] * 2}), variables=[Variable("v", expression="1")])
    assert column(found, "v") == [1, 1]
