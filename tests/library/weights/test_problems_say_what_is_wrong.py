from __future__ import annotations

import pyarrow as pa
import pytest

from datashift.kit.problem import Problem
from datashift.weights import Margin, Method, calibrate, margins

ROWS = pa.table(
    {
        "sex": ["F", "F", "M", "M", "F"],
        "place": ["North", "South", "North", "South", "South"],
        "w": [1.0, 2.0, 1.0, 1.0, 3.0],
        "income": [10.0, 20.0, 30.0, 40.0, 50.0],
    }
)
SEX = Margin("sex", {"F": 60, "M": 40})


@pytest.mark.parametrize(
    ("method", "asked", "words"),
    [
        (
            "rake",
            [Margin("sex", {"F": 60, "M": 40, "X": 2})],
            '"X" of "sex" has a known total but no rows',
        ),
        ("rake", [Margin("sex", {"F": 60})], '"M" of "sex" has rows but no known total'),
        (
            "rake",
            [SEX, Margin("place", {"North": 50, "South": 60})],
            'those of "place" to 110, so no weights can meet both',
        ),
        ("poststratify", [SEX, Margin("place", {"North": 50, "South": 50})], "there are several"),
        ("rake", [SEX, Margin("income", {"": 1000})], '"income" has a total without categories'),
        ("logit", [SEX], "The bounds must lie on both sides of 1"),
        ("rake", [], "There are no known totals"),
    ],
)
def test_each_trouble_is_one_plain_sentence(
    method: Method, asked: list[Margin], words: str
) -> None:
    with pytest.raises(Problem) as caught:
        calibrate(ROWS, "w", method, asked)
    assert words in str(caught.value)


def test_margins_that_conflict_name_the_category_that_is_missed() -> None:
    rows = pa.table({"sex": ["F", "F", "M"], "place": ["North", "North", "South"]})
    asked = [SEX, Margin("place", {"North": 50, "South": 50})]
    with pytest.raises(Problem) as caught:
        calibrate(rows, None, "rake", asked)
    assert "cannot all be met" in str(caught.value)
    assert "instead of" in str(caught.value)


def test_bounds_that_are_too_tight_name_the_total_that_is_missed() -> None:
    with pytest.raises(Problem) as caught:
        calibrate(ROWS, "w", "logit", [Margin("sex", {"F": 6, "M": 20})], bounds=(0.5, 2))
    assert "No weights within 0.5 and 2 meet the known totals: sex = M" in str(caught.value)


def test_a_table_of_margins_is_read_by_variable_and_category() -> None:
    table = pa.table(
        {
            "variable": ["sex", "sex", "income", "sex*place"],
            "category": ["F", "M", None, "F*North"],
            "total": [60, 40, 1500.5, 3],
        }
    )
    assert margins(table) == (
        SEX,
        Margin("income", {"": 1500.5}),
        Margin("sex*place", {"F*North": 3}),
    )


def test_a_crossed_margin_uses_both_columns() -> None:
    totals = {"F*North": 10, "F*South": 20, "M*North": 30, "M*South": 40}
    found = calibrate(ROWS, "w", "poststratify", [Margin("sex*place", totals)])
    assert found.weights.tolist() == [10.0, 8.0, 30.0, 40.0, 12.0]


def test_without_base_weights_every_row_starts_alike() -> None:
    assert calibrate(ROWS, None, "rake", [SEX]).base.tolist() == [20.0] * 5
