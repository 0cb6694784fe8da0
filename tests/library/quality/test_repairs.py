"""What was decided in Check, done to a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pytest
from library.quality.tables_at_hand import TODAY, codes, days, moments, table

from datashift.kit.problem import Problem
from datashift.quality import Repaired, check, repair
from datashift.tables.flag import Flag, Repair, Severity
from datashift.tables.table import Table


def _repaired(at_hand: Table, *repairs: Repair, country: str | None = None) -> Repaired:
    return repair(at_hand, repairs, country=country, today=TODAY)


def _values(repaired: Repaired, column: str) -> list[Any]:
    values: list[Any] = repaired.table.data.column(column).to_pylist()
    return values


def _points() -> Table:
    return table({"lon": [36.8, 0.0, None, 36.9], "lat": [-1.3, 0.0, -2e-08, -1.2]})


def test_set_aside_leaves_out_the_rows_that_the_flag_finds() -> None:
    repaired = _repaired(_points(), Repair("set_aside", "coordinates.null_island"))
    assert repaired.set_aside == {"coordinates.null_island": (3, 4)}
    assert repaired.table.row_numbers.to_pylist() == [2, 5]
    assert repaired.table.column("lon").missing == 0
    assert check(repaired.table, today=TODAY) == ()


def test_set_aside_leaves_out_the_rows_named() -> None:
    repaired = _repaired(
        _points(),
        Repair("set_aside", "reviewer.doubt", rows=(5, 2)),
        Repair("set_aside", "reviewer.doubt", rows=(3,)),
    )
    assert repaired.set_aside == {"reviewer.doubt": (2, 3, 5)}


def test_set_aside_knows_what_the_reader_flagged() -> None:
    at_hand = replace(
        table({"n": [1, 2, 3]}), flags=(Flag("types.mixed", Severity.LOOK, ".", "n", rows=(3,)),)
    )
    assert _repaired(at_hand, Repair("set_aside", "types.mixed")).set_aside == {"types.mixed": (3,)}


def test_a_flag_that_nothing_raises_is_a_problem() -> None:
    with pytest.raises(Problem, match="which no check looks for"):
        _repaired(_points(), Repair("set_aside", "reviewer.doubt"))


def test_keep_changes_nothing() -> None:
    at_hand = _points()
    repaired = _repaired(at_hand, Repair("keep", "coordinates.null_island"))
    assert repaired == Repaired(at_hand)


@pytest.mark.parametrize(
    ("values", "missing", "left"),
    [
        ([0, 5, 0, 7], [0], [None, 5, None, 7]),
        ([0.0, 5.5, -9.0], [0, -9], [None, 5.5, None]),
        ([0, 5], ["0"], [None, 5]),
        (["x", "yes", None], ["x", "n/d"], [None, "yes", None]),
        (pa.array(["x", "yes", "x"]).dictionary_encode(), ["x"], [None, "yes", None]),
        (days("1970-01-01", "2020-02-01"), ["1970-01-01"], [None, date(2020, 2, 1)]),
        ([5, 6], ["Unknown", 5.5], [5, 6]),
    ],
)
def test_mark_missing_empties_the_cells(
    values: Sequence[object] | pa.Array, missing: list[object], left: list[object]
) -> None:
    one = Repair("mark_missing", "any.flag", "c", values={"values": missing})
    repaired = _repaired(table({"c": values, "d": list(range(len(values)))}), one)
    assert _values(repaired, "c") == left
    assert repaired.table.column("c").missing == left.count(None)
    assert repaired.table.column("c").kind == table({"c": values}).column("c").kind


def test_mark_missing_without_values_empties_what_the_flag_finds() -> None:
    visits = days("2024-01-01", "2031-01-01")
    repaired = _repaired(
        table({"visit": visits, "n": [1, 2]}),
        Repair("mark_missing", "dates.future", "visit", values={"values": []}),
    )
    assert _values(repaired, "visit") == [date(2024, 1, 1), None]
    assert len(repaired.table) == 2


def test_mark_missing_may_be_for_some_rows() -> None:
    one = Repair("mark_missing", "any.flag", "c", rows=(3,), values={"values": [0]})
    assert _values(_repaired(table({"c": [0, 0, 1]}), one), "c") == [0, None, 1]


def test_recode_replaces_values() -> None:
    at_hand = table({"tipo": ["Principal ", "Principal", "Vincualado", "Vinculado", None]})
    mapping = {"Principal ": "Principal", "Vincualado": "Vinculado"}
    repaired = _repaired(
        at_hand, Repair("recode", "categories.split", "tipo", values={"map": mapping})
    )
    assert _values(repaired, "tipo") == ["Principal", "Principal", "Vinculado", "Vinculado", None]


def test_recode_understands_numbers_and_dictionaries() -> None:
    numbers = Repair("recode", "any.flag", "c", values={"map": {"2": 1, "9": None}})
    repaired = _repaired(table({"c": [1, 2, 9]}), numbers)
    assert (_values(repaired, "c"), repaired.table.column("c").kind) == ([1, 1, None], "integer")
    words = Repair("recode", "any.flag", "c", values={"map": {"2": "two"}})
    repaired = _repaired(table({"c": [1.0, 2.0, 2.5]}), words)
    assert (_values(repaired, "c"), repaired.table.column("c").kind) == (
        ["1", "two", "2.5"],
        "text",
    )
    coded = table({"c": pa.array(["a", "b", "a"]).dictionary_encode()})
    letters = Repair("recode", "any.flag", "c", values={"map": {"a": "b"}})
    assert _values(_repaired(coded, letters), "c") == ["b", "b", "b"]


def test_a_value_cannot_be_replaced_and_a_replacement() -> None:
    swap = Repair("recode", "any.flag", "sex", values={"map": {"M": "F", "F": "M"}})
    with pytest.raises(Problem, match="is to be replaced and to replace"):
        _repaired(table({"sex": ["M", "F"]}), swap)


def test_drop_column_leaves_nothing_of_it() -> None:
    at_hand = replace(
        table({"phone": ["0712345678"] * 3, "n": [1, 2, 3]}),
        flags=(Flag("missing.marker", Severity.LOOK, "0712345678", "phone"),),
    )
    repaired = _repaired(at_hand, Repair("drop_column", "personal.phone", "phone"))
    assert repaired.table.data.column_names == ["n"]
    assert [column.name for column in repaired.table.columns] == ["n"]
    assert repaired.table.flags == ()
    assert codes(check(repaired.table, today=TODAY)) == []


def test_swap_coordinates_puts_points_right_and_never_back() -> None:
    at_hand = table({"lon": [36.8, -1.3], "lat": [-1.3, 36.8]})
    swap = Repair("swap_coordinates", "coordinates.swapped", "lon", rows=(3,))
    once = _repaired(at_hand, swap, country="KE")
    assert (_values(once, "lon"), _values(once, "lat")) == ([36.8, 36.8], [-1.3, -1.3])
    twice = _repaired(once.table, swap, country="KE")
    assert twice.table.data.equals(once.table.data)


def _ambiguous(values: Sequence[date | datetime], *rows: int) -> Table:
    flag = Flag("dates.ambiguous", Severity.LOOK, ".", "day", rows, values={"order": "dmy"})
    return replace(table({"day": values}), flags=(flag,))


def test_dates_are_read_in_the_other_order() -> None:
    month_first = Repair("read_dates", "dates.ambiguous", "day", values={"order": "mdy"})
    at_hand = _ambiguous(days("2015-04-03", "2015-05-05", "2016-12-01", "2015-08-06"), 2, 4, 5)
    once = _repaired(at_hand, month_first)
    assert _values(once, "day") == days("2015-03-04", "2015-05-05", "2016-01-12", "2015-06-08")
    assert _values(_repaired(once.table, month_first), "day") == _values(once, "day")
    day_first = Repair("read_dates", "dates.ambiguous", "day", values={"order": "dmy"})
    assert _values(_repaired(once.table, day_first), "day") == _values(Repaired(at_hand), "day")


def test_the_time_of_day_stays_when_dates_are_read_in_the_other_order() -> None:
    month_first = Repair("read_dates", "dates.ambiguous", "day", values={"order": "mdy"})
    once = _repaired(_ambiguous(moments("2015-04-03T17:26", "2015-04-13T08:00"), 2), month_first)
    assert _values(once, "day") == moments("2015-03-04T17:26", "2015-04-13T08:00")


def test_a_repair_that_finds_nothing_says_so() -> None:
    repaired = _repaired(
        _points(),
        Repair("drop_column", "personal.phone", "phnoe"),
        Repair("set_aside", "duplicates.exact"),
    )
    assert [flag.message for flag in repaired.flags] == [
        'The repair to leave out the column "phnoe" changed nothing: the table has no such column.',
        "The repair to set rows aside changed nothing: nothing in the table asks for it.",
    ]
    assert {flag.code for flag in repaired.flags} == {"repairs.no_effect"}


def test_repairs_follow_each_other() -> None:
    at_hand = table({"n": [0, 0, 4, 5, 6, 7, 8] * 20, "kind": ["tap", "Tap"] * 70})
    repaired = _repaired(
        at_hand,
        Repair("recode", "categories.split", "kind", values={"map": {"Tap": "tap"}}),
        Repair("mark_missing", "missing.marker_like_zero", "n", values={"values": [0]}),
        Repair("drop_column", "any.flag", "kind"),
    )
    assert repaired.table.data.column_names == ["n"]
    assert repaired.table.data.column("n").null_count == 40
    assert at_hand.data.column("n").null_count == 0


def test_points_that_the_study_names_are_looked_at_until_they_are_dropped() -> None:
    at_hand = table({"east": [36.8, 0.0], "north": [-1.3, 0.0]})
    answers = [
        Repair("set_aside", "coordinates.null_island"),
        Repair("drop_column", "personal.home", "east"),
        Repair("set_aside", "coordinates.null_island"),
    ]
    repaired = repair(at_hand, answers, today=TODAY, longitude="east", latitude="north")
    assert repaired.set_aside == {"coordinates.null_island": (3,)}
    assert repaired.table.data.column_names == ["north"]
